package dev.lamina.processor;

import com.google.auto.common.MoreElements;
import com.palantir.javapoet.ClassName;
import dev.lamina.ColumnSpec;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;

/**
 * What is to be generated for a declaration that was found right.
 *
 * @param type the annotated type
 * @param network the shapes
 * @param slots where the matrices between the layers live
 * @param methods the methods in the user's own words
 * @param printsItself whether the type has a toString() of its own
 */
record NetworkDescription(
    TypeElement type,
    NetworkSpec network,
    SlotPlan slots,
    List<MethodDescription> methods,
    boolean printsItself) {

  static NetworkDescription of(
      Declaration declaration, List<MethodDescription> methods, boolean printsItself) {
    List<LayerSpec> layers = new ArrayList<>();
    String input = NetworkSpec.INPUT;
    int width = 0;
    for (LayerDeclaration layer : declaration.layers()) {
      layers.add(new LayerSpec(
          layer.name(),
          List.of(input),
          layer.in().orElse(width),
          layer.out(),
          layer.activationSpec(),
          layer.bias(),
          Optional.empty(),
          layer.normalization().spec()));
      input = layer.name();
      width = layer.out();
    }
    NetworkSpec network = NetworkSpec.chain(
        declaration.type().getSimpleName().toString(), layers.toArray(LayerSpec[]::new));
    for (ScalingDeclaration scaling : declaration.scalings()) {
      network = scaling.applyTo(network);
    }
    List<ColumnSpec> features = columns(methods, method -> method.example().columns());
    if (!features.isEmpty()) {
      network = network.withFeatures(features.toArray(ColumnSpec[]::new));
    }
    List<ColumnSpec> classes = columns(methods, method -> method.result().columns());
    if (!classes.isEmpty()) {
      network = network.withClasses(classes.toArray(ColumnSpec[]::new));
    }
    return new NetworkDescription(
        declaration.type(), network, SlotPlan.of(network), methods, printsItself);
  }

  /** What the methods call the columns; they agree where they say anything. */
  private static List<ColumnSpec> columns(
      List<MethodDescription> methods, Function<MethodDescription, List<ColumnSpec>> columnsOf) {
    return methods.stream()
        .map(columnsOf)
        .filter(columns -> !columns.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  /** {@code XNetwork} in the package of X; for a type in a type, {@code Outer_InnerNetwork}. */
  static ClassName generatedName(TypeElement type) {
    StringBuilder name = new StringBuilder("Network");
    String separator = "";
    for (TypeElement outer : Nesting.outwards(type)) {
      name.insert(0, outer.getSimpleName() + separator);
      separator = "_";
    }
    return ClassName.get(
        MoreElements.getPackage(type).getQualifiedName().toString(), name.toString());
  }

  /** Whether everybody can see the annotated type, and so may see the generated class. */
  static boolean isPublic(TypeElement type) {
    return Nesting.outwards(type).stream()
        .allMatch(outer -> outer.getModifiers().contains(Modifier.PUBLIC));
  }
}
