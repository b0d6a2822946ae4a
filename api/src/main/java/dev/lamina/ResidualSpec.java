package dev.lamina;

/**
 * What a layer adds to its own values: the result of an earlier layer, or an input of the network, that
 * is as wide as it is.
 *
 * @param from the name of that layer or input
 * @param afterActivation whether it is added to g(Z); it is added to Z if not
 */
public record ResidualSpec(String from, boolean afterActivation) {}
