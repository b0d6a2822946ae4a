/**
 * What a user of Lamina writes and reads: the {@link dev.lamina.Dense} annotation, the {@link
 * dev.lamina.Network} that comes out of it, its {@link dev.lamina.NetworkSpec shapes} and its {@link
 * dev.lamina.Parameters weights}.
 *
 * <p>The notation is the same everywhere. Matrices are row-major {@code float[]}, a row is an
 * example, N is the number of rows of a minibatch and ℓᵢ the width of layer i:
 *
 * <pre>
 *   X  (N × ℓ₀)
 *   Zᵢ = Aᵢ₋₁ · Wᵢ + bᵢ     (N × ℓᵢ₋₁) · (ℓᵢ₋₁ × ℓᵢ) + (1 × ℓᵢ) → (N × ℓᵢ)
 *   Aᵢ = gᵢ(Zᵢ),  A₀ = X
 * </pre>
 */
@NullMarked
package dev.lamina;

import org.jspecify.annotations.NullMarked;
