package dev.lamina.execution;

/** How a shared call is cut into units. */
sealed interface Division permits RowDivision, ColumnDivision {

  /** How many threads can work on the call at once, the caller included. */
  int threads();

  /** The number of units. */
  int units();
}
