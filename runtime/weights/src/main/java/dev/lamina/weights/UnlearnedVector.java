package dev.lamina.weights;

import dev.lamina.LayerSpec;
import dev.lamina.weights.file.FloatFormat;
import dev.lamina.weights.file.StorageOrder;
import dev.lamina.weights.file.StoredBytes;
import dev.lamina.weights.file.StoredTensor;
import dev.lamina.weights.file.StoredType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Set;

/**
 * What a normalisation has instead of a weight or a bias that it was told not to learn, and that its file
 * therefore lacks: ones or zeros. PyTorch learns both or, with {@code affine=False}, none; Keras has a
 * switch for each, {@code scale=False} and {@code center=False}.
 */
final class UnlearnedVector {

  private UnlearnedVector() {}

  /** Whether a tensor that a group lacks was not learned. */
  static boolean isMissing(TensorGroup group, String role) {
    Set<String> roles = group.tensors().keySet();
    return switch (role) {
      case LayerSpec.NORM_WEIGHT, LayerSpec.NORM_BIAS ->
        roles.containsAll(Set.of(LayerSpec.NORM_MEAN, LayerSpec.NORM_VARIANCE))
            && isMissing(group, role, Set.of(LayerSpec.NORM_WEIGHT, LayerSpec.NORM_BIAS));
      case LayerSpec.INPUT_NORM_WEIGHT, LayerSpec.INPUT_NORM_BIAS ->
        roles.containsAll(Set.of(LayerSpec.INPUT_NORM_MEAN, LayerSpec.INPUT_NORM_VARIANCE))
            && isMissing(
                group, role, Set.of(LayerSpec.INPUT_NORM_WEIGHT, LayerSpec.INPUT_NORM_BIAS));
      default -> false;
    };
  }

  /** Whether a tensor is not there, alone in Keras, or both in PyTorch. */
  private static boolean isMissing(TensorGroup group, String role, Set<String> both) {
    Set<String> roles = group.tensors().keySet();
    return !roles.contains(role)
        && (group.naming() == Naming.KERAS || both.stream().noneMatch(roles::contains));
  }

  /** Ones for a weight, zeros for a bias. */
  static StoredTensor of(String name, String role, int length) {
    boolean isWeight =
        role.equals(LayerSpec.NORM_WEIGHT) || role.equals(LayerSpec.INPUT_NORM_WEIGHT);
    float value = isWeight ? 1 : 0;
    byte[] element = ByteBuffer.allocate(Float.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putFloat(value)
        .array();
    return new StoredTensor(
        name,
        StoredType.readable("F32", FloatFormat.F32, ByteOrder.LITTLE_ENDIAN),
        List.of((long) length),
        StorageOrder.ROW_MAJOR,
        () -> new Repeated(element));
  }

  /** The bytes of one element, again and again. */
  private static final class Repeated implements StoredBytes.Reader {

    private final byte[] element;
    private int next;

    Repeated(byte[] element) {
      this.element = element;
    }

    @Override
    public void read(ByteBuffer target) {
      while (target.hasRemaining()) {
        target.put(element[next]);
        next = (next + 1) % element.length;
      }
    }

    @Override
    public void finish() {}

    @Override
    public void close() {}
  }
}
