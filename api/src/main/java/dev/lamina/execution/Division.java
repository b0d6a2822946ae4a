package dev.lamina.execution;

/** How a shared call is cut into units. */
sealed interface Division permits RowDivision, ColumnDivision {

  /** How many threads the call is worth, the caller included. */
  int threads();

  /** The number of units. */
  int units();
}
