package dev.lamina.processor;

import com.google.auto.common.MoreElements;
import com.google.auto.common.SuperficialValidation;
import com.google.auto.service.AutoService;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.JavaFile;
import dev.lamina.Dense;
import dev.lamina.ErrorCode;
import dev.lamina.Input;
import dev.lamina.InputScale;
import dev.lamina.Output;
import dev.lamina.OutputScale;
import dev.lamina.Size;
import dev.lamina.Threshold;
import dev.lamina.Weights;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.FilerException;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.Processor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import javax.tools.Diagnostic;

/**
 * Writes a network for every type with {@link Dense} annotations, or says what is wrong with them.
 *
 * <p>For each type it reads the declaration, checks it, describes what is to be generated, generates
 * the class and writes it.
 */
@AutoService(Processor.class)
public final class LaminaProcessor extends AbstractProcessor {

  /** How a processor that is "dynamic" tells Gradle that each output comes from one source. */
  private static final String GRADLE_ISOLATING = "org.gradle.annotation.processing.isolating";

  /** What means nothing on a type without layers. */
  private static final Set<Class<? extends Annotation>> AROUND_LAYERS = Set.of(
      Weights.class,
      InputScale.class,
      OutputScale.class,
      Input.class,
      Input.Row.class,
      Output.class);

  private Elements elements;
  private Types types;
  private ProblemReporter reporter;
  private DeclarationReader reader;
  private ShapeCheck shapeCheck;
  private TypeCheck typeCheck;
  private TypeMethods methods;
  private MethodCheck methodCheck;
  private ClassFrame classFrame;
  private SkeletonGenerator skeletonGenerator;
  private ResourceSearch resources;
  private WeightsCheck weightsCheck;
  private boolean saidThatWeightsAreNotChecked;

  /** Types that refer to something that another processor may still generate, by their names. */
  private final Set<String> deferred = new LinkedHashSet<>();

  /** The annotated type by the name of the class that was generated for it. */
  private final Map<ClassName, String> generated = new LinkedHashMap<>();

  /** For the compiler, which finds the class through its service file. */
  public LaminaProcessor() {}

  @Override
  public Set<String> getSupportedAnnotationTypes() {
    // Containers too: without that of the layers nobody calls the processor for a class with two of
    // them.
    return Stream.concat(
            Stream.of(Dense.class, Dense.Stack.class, Size.class, Threshold.class),
            AROUND_LAYERS.stream())
        .map(Class::getCanonicalName)
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public Set<String> getSupportedOptions() {
    // Asked for after init. Gradle compiles incrementally unless we may read resources, whose
    // changes it does not follow.
    return resources.isPermitted()
        ? Set.of(ResourceSearch.OPTION)
        : Set.of(ResourceSearch.OPTION, GRADLE_ISOLATING);
  }

  @Override
  public SourceVersion getSupportedSourceVersion() {
    return SourceVersion.latestSupported();
  }

  @Override
  public synchronized void init(ProcessingEnvironment environment) {
    super.init(environment);
    elements = environment.getElementUtils();
    types = environment.getTypeUtils();
    reporter = new ProblemReporter(environment);
    reader = new DeclarationReader();
    Symbols symbols = Symbols.forConsole();
    shapeCheck = new ShapeCheck(symbols);
    typeCheck = new TypeCheck(elements, types);
    methods = new TypeMethods(elements, types);
    MethodReader methodReader =
        new MethodReader(methods, new FeatureReader(types), new ResultReader(types), symbols);
    methodCheck = new MethodCheck(methods, methodReader, types);
    classFrame = new ClassFrame(elements, types);
    skeletonGenerator = new SkeletonGenerator(classFrame, methods, types);
    resources = new ResourceSearch(environment);
    weightsCheck = new WeightsCheck(resources);
  }

  @Override
  @SuppressWarnings("DoNotClaimAnnotations")
  public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
    // What is still deferred in the last round never came to be; the compiler says so itself.
    if (!round.processingOver()) {
      for (TypeElement type : annotatedTypes(round)) {
        if (SuperficialValidation.validateElement(type)) {
          processGuarded(type);
        } else {
          deferred.add(type.getQualifiedName().toString());
        }
      }
      reportWhatHasNoLayers(round);
    }
    // Claimed, or users of -Xlint:all -Werror fail on "No processor claimed any of these".
    return true;
  }

