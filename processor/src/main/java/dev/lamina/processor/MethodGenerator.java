package dev.lamina.processor;

import com.google.common.base.CaseFormat;
import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.NameAllocator;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.execution.Features;
import dev.lamina.execution.Pass;
import dev.lamina.execution.Results;
import dev.lamina.processor.MethodDescription.Container;
import dev.lamina.processor.MethodDescription.Example;
import dev.lamina.processor.MethodDescription.Result;
import dev.lamina.processor.MethodDescription.ResultKind;
import dev.lamina.processor.MethodDescription.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.util.Types;

/**
 * Generates the methods in the user's own words: each writes features into X, runs the layers and
 * reads the result. How an example is read and how a result is made stands once, in a static method a
 * type, whichever methods need it.
 */
final class MethodGenerator {

  private final TypeElement type;

  /** The constants that say how many columns each output has, and what says it of all of them. */
  private final List<String> outputs;

  private final String outputSize;

  private final String inputSize;
  private final Types types;
  private final ClassName generated;

  private final NameAllocator names = new NameAllocator();
  private final Map<String, MethodSpec> readers = new LinkedHashMap<>();
  private final Map<String, MethodSpec> makers = new LinkedHashMap<>();
  private final Map<TypeName, FieldSpec> constants = new LinkedHashMap<>();

  MethodGenerator(NetworkDescription description, Types types) {
    this.type = description.type();
    int inputs = description.network().inputs().size();
    this.inputSize = inputs == 1
        ? "L0"
        : IntStream.rangeClosed(1, inputs)
            .mapToObj(i -> "I" + i)
            .collect(Collectors.joining(" + "));
    this.outputs = outputs(description.network());
    this.outputSize = outputs.size() == 1
        ? outputs.get(0)
        : outputs.stream().collect(Collectors.joining(" + ", "(", ")"));
    this.types = types;
    this.generated = NetworkDescription.generatedName(type);
    NetworkMethods.fieldNames(description.network()).forEach(names::newName);
  }

  private static List<String> outputs(NetworkSpec network) {
    List<String> layers = network.layers().stream().map(LayerSpec::name).toList();
    return network.outputs().stream()
        .map(output -> "L" + (1 + layers.indexOf(output.name())))
        .toList();
  }

  void addTo(TypeSpec.Builder network, List<MethodDescription> methods) {
    List<MethodSpec> generatedMethods = methods.stream().map(this::method).toList();
    constants.values().forEach(network::addField);
    generatedMethods.forEach(network::addMethod);
    readers.values().forEach(network::addMethod);
    makers.values().forEach(network::addMethod);
  }

  private MethodSpec method(MethodDescription description) {
    MethodSpec.Builder method =
        MethodSpec.overriding(description.method(), (DeclaredType) type.asType(), types);
    List<ParameterSpec> parameters = method.build().parameters();
    NameAllocator locals = names.clone();
    parameters.forEach(parameter -> locals.newName(parameter.name()));
    return method
        .addCode(
            description.minibatch().isPresent()
                ? minibatch(description, description.minibatch().get(), parameters, locals)
                : single(description, parameters, locals))
        .build();
  }

  /** A field of the generated class, for a method with a parameter that may hide it. */
  private static String execution(List<ParameterSpec> parameters) {
    boolean hidden = parameters.stream().anyMatch(one -> one.name().equals("execution"));
    return hidden ? "this.execution" : "execution";
  }

  private CodeBlock single(
      MethodDescription description, List<ParameterSpec> parameters, NameAllocator locals) {
    String execution = execution(parameters);
    Example example = description.example();
    Result result = description.result();
    if (example.isRow() && result.kind() == ResultKind.ROW) {
      return description.target() == Target.PARAMETER
          ? CodeBlock.of(
              "$L.forward($N, $N);\n",
              execution,
              parameters.get(0).name(),
              parameters.get(1).name())
          : CodeBlock.of(
              "return $L.forward($N);\n", execution, parameters.get(0).name());
    }
    String pass = locals.newName("p");
    String target = parameters.get(parameters.size() - 1).name();
    CodeBlock.Builder code = CodeBlock.builder();
    if (description.target() == Target.PARAMETER) {
      code.addStatement(
          "$T.checkExact($T.notNull($N, $S).length, $L)",
          Results.class,
          Features.class,
          target,
          target,
          outputSize);
    }
    code.addStatement("$T $N = $L.claim()", Pass.class, pass, execution);
    code.beginControlFlow("try");
    if (example.isRow()) {
      code.addStatement("$L.run($N, $N)", execution, parameters.get(0).name(), pass);
    } else {
      if (example.type().isPresent()) {
        String name = parameters.get(0).name();
        code.addStatement(
            "$N($T.notNull($N, $S), $N.input(), 0)",
            reader(example),
            Features.class,
            name,
            name,
            pass);
      } else {
        String x = locals.newName("x");
        code.addStatement("float[] $N = $N.input()", x, pass);
        code.add(writes(example.features(), x, ""));
      }
      code.addStatement("$L.run($N)", execution, pass);
    }
    String output = pass + ".output()";
    if (description.target() == Target.PARAMETER) {
      code.addStatement("$T.arraycopy($L, 0, $N, 0, $L)", System.class, output, target, outputSize);
    } else {
      code.addStatement("return $L", made(result, output, "0", outputSize));
    }
    return code.nextControlFlow("finally")
        .addStatement("$L.release($N)", execution, pass)
        .endControlFlow()
        .build();
  }

