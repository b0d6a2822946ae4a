package dev.lamina.processor;

import dev.lamina.ColumnSpec;
import dev.lamina.processor.MethodDescription.Result;
import dev.lamina.processor.MethodDescription.ResultKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the columns of several outputs mean. A method may say it of one output, with an enum, and take
 * another as numbers; what it does not say, another method may.
 */
final class OutputColumns {

  private final List<LayerDeclaration> outputs;

  OutputColumns(List<LayerDeclaration> outputs) {
    this.outputs = outputs;
  }

  /** The same methods, with the columns of all outputs for each that returns a record of them. */
  List<MethodDescription> complete(List<MethodDescription> methods) {
    return methods.stream()
        .map(method -> method.result().kind() == ResultKind.OUTPUTS
            ? method.with(complete(method.result(), methods))
            : method)
        .toList();
  }

  private Result complete(Result result, List<MethodDescription> methods) {
    List<ColumnSpec> columns = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      List<ColumnSpec> said = result.parts().get(i).columns();
      columns.addAll(said.isEmpty() ? byOthers(i, methods) : said);
    }
    return result.withColumns(columns);
  }

  /** What the first method that says it says of an output, or else the name of the output. */
  private List<ColumnSpec> byOthers(int output, List<MethodDescription> methods) {
    Optional<List<ColumnSpec>> said = methods.stream()
        .map(MethodDescription::result)
        .filter(result -> result.kind() == ResultKind.OUTPUTS)
        .map(result -> result.parts().get(output).columns())
        .filter(columns -> !columns.isEmpty())
        .findFirst();
    LayerDeclaration layer = outputs.get(output);
    return said.orElseGet(() -> List.of(new ColumnSpec(layer.name(), layer.out())));
  }
}
