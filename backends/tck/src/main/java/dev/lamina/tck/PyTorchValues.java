package dev.lamina.tck;

import dev.lamina.ActivationSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What PyTorch computes in float64, from the files in {@code activations} beside this class.
 *
 * @param z the arguments, row by row
 * @param values the results
 * @param columns the number of columns: 1 for a function of single values
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PyTorchValues(float[] z, double[] values, int columns) {

  private static final String SEPARATOR = ";";

  /** Of a function that there are values of. */
  static PyTorchValues of(ActivationSpec activation) {
    return Objects.requireNonNull(all().get(activation.toString()), activation::toString);
  }

  /** Of all functions by their names, as {@code ActivationSpec.toString()} says them. */
  static Map<String, PyTorchValues> all() {
    Map<String, PyTorchValues> functions = elementwise();
    functions.putAll(rows());
    return functions;
  }

  /** Of the functions of single values, by their names. */
  private static Map<String, PyTorchValues> elementwise() {
    List<String[]> lines = read("activations/elementwise.csv");
    Map<String, PyTorchValues> functions = new LinkedHashMap<>();
    String[] names = lines.get(0);
    for (int column = 1; column < names.length; column++) {
      float[] z = new float[lines.size() - 1];
      double[] values = new double[z.length];
      for (int i = 0; i < z.length; i++) {
        z[i] = Float.parseFloat(lines.get(i + 1)[0]);
        values[i] = Double.parseDouble(lines.get(i + 1)[column]);
      }
      functions.put(names[column], new PyTorchValues(z, values, 1));
    }
    return functions;
  }

  /** Of the functions of whole rows, by their names. */
  private static Map<String, PyTorchValues> rows() {
    List<String[]> lines = read("activations/rows.csv");
    int columns = lines.get(0).length / 2;
    Map<String, List<String[]>> byName = new LinkedHashMap<>();
    for (String[] line : lines.subList(1, lines.size())) {
      byName.computeIfAbsent(line[0], name -> new ArrayList<>()).add(line);
    }
    Map<String, PyTorchValues> functions = new LinkedHashMap<>();
    byName.forEach((name, itsLines) -> {
      float[] z = new float[itsLines.size() * columns];
      double[] values = new double[z.length];
      for (int i = 0; i < z.length; i++) {
        String[] line = itsLines.get(i / columns);
        z[i] = Float.parseFloat(line[1 + i % columns]);
        values[i] = Double.parseDouble(line[1 + columns + i % columns]);
      }
      functions.put(name, new PyTorchValues(z, values, columns));
    });
    return functions;
  }

  private static List<String[]> read(String name) {
    try (InputStream stream = PyTorchValues.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException(name + " is missing");
      }
      try (BufferedReader reader =
          new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
        return reader.lines().map(line -> line.split(SEPARATOR, -1)).toList();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
