package dev.lamina.processor;

import com.palantir.javapoet.TypeName;
import dev.lamina.ColumnSpec;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.type.TypeMirror;

/**
 * A method in the user's own words that was found to fit the network.
 *
 * @param method the abstract method
 * @param example what one example is
 * @param minibatch how the method takes many examples, if it does
 * @param result what one result is
 * @param target where results go
 */
record MethodDescription(
    ExecutableElement method,
    Example example,
    Optional<Container> minibatch,
    Result result,
    Target target) {

  MethodDescription with(Result other) {
    return new MethodDescription(method, example, minibatch, other, target);
  }

  /** How a minibatch is held. */
  enum Container {
    LIST,
    ARRAY,
    /** A {@code float[]} with the rows one after another. */
    ROWS
  }

  /** Where the results of a call go. */
  enum Target {
    RETURNED,
    RETURNED_ARRAY,
    RETURNED_LIST,
    /** The last parameter is an array that receives them. */
    PARAMETER
  }

  /**
   * What one example is.
   *
   * @param type its type; empty for the parameters of the method themselves
   * @param features what becomes the columns of X; empty for a {@code float[]} that is a row of X
   */
  record Example(Optional<TypeMirror> type, List<Feature> features) {

    boolean isRow() {
      return features.isEmpty();
    }

    List<ColumnSpec> columns() {
      return features.stream().flatMap(feature -> feature.columns().stream()).toList();
    }
  }

  /** What the columns of one result become. */
  enum ResultKind {
    /** The columns themselves, as {@code float[]}. */
    ROW,
    /** The only column. */
    NUMBER,
    /** Whether the only column is at least a threshold. */
    BOOLEAN,
    /** The constant with the largest column. */
    ENUM,
    /** A record with a number for each column. */
    NUMBERS,
    /** A record of the constant with the largest column, and that column. */
    ENUM_AND_NUMBER,
    /** A record with a component for each output of the network. */
    OUTPUTS
  }

  /**
   * What one result is.
   *
   * @param kind what the columns become
   * @param type the type of the result
   * @param enumType the enum among it, if there is one
   * @param columns what the columns mean; empty if the type does not say
   * @param threshold the threshold of a boolean
   * @param parts what the columns of each output become, for a record of them
   */
  record Result(
      ResultKind kind,
      TypeName type,
      Optional<TypeName> enumType,
      List<ColumnSpec> columns,
      float threshold,
      List<Result> parts) {

    Result withColumns(List<ColumnSpec> other) {
      return new Result(kind, type, enumType, other, threshold, parts);
    }
  }
}
