package dev.lamina.cli.drawing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.Activation;
import dev.lamina.ActivationSpec;
import dev.lamina.ColumnSpec;
import dev.lamina.LayerSpec;
import dev.lamina.NetworkSpec;
import dev.lamina.Normalization;
import dev.lamina.NormalizationSpec;
import dev.lamina.PortSpec;
import dev.lamina.ResidualSpec;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

/** What a viewer finds in a picture, and where. */
class NetworkDrawingTest {

  /** The one in docs/draw.svg. */
  private static final NetworkSpec WIDE_AND_DEEP = new NetworkSpec(
      "WideAndDeep",
      List.of(PortSpec.of("user", 0, 48), PortSpec.of("item", 48, 32)),
      List.of(
          LayerSpec.of(
              "embed", List.of("user", "item"), 80, 64, ActivationSpec.of(Activation.RELU)),
          LayerSpec.of("deep1", "embed", 64, 64, Activation.RELU)
              .withNormalization(NormalizationSpec.of(Normalization.LAYER)),
          LayerSpec.of("deep2", "deep1", 64, 64, Activation.RELU).withResidual("embed"),
          LayerSpec.of(
              "click", List.of("deep2", "user"), 112, 1, ActivationSpec.of(Activation.SIGMOID)),
          LayerSpec.of("rating", "deep2", 64, 5, Activation.SOFTMAX)),
      List.of(PortSpec.of("click", 0, 1), PortSpec.of("rating", 1, 5)));

  private static Picture picture(NetworkSpec network) throws Exception {
    return Picture.of(NetworkDrawing.svg(network));
  }

  /** Random ones, and forms that are hard on a layout. */
  static Stream<NetworkSpec> networks() {
    return Stream.concat(
        Stream.of(WIDE_AND_DEEP, everyLayerReadsAllBefore(12), oneReadBy(30), unequalChain(60)),
        LongStream.rangeClosed(1, 150).mapToObj(RandomNetworks::of));
  }

