package acme;

import dev.lamina.Dense;

class SameName {
  @Dense(in = 1, out = 1)
  interface Inner {}
}

@Dense(in = 1, out = 1)
interface SameName_Inner {}

@Dense(in = 1, out = 1)
interface Taken {}

class TakenNetwork {}
