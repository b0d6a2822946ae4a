package dev.lamina.weights.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** An array of numbers with dimensions, row-major, as ONNX' operators take them. */
final class Values {

  private final int[] dimensions;
  private final double[] elements;

  /** As many elements as the product of the extents; the arrays belong to it. */
  Values(int[] dimensions, double[] elements) {
    this.dimensions = dimensions;
    this.elements = elements;
  }

  int[] dimensions() {
    return dimensions;
  }

  double[] elements() {
    return elements;
  }

  int rank() {
    return dimensions.length;
  }

  int extent(int axis) {
    return dimensions[axis];
  }

  Values reshaped(int... others) {
    return new Values(others, elements);
  }

  Values map(DoubleUnaryOperator function) {
    return new Values(dimensions, Arrays.stream(elements).map(function).toArray());
  }

  /** Multidirectional broadcasting. */
  static Values combine(Values a, Values b, DoubleBinaryOperator function) {
    int rank = Math.max(a.rank(), b.rank());
    int[] dimensions = new int[rank];
    int count = 1;
    for (int i = 0; i < rank; i++) {
      int x = a.extentFromEnd(rank - i);
      int y = b.extentFromEnd(rank - i);
      if (x != y && x != 1 && y != 1) {
        throw new IllegalArgumentException("shapes " + Arrays.toString(a.dimensions) + " and "
            + Arrays.toString(b.dimensions) + " cannot be broadcast");
      }
      dimensions[i] = x == 1 ? y : x;
      count = Math.multiplyExact(count, dimensions[i]);
    }
    double[] result = new double[count];
    for (int i = 0; i < count; i++) {
      result[i] = function.applyAsDouble(
          a.elements[a.position(i, dimensions)], b.elements[b.position(i, dimensions)]);
    }
    return new Values(dimensions, result);
  }

  private int extentFromEnd(int fromEnd) {
    return fromEnd > rank() ? 1 : dimensions[rank() - fromEnd];
  }

  /** Where the element is that broadcasting to larger dimensions puts at an index. */
  private int position(int index, int[] larger) {
    int rest = index;
    int position = 0;
    int stride = 1;
    for (int i = 1; i <= larger.length; i++) {
      int coordinate = rest % larger[larger.length - i];
      rest /= larger[larger.length - i];
      int extent = extentFromEnd(i);
      position += (extent == 1 ? 0 : coordinate) * stride;
      stride *= extent;
    }
    return position;
  }

  Values transposed() {
    int rows = dimensions[0];
    int columns = dimensions[1];
    double[] result = new double[elements.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        result[j * rows + i] = elements[i * columns + j];
      }
    }
    return new Values(new int[] {columns, rows}, result);
  }

  /** Matrices of as many rows side by side. */
  static Values sideBySide(List<Values> parts) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    int rows = parts.get(0).dimensions[0];
    int columns = parts.stream().mapToInt(part -> part.elements.length / rows).sum();
    double[] result = new double[Math.multiplyExact(rows, columns)];
    int to = 0;
    for (Values part : parts) {
      int width = part.elements.length / rows;
      for (int row = 0; row < rows; row++) {
        System.arraycopy(part.elements, row * width, result, row * columns + to, width);
      }
      to += width;
    }
    return new Values(new int[] {rows, columns}, result);
  }

  /** The product of two matrices. */
  static Values multiply(Values a, Values b) {
    int rows = a.dimensions[0];
    int inner = a.dimensions[1];
    int columns = b.dimensions[1];
    double[] result = new double[Math.multiplyExact(rows, columns)];
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < inner; k++) {
        double factor = a.elements[i * inner + k];
        for (int j = 0; j < columns; j++) {
          result[i * columns + j] += factor * b.elements[k * columns + j];
        }
      }
    }
    return new Values(new int[] {rows, columns}, result);
  }
}
