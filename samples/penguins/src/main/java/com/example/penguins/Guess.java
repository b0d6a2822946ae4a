package com.example.penguins;

/**
 * The most probable species.
 *
 * @param species which it is
 * @param probability how probable, from 0 to 1
 */
public record Guess(Species species, float probability) {}
