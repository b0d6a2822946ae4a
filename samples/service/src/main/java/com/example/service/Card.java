package com.example.service;

import java.util.List;

/**
 * A card from the field.
 *
 * @param ring the number on the penguin's ring as somebody wrote it, the pixels of a digit each
 * @param penguin what was measured
 */
public record Card(List<float[]> ring, PenguinClassifier.Penguin penguin) {}
