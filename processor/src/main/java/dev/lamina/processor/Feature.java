package dev.lamina.processor;

import com.palantir.javapoet.CodeBlock;
import dev.lamina.ColumnSpec;
import java.util.List;

/**
 * Something of an example that becomes one or more columns of X.
 *
 * @param name its name in the user's words; in a record in a record, {@code bill.length}
 * @param value the expression that reads it
 * @param encoding how it becomes columns
 * @param constants the names of an enum's constants, otherwise empty
 * @param size the number of columns
 */
record Feature(String name, CodeBlock value, Encoding encoding, List<String> constants, int size) {

  /** How a feature becomes columns of X. */
  enum Encoding {
    /** A number that Java widens to float by itself. */
    NUMBER,
    /** A double, which needs a cast. */
    DOUBLE,
    /** 1 for true, 0 for false. */
    BOOLEAN,
    /** A column for each constant: 1 for the one it is, 0 for all others. */
    ONE_HOT,
    /** The elements of an array. */
    ARRAY
  }

  /** What its columns mean. */
  List<ColumnSpec> columns() {
    return encoding == Encoding.ONE_HOT
        ? constants.stream()
            .map(constant -> ColumnSpec.of(name + "=" + constant))
            .toList()
        : List.of(new ColumnSpec(name, size));
  }
}