  private CodeBlock minibatch(
      MethodDescription description,
      Container container,
      List<ParameterSpec> parameters,
      NameAllocator locals) {
    Example example = description.example();
    Result result = description.result();
    String execution = execution(parameters);
    String examples = parameters.get(0).name();
    CodeBlock notNull = CodeBlock.of("$T.notNull($N, $S)", Features.class, examples, examples);
    CodeBlock.Builder code = CodeBlock.builder();
    String rows = locals.newName("rows");
    code.addStatement(
        "int $N = $L",
        rows,
        switch (container) {
          case LIST -> CodeBlock.of("$L.size()", notNull);
          case ARRAY -> CodeBlock.of("$L.length", notNull);
          case ROWS -> CodeBlock.of("$L.rows($N)", execution, examples);
        });
    boolean flat = result.kind() == ResultKind.ROW && description.target() != Target.RETURNED_LIST;
    TypeName element = flat ? TypeName.FLOAT : result.type();
    String target;
    if (description.target() == Target.PARAMETER) {
      target = parameters.get(1).name();
      code.addStatement(
          "$T.checkRoom($T.notNull($N, $S).length, $N, $L)",
          Results.class,
          Features.class,
          target,
          target,
          rows,
          flat ? outputSize : "1");
    } else {
      target = locals.newName("results");
      code.addStatement(
          "$T[] $N = $L",
          element,
          target,
          flat
              ? CodeBlock.of("new float[$T.multiplyExact($N, $L)]", Math.class, rows, outputSize)
              : newArray(element, rows));
    }
    String y = locals.newName("y");
    String offset = locals.newName("offset");
    String into = locals.newName("into");
    String row = locals.newName("row");
    CodeBlock write = flat
        ? CodeBlock.of(
            "$T.arraycopy($N, $N, $N, $N * $L, $L)",
            System.class,
            y,
            offset,
            into,
            row,
            outputSize,
            outputSize)
        : CodeBlock.of("$N[$N] = $L", into, row, made(result, y, offset, outputSize));
    code.add("$L.runAll(\n$>$>$N, ", execution, examples);
    if (container != Container.ROWS) {
      code.add("$T::$N, ", generated, reader(example));
    }
    code.add("$N,\n($N, $N, $N, $N) -> $L);\n$<$<", target, y, offset, into, row, write);
    switch (description.target()) {
      case RETURNED_LIST -> code.addStatement("return $T.asList($N)", Arrays.class, target);
      case RETURNED_ARRAY -> code.addStatement("return $N", target);
      default -> {}
    }
    return code.build();
  }

  /** {@code new T[n]}, for a T that may be an array itself. */
  private static CodeBlock newArray(TypeName element, String length) {
    if (element instanceof ArrayTypeName array) {
      return CodeBlock.of("new $T[$N][]", array.componentType(), length);
    }
    return CodeBlock.of("new $T[$N]", element, length);
  }

  /** The static method that writes an example into a row of X. */
  private String reader(Example example) {
    String exampleType = TypeName.get(example.type().orElseThrow()).toString();
    return readers.computeIfAbsent(exampleType, key -> newReader(example)).name();
  }

  private MethodSpec newReader(Example example) {
    TypeName exampleType = TypeName.get(example.type().orElseThrow());
    String name = example.isRow() ? "readRow" : "read" + simpleName(exampleType);
    MethodSpec.Builder reader = MethodSpec.methodBuilder(names.newName(name))
        .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
        .addParameter(exampleType, "example")
        .addParameter(float[].class, "x")
        .addParameter(int.class, "offset");
    if (example.isRow()) {
      reader.addStatement("$T.copy(example, $S, $L, x, offset)", Features.class, "row", inputSize);
    } else {
      reader.addCode(writes(example.features(), "x", "offset"));
    }
    return reader.build();
  }