  private static NetworkSpec everyLayerReadsAllBefore(int count) {
    List<String> names = new ArrayList<>(List.of("x"));
    List<LayerSpec> layers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      layers.add(LayerSpec.of(
          "layer" + i, names, 16 * names.size(), 16, ActivationSpec.of(Activation.RELU)));
      names.add("layer" + i);
    }
    return NetworkSpec.chain("All", layers.toArray(LayerSpec[]::new));
  }

  private static NetworkSpec oneReadBy(int count) {
    List<String> names = IntStream.range(0, count).mapToObj(i -> "layer" + i).toList();
    List<LayerSpec> layers = new ArrayList<>();
    names.forEach(name -> layers.add(LayerSpec.of(name, "x", 3, 5, Activation.RELU)));
    layers.add(LayerSpec.of("out", names, 5 * count, 2, ActivationSpec.of(Activation.SOFTMAX)));
    return NetworkSpec.chain("Fan", layers.toArray(LayerSpec[]::new));
  }

  private static NetworkSpec unequalChain(int count) {
    List<LayerSpec> layers = new ArrayList<>();
    String previous = NetworkSpec.INPUT;
    for (int i = 0; i < count; i++) {
      layers.add(LayerSpec.of("layer" + i, previous, i + 1, i + 2, Activation.RELU));
      previous = "layer" + i;
    }
    return NetworkSpec.chain("Growing", layers.toArray(LayerSpec[]::new));
  }

  private static NetworkSpec equalChain(int count) {
    List<LayerSpec> layers = new ArrayList<>();
    String previous = NetworkSpec.INPUT;
    for (int i = 0; i < count; i++) {
      layers.add(LayerSpec.of("layer" + i, previous, 32, 32, Activation.RELU));
      previous = "layer" + i;
    }
    return NetworkSpec.chain("Deep", layers.toArray(LayerSpec[]::new));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void everyInputLayerAndOutputIsABoxAndEverythingReadIsAnEdgeWithItsShape(NetworkSpec network)
      throws Exception {
    Picture picture = picture(network);
    Map<String, Integer> columns = new HashMap<>();
    List<String> boxes = new ArrayList<>();
    List<String> edges = new ArrayList<>();
    for (PortSpec input : network.inputs()) {
      columns.put(input.name(), input.size());
      boxes.add(input.name());
    }
    for (LayerSpec layer : network.layers()) {
      columns.put(layer.name(), layer.out());
      boxes.add(layer.name());
      layer
          .inputs()
          .forEach(
              input -> edges.add(input + " → " + layer.name() + ": N × " + columns.get(input)));
      layer
          .residual()
          .map(ResidualSpec::from)
          .ifPresent(from ->
              edges.add(from + " → " + layer.name() + ", added to it: N × " + columns.get(from)));
    }
    for (PortSpec output : network.outputs()) {
      boxes.add("output " + output.name());
      edges.add(output.name() + " → output " + output.name() + ": N × " + output.size());
    }
    assertEquals(
        boxes.stream().sorted().toList(),
        picture.boxes().stream().flatMap(box -> box.names().stream()).sorted().toList());
    assertEquals(
        edges.stream().sorted().toList(),
        picture.edges().stream().map(Picture.Edge::title).sorted().toList());
    for (Picture.Shape label : picture.labels()) {
      assertEquals(
          List.of(label.title().substring(label.title().indexOf(": N") + 2)), label.texts());
    }
    assertEquals(
        edges.stream().sorted().toList(),
        picture.labels().stream().map(Picture.Shape::title).sorted().toList());
  }

  @ParameterizedTest
  @MethodSource("networks")
  void nothingOverlapsAndEverythingIsInThePicture(NetworkSpec network) throws Exception {
    Picture picture = picture(network);
    List<Picture.Shape> shapes =
        Stream.concat(picture.boxes().stream(), picture.labels().stream()).toList();
    for (int i = 0; i < shapes.size(); i++) {
      for (int j = i + 1; j < shapes.size(); j++) {
        Picture.Shape a = shapes.get(i);
        Picture.Shape b = shapes.get(j);
        assertFalse(
            a.bounds().intersects(b.bounds()),
            () -> network.name() + ": " + a.title() + " overlaps " + b.title());
      }
    }
    Element root = picture.document().getDocumentElement();
    String[] shift =
        Picture.elements(root, "g").get(0).getAttribute("transform").split("[( )]", -1);
    Rectangle2D paper = new Rectangle2D.Double(
        -Double.parseDouble(shift[1]),
        -Double.parseDouble(shift[2]),
        Double.parseDouble(root.getAttribute("width")),
        Double.parseDouble(root.getAttribute("height")));
    shapes.forEach(shape -> assertTrue(paper.contains(shape.bounds()), shape::title));
    // A rectangle contains no line that is straight, so its points are asked for.
    picture
        .edges()
        .forEach(edge -> assertTrue(edge.points().stream().allMatch(paper::contains), edge::title));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void edgesGoFromBoxToBoxAndAroundEverythingElse(NetworkSpec network) throws Exception {
    Picture picture = picture(network);
    for (Picture.Edge edge : picture.edges()) {
      List<Point2D> points = edge.points();
      for (Picture.Shape box : picture.boxes()) {
        boolean isEnd = box.names().contains(edge.from()) || box.names().contains(edge.to());
        assertEquals(isEnd, touches(points, box, 9.5), () -> edge.title() + " at " + box.title());
        assertFalse(touches(points, box, -1), () -> edge.title() + " crosses " + box.title());
      }
      // The same matrix twice has one title, and equal labels.
      for (Picture.Shape label : picture.labels()) {
        if (!label.title().equals(edge.title())) {
          assertFalse(touches(points, label, 0), () -> edge.title() + " crosses " + label.title());
        }
      }
    }
  }

  private static boolean touches(List<Point2D> points, Picture.Shape shape, double margin) {
    Rectangle2D bounds = shape.bounds();
    Rectangle2D grown = new Rectangle2D.Double(
        bounds.getX() - margin,
        bounds.getY() - margin,
        bounds.getWidth() + 2 * margin,
        bounds.getHeight() + 2 * margin);
    return points.stream().anyMatch(grown::contains);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void edgesNeverGoUp(NetworkSpec network) throws Exception {
    for (Picture.Edge edge : picture(network).edges()) {
      double y = Double.NEGATIVE_INFINITY;
      for (var point : edge.points()) {
        assertTrue(point.getY() >= y - 1e-6, edge::title);
        y = point.getY();
      }
    }
  }

  @Test
  void aChainIsAStraightLine() throws Exception {
    for (Picture.Edge edge : picture(unequalChain(8)).edges()) {
      assertEquals(0, edge.curve().getBounds2D().getWidth(), edge.title());
    }
  }

  @Test
  void aBoxHasNameEquationShapesAndParameters() throws Exception {
    Map<String, List<String>> texts = picture(WIDE_AND_DEEP).boxes().stream()
        .collect(Collectors.toMap(box -> box.names().get(0), Picture.Shape::texts));
    assertEquals(List.of("INPUT", "item", "N × 32", "columns 48 to 79"), texts.get("item"));
    assertEquals(
        List.of(
            "click",
            "sigmoid(X·W + b)",
            "X = [deep2, user]",
            "W 112 × 1\u00a0\u00a0\u00a0b 1 × 1",
            "113 parameters"),
        texts.get("click"));
    assertEquals("relu(layer_norm(X·W + b))", texts.get("deep1").get(1));
    assertEquals("relu(X·W + b + R)", texts.get("deep2").get(1));
    assertEquals(List.of("OUTPUT", "click", "N × 1", "column 0"), texts.get("output click"));
  }

  @Test
  void aLayerWithoutBiasShowsNone() throws Exception {
    NetworkSpec network = NetworkSpec.chain(
        "Line", LayerSpec.of("layer1", "x", 3, 2, Activation.IDENTITY).withoutBias());
    assertEquals(
        List.of("layer1", "X·W", "W 3 × 2", "6 parameters"),
        picture(network).boxes().get(1).texts());
  }

  @Test
  void columnsThatMeanSomethingAreNamed() throws Exception {
    NetworkSpec network = NetworkSpec.chain(
            "Line", LayerSpec.of("layer1", "x", 3, 2, Activation.IDENTITY))
        .withFeatures(ColumnSpec.of("age"), new ColumnSpec("place", 2))
        .withClasses(ColumnSpec.of("yes"), ColumnSpec.of("no"));
    List<Picture.Shape> boxes = picture(network).boxes();
    assertEquals(List.of("INPUT", "x", "N × 3", "age, place[2]"), boxes.get(0).texts());
    assertEquals(List.of("OUTPUT", "layer1", "N × 2", "yes, no"), boxes.get(2).texts());
  }

  @Test
  void onlyResidualsAreMarkedAsSums() throws Exception {
    Picture picture = picture(WIDE_AND_DEEP);
    assertEquals(
        List.of("embed → deep2, added to it: N × 64"),
        picture.edges().stream()
            .filter(Picture.Edge::isResidual)
            .map(Picture.Edge::title)
            .toList());
    Element sum =
        Picture.elements(picture.document().getDocumentElement(), "circle").get(0);
    Rectangle2D target = picture.boxes().stream()
        .filter(box -> box.names().contains("deep2"))
        .findFirst()
        .orElseThrow()
        .bounds();
    assertEquals(target.getY(), Double.parseDouble(sum.getAttribute("cy")));
    double x = Double.parseDouble(sum.getAttribute("cx"));
    assertTrue(x > target.getMinX() && x < target.getMaxX());
  }

  @Test
  void twoHundredEqualLayersAreOneBoxThatNamesThemAll() throws Exception {
    Picture picture = picture(equalChain(200));
    assertEquals(3, picture.boxes().size());
    assertEquals(
        List.of(
            "layer0 … layer199",
            "200 layers one after the other, each",
            "relu(X·W + b)",
            "W 32 × 32\u00a0\u00a0\u00a0b 1 × 32",
            "200 × 1,056 = 211,200 parameters"),
        picture.boxes().get(1).texts());
    IntStream.range(0, 200)
        .forEach(i -> assertTrue(picture.boxes().get(1).names().contains("layer" + i)));
    assertEquals(
        List.of("x → layer0 … layer199: N × 32", "layer199 → output layer199: N × 32"),
        picture.edges().stream().map(Picture.Edge::title).toList());
  }

  @Test
  void equalLayersOfWhichOneIsReadElsewhereAreNotHidden() throws Exception {
    List<LayerSpec> layers = new ArrayList<>(equalChain(12).layers());
    layers.add(LayerSpec.of("last", "layer11", 32, 32, Activation.RELU).withResidual("layer5"));
    Picture picture = picture(NetworkSpec.chain("Deep", layers.toArray(LayerSpec[]::new)));
    assertTrue(
        picture.edges().stream().anyMatch(edge -> edge.title().startsWith("layer5 → last, added")));
    assertEquals(
        List.of("x", "layer0 … layer5", "layer6 … layer11", "last", "output last"),
        picture.boxes().stream()
            .map(box -> box.names().get(box.names().size() - 1))
            .toList());
  }

  @Test
  void layersThatAddWhatTheyReadAreARunToo() throws Exception {
    LayerSpec[] layers = equalChain(9).layers().stream()
        .map(layer -> layer.withResidualAfterActivation(layer.inputs().get(0)))
        .toArray(LayerSpec[]::new);
    Picture picture = picture(NetworkSpec.chain("Deep", layers));
    assertEquals(3, picture.boxes().size());
    assertEquals(3, picture.edges().size());
    assertTrue(picture.boxes().get(1).texts().contains("relu(X·W + b) + R"));
  }

  @Test
  void namesMeanNothingToAViewer() throws Exception {
    String evil = "</title><script>alert('1')</script>&amp;\"\u0000\u001b\ud800 \u202e";
    NetworkSpec network =
        NetworkSpec.chain(evil, LayerSpec.of(evil, NetworkSpec.INPUT, 3, 2, Activation.RELU));
    Picture picture = picture(network);
    assertEquals(
        0,
        picture.document().getDocumentElement().getElementsByTagName("script").getLength());
    assertTrue(
        picture
            .boxes()
            .get(1)
            .title()
            .startsWith(
                "</title><script>alert('1')</script>&amp;\"\\u0000\\u001b\\ud800 \\u202e reads x"),
        picture.boxes().get(1)::title);
  }

  @Test
  void aLongNameIsCutInTheMiddleAndInFullInTheTooltip() throws Exception {
    String name = "encoder.block." + "a".repeat(60) + ".dense";
    NetworkSpec network =
        NetworkSpec.chain("Line", LayerSpec.of(name, NetworkSpec.INPUT, 3, 2, Activation.RELU));
    Picture.Shape box = picture(network).boxes().get(1);
    assertEquals("encoder.bloc…aaaaaaa.dense", box.texts().get(0));
    assertTrue(box.title().startsWith(name + " reads x"));
  }

  @Test
  void whoeverCannotSeeThePictureHearsWhatIsInIt() throws Exception {
    Element root = picture(WIDE_AND_DEEP).document().getDocumentElement();
    assertEquals("img", root.getAttribute("role"));
    assertEquals("lamina-title lamina-desc", root.getAttribute("aria-labelledby"));
    Element title = Picture.elements(root, "title").get(0);
    Element desc = Picture.elements(root, "desc").get(0);
    assertEquals("lamina-title", title.getAttribute("id"));
    assertEquals("WideAndDeep: N × 80 → N × 6, 14,070 parameters", title.getTextContent());
    assertEquals("lamina-desc", desc.getAttribute("id"));
    assertTrue(
        desc.getTextContent()
            .contains("deep2 reads deep1 and adds embed: relu(X·W + b + R), W 64 × 64, b 1 × 64,"
                + " 4,160 parameters"),
        desc::getTextContent);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void thePictureIsAlwaysTheSameAndAscii(NetworkSpec network) {
    String svg = NetworkDrawing.svg(network);
    assertEquals(svg, NetworkDrawing.svg(network));
    assertTrue(StandardCharsets.US_ASCII.newEncoder().canEncode(svg));
    assertFalse(svg.contains("\r"));
  }

  @Test
  void thePictureDoesNotDependOnTheLanguageOfTheComputer() {
    String expected = NetworkDrawing.svg(WIDE_AND_DEEP);
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertEquals(expected, NetworkDrawing.svg(WIDE_AND_DEEP));
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void thePictureInTheDocumentsIsWhatTheToolDraws() throws Exception {
    String drawn = NetworkDrawing.svg(WIDE_AND_DEEP);
    Path copy = Files.writeString(Path.of("target", "draw.svg"), drawn);
    Path committed = Path.of("..", "..", "docs", "draw.svg");
    assertEquals(
        drawn,
        Files.readString(committed).replace("\r", ""),
        () -> "copy " + copy.toAbsolutePath() + " to "
            + committed.toAbsolutePath().normalize());
  }
}
