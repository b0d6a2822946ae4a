package dev.lamina.cli;

import java.util.ArrayList;
import java.util.List;

/** Lines of cells in columns that are as wide as their widest cell. */
final class TextTable {

  private final List<String[]> rows = new ArrayList<>();

  TextTable(String... header) {
    row(header);
  }

  void row(String... cells) {
    rows.add(cells.clone());
  }

  @Override
  public String toString() {
    int columns = rows.get(0).length;
    StringBuilder text = new StringBuilder();
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder("  ");
      for (int column = 0; column < columns; column++) {
        int index = column;
        int width = rows.stream().mapToInt(cells -> cells[index].length()).max().orElse(0);
        line.append(row[column]).append(" ".repeat(width - row[column].length() + 2));
      }
      text.append(line.toString().stripTrailing()).append(System.lineSeparator());
    }
    return text.toString();
  }
}