  private static CodeBlock writes(List<Feature> features, String x, String offset) {
    CodeBlock.Builder code = CodeBlock.builder();
    int column = 0;
    for (Feature feature : features) {
      String index = offset.isEmpty()
          ? String.valueOf(column)
          : column == 0 ? offset : offset + " + " + column;
      switch (feature.encoding()) {
        case NUMBER -> code.addStatement("$N[$L] = $L", x, index, feature.value());
        case DOUBLE -> code.addStatement("$N[$L] = (float) $L", x, index, feature.value());
        case BOOLEAN -> code.addStatement("$N[$L] = $L ? 1 : 0", x, index, feature.value());
        case ONE_HOT ->
          code.addStatement(
              "$T.oneHot($L, $S, $L, $N, $L)",
              Features.class,
              feature.value(),
              feature.name(),
              feature.size(),
              x,
              index);
        case ARRAY ->
          code.addStatement(
              "$T.copy($L, $S, $L, $N, $L)",
              Features.class,
              feature.value(),
              feature.name(),
              feature.size(),
              x,
              index);
      }
      column += feature.size();
    }
    return code.build();
  }

  /** The expression that makes a result of a row that begins at an offset. */
  private CodeBlock made(Result result, String y, String offset, String size) {
    return switch (result.kind()) {
      case ROW ->
        CodeBlock.of(
            "$T.copyOfRange($L, $L, $L)",
            Arrays.class,
            y,
            offset,
            offset.equals("0") ? size : offset + " + " + size);
      case NUMBER -> CodeBlock.of("$L[$L]", y, offset);
      case BOOLEAN ->
        CodeBlock.of("$T.atLeast($L[$L], $Lf)", Results.class, y, offset, result.threshold());
      case ENUM ->
        CodeBlock.of(
            "$N[$T.argmax($L, $L, $L)]",
            constants(result.enumType().orElseThrow()),
            Results.class,
            y,
            offset,
            size);
      case NUMBERS, ENUM_AND_NUMBER, OUTPUTS ->
        CodeBlock.of("$N($L, $L)", maker(result, size), y, offset);
    };
  }

  /** The static method that makes a record of a row. */
  private String maker(Result result, String size) {
    MethodSpec known = makers.get(result.type().toString());
    if (known != null) {
      return known.name();
    }
    MethodSpec maker = newMaker(result, size);
    makers.put(result.type().toString(), maker);
    return maker.name();
  }

  private MethodSpec newMaker(Result result, String size) {
    MethodSpec.Builder maker = MethodSpec.methodBuilder(
            names.newName("to" + simpleName(result.type())))
        .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
        .returns(result.type())
        .addParameter(float[].class, "y")
        .addParameter(int.class, "offset");
    if (result.kind() == ResultKind.ENUM_AND_NUMBER) {
      return maker
          .addStatement("int best = $T.argmax(y, offset, $L)", Results.class, size)
          .addStatement(
              "return new $T($N[best], y[offset + best])",
              result.type(),
              constants(result.enumType().orElseThrow()))
          .build();
    }
    if (result.kind() == ResultKind.OUTPUTS) {
      List<CodeBlock> parts = new ArrayList<>();
      String offset = "offset";
      for (int i = 0; i < outputs.size(); i++) {
        parts.add(made(result.parts().get(i), "y", offset, outputs.get(i)));
        offset += " + " + outputs.get(i);
      }
      return maker
          .addStatement(
              "return new $T($L)", result.type(), parts.stream().collect(CodeBlock.joining(",$W")))
          .build();
    }
    CodeBlock.Builder values = CodeBlock.builder();
    for (int i = 0; i < result.columns().size(); i++) {
      values.add(i == 0 ? "y[offset]" : ",$Wy[offset + " + i + "]");
    }
    return maker
        .addStatement("return new $T($L)", result.type(), values.build())
        .build();
  }

  /** The constants of an enum, which values() would copy at every call. */
  private String constants(TypeName enumType) {
    return constants
        .computeIfAbsent(
            enumType,
            key -> FieldSpec.builder(
                    ArrayTypeName.of(enumType),
                    names.newName(CaseFormat.UPPER_CAMEL.to(
                        CaseFormat.UPPER_UNDERSCORE, simpleName(enumType))),
                    Modifier.PRIVATE,
                    Modifier.STATIC,
                    Modifier.FINAL)
                .initializer("$T.values()", enumType)
                .build())
        .name();
  }

  private static String simpleName(TypeName type) {
    String name = type.toString();
    int generic = name.indexOf('<');
    String raw = generic < 0 ? name : name.substring(0, generic);
    return raw.substring(raw.lastIndexOf('.') + 1).replace("[]", "s");
  }
}
