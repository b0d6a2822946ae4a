package acme;

import static dev.lamina.Activation.*;

import dev.lamina.Dense;
import dev.lamina.Input;
import dev.lamina.Output;

class Graph {
  @Input(name = "user", size = 16)
  @Input(name = "item", size = 8)
  @Dense(from = "user", out = 32, name = "taste", activation = RELU)
  @Dense(from = {"taste", "itme"}, out = 8, activation = RELU)
  @Dense(from = {"taste", "item"}, in = 48, out = 8, activation = RELU)
  @Dense(from = "item", in = 9, out = 4, activation = RELU)
  @Dense(from = "taste", in = 9, out = 4, activation = RELU)
  @Dense(out = 4, add = "taste")
  interface Names {}

  @Dense(in = 4, out = 4, from = "layer2", activation = RELU)
  @Dense(out = 4, add = "layer2", activation = RELU)
  @Dense(out = 4, from = {}, add = "nothing like that")
  interface Cycles {}

  @Dense(in = 4, out = 4, from = "layer2", activation = RELU)
  @Dense(from = "x", out = 4, activation = RELU)
  @Dense(out = 3, add = "layer2")
  interface Order {}

  @Input(name = "left", size = 2)
  @Input(name = "right", size = 2)
  @Dense(from = "left", out = 4, activation = RELU)
  @Dense(from = "left", out = 4, activation = RELU)
  @Dense(from = "layer2", out = 1)
  interface Unused {}

  @Dense(in = 4, out = 4, name = "trunk", activation = RELU)
  @Dense(out = 3, name = "policy", addAfterActivation = true)
  @Output({"policy", "value", "policy", "x"})
  interface Heads {}

  @Input(name = "a b", size = 0)
  @Input(name = "c", size = 3)
  @Input(name = "c", size = 3)
  @Dense(in = 7, out = 4)
  interface Inputs {}
}
