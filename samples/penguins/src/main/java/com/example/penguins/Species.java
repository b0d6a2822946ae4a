package com.example.penguins;

/** The order of the constants is the order of the network's outputs. */
public enum Species {
  ADELIE,
  CHINSTRAP,
  GENTOO
}
