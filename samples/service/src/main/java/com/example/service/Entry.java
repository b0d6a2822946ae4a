package com.example.service;

/**
 * What a card says.
 *
 * @param ring the number on the penguin's ring
 * @param species what kind of penguin it is
 * @param sure false if a person should look at the card
 */
public record Entry(int ring, PenguinClassifier.Species species, boolean sure) {}