  private Set<TypeElement> annotatedTypes(RoundEnvironment round) {
    Set<TypeElement> types = new LinkedHashSet<>();
    for (String name : deferred) {
      types.add(elements.getTypeElement(name));
    }
    deferred.clear();
    for (Element element :
        round.getElementsAnnotatedWithAny(Set.of(Dense.class, Dense.Stack.class))) {
      types.add(MoreElements.asType(element));
    }
    return types;
  }

  private void reportWhatHasNoLayers(RoundEnvironment round) {
    for (Element element : round.getElementsAnnotatedWithAny(AROUND_LAYERS)) {
      if (element.getAnnotationsByType(Dense.class).length == 0) {
        TypeElement type = MoreElements.asType(element);
        DeclarationReader.readWeights(type)
            .ifPresent(weights -> reporter.report(WeightsCheck.withoutLayers(type, weights)));
        DeclarationReader.readScalings(type)
            .forEach(scaling -> reporter.report(ScalingCheck.withoutLayers(type, scaling)));
        GraphCheck.withoutLayers(
                type, DeclarationReader.readInputs(type), DeclarationReader.readOutput(type))
            .forEach(reporter::report);
      }
    }
  }

  private void processGuarded(TypeElement type) {
    try {
      process(type);
    } catch (RuntimeException | IOException e) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      processingEnv
          .getMessager()
          .printMessage(
              Diagnostic.Kind.ERROR,
              ErrorCode.INTERNAL.text(
                  "Lamina failed on %s; please report this with the source of the type:%n%s",
                  type.getSimpleName(), trace),
              type);
    }
  }

  private void process(TypeElement type) throws IOException {
    Declaration declaration = reader.read(type);

    List<Problem> problems = new ArrayList<>(shapeCheck.check(declaration));
    boolean shapesAreRight = problems.isEmpty();
    problems.addAll(ActivationCheck.check(declaration));
    problems.addAll(NormalizationCheck.check(declaration));
    problems.addAll(ScalingCheck.check(declaration));
    boolean layersAreRight = problems.isEmpty();
    Optional<Problem> typeProblem = typeCheck.check(declaration);
    List<MethodDescription> userMethods = new ArrayList<>();
    if (typeProblem.isPresent()) {
      problems.add(typeProblem.get());
    } else {
      problems.addAll(methodCheck.clashes(type));
      // Whether a method fits can only be said of shapes that are right.
      if (shapesAreRight) {
        userMethods.addAll(methodCheck.read(declaration, problems));
      }
    }

    if (layersAreRight) {
      Advice.on(declaration).forEach(reporter::report);
    }
    if (problems.isEmpty()) {
      NetworkDescription description =
          NetworkDescription.of(declaration, userMethods, methods.declareToString(type));
      write(type, NetworkGenerator.generate(description, classFrame.of(type), types));
      // The class is as it should be, whatever is wrong with the file.
      weightsCheck.check(declaration, description.network()).ifPresent(reporter::report);
      noteIfSkipped(declaration);
    } else {
      problems.forEach(reporter::report);
      write(type, skeletonGenerator.generate(type, problems));
    }
  }

  private void noteIfSkipped(Declaration declaration) {
    if (weightsCheck.isSkipped(declaration) && !saidThatWeightsAreNotChecked) {
      saidThatWeightsAreNotChecked = true;
      processingEnv
          .getMessager()
          .printMessage(
              Diagnostic.Kind.NOTE,
              "Lamina compares the files of @Weights with their networks if the compiler is given -A"
                  + ResourceSearch.OPTION);
    }
  }

  private void write(TypeElement type, JavaFile file) throws IOException {
    ClassName name = NetworkDescription.generatedName(type);
    String owner = generated.putIfAbsent(name, type.getQualifiedName().toString());
    if (owner != null) {
      reportTaken(type, name, "that is also the network of " + owner);
      return;
    }
    try {
      file.writeTo(processingEnv.getFiler());
    } catch (FilerException e) {
      reportTaken(type, name, "a class of that name exists already");
    }
  }

  private void reportTaken(TypeElement type, ClassName name, String reason) {
    reporter.report(new Problem(
        ErrorCode.NAME,
        Place.of(type),
        "the network of " + type.getSimpleName() + " would be " + name.simpleName() + ", but "
            + reason,
        List.of("fix: rename one of the two")));
  }
}
