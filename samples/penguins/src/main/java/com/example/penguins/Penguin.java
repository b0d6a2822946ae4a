package com.example.penguins;

/**
 * What was measured of a penguin. The order of the components is the order of the network's inputs.
 *
 * @param billLength in millimetres
 * @param billDepth in millimetres
 * @param flipperLength in millimetres
 * @param bodyMass in grams
 */
public record Penguin(float billLength, float billDepth, float flipperLength, float bodyMass) {}
