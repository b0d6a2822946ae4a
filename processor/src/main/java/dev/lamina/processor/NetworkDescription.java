package dev.lamina.processor;

import com.google.auto.common.MoreElements;
import com.palantir.javapoet.ClassName;
import dev.lamina.ColumnSpec;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.PortSpec;
import dev.lamina.ResidualSpec;
import dev.lamina.ScratchPlan;
import dev.lamina.processor.Wiring.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;

/**
 * What is to be generated for a declaration that was found right.
 *
 * @param type the annotated type
 * @param network the shapes
 * @param scratch where the matrices between the layers live
 * @param methods the methods in the user's own words
 * @param printsItself whether the type has a toString() of its own
 */
record NetworkDescription(
    TypeElement type,
    NetworkSpec network,
    ScratchPlan scratch,
    List<MethodDescription> methods,
    boolean printsItself) {

  static NetworkDescription of(
      Declaration declaration, List<MethodDescription> methods, boolean printsItself) {
    Wiring wiring = new Wiring(declaration);
    List<LayerSpec> layers = new ArrayList<>();
    for (LayerDeclaration layer : declaration.layers()) {
      layers.add(new LayerSpec(
          layer.name(),
          wiring.namesRead(layer),
          wiring.in(layer).orElseThrow(),
          layer.out(),
          layer.activationSpec(),
          layer.bias(),
          layer
              .add()
              .map(from -> new ResidualSpec(from, layer.addAfterActivation().orElse(false))),
          layer.normalization().spec(),
          layer.normalization().inputSpec()));
    }
    NetworkSpec network = new NetworkSpec(
        declaration.type().getSimpleName().toString(),
        ports(wiring.inputs(), Source::name, Source::width),
        layers,
        ports(wiring.outputs(), LayerDeclaration::name, LayerDeclaration::out));
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
        declaration.type(), network, ScratchPlan.of(network), methods, printsItself);
  }

  /** Things side by side. */
  private static <T> List<PortSpec> ports(
      List<T> things, Function<T, String> name, ToIntFunction<T> width) {
    List<PortSpec> ports = new ArrayList<>();
    int offset = 0;
    for (T thing : things) {
      ports.add(PortSpec.of(name.apply(thing), offset, width.applyAsInt(thing)));
      offset += width.applyAsInt(thing);
    }
    return ports;
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
