package dev.lamina.weights.onnx;

import dev.lamina.ErrorCode;
import dev.lamina.weights.file.ByteSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads a {@code ModelProto} (the numbers are those of the fields in <a
 * href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">onnx.proto</a>). Of the values of
 * tensors it keeps only where they are. Graphs within nodes are passed over.
 */
final class ModelParser {

  private static final String ONNX_DOMAIN = "ai.onnx";

  /** The files of old versions list initializers as inputs, and know no versions of operators. */
  private static final long MIN_IR_VERSION = 3;

  private final ByteSource file;
  private final String description;
  private final Budget budget;

  private long irVersion;
  private String producer = "";
  private String producerVersion = "";
  private final Map<String, Long> operatorSets = new LinkedHashMap<>();
  private boolean hasGraph;

  private String graphName = "";
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, ModelTensor> initializers = new LinkedHashMap<>();
  private final List<Port> inputs = new ArrayList<>();
  private final List<Port> outputs = new ArrayList<>();

  ModelParser(ByteSource file) {
    this.file = file;
    this.description = file.description();
    this.budget = new Budget(description);
  }

  /**
   * The model.
   *
   * @throws dev.lamina.LaminaException if the file is not ONNX, truncated or inconsistent
   */
  ParsedModel parse() {
    if (file.size() == 0) {
      throw Problem.damaged("the file is empty", "an ONNX model", "0 bytes").in(description);
    }
    if (file.size() > WireReader.MAX_MESSAGE_LENGTH) {
      throw new Problem(
              ErrorCode.FILE,
              "the file is larger than protobuf allows",
              "at most " + WireReader.MAX_MESSAGE_LENGTH + " bytes",
              file.size() + " bytes",
              "save the model with external data, beside the file")
          .in(description);
    }
    WireReader in = new WireReader(file, new ByteRange(0, file.size()), budget);
    while (in.next()) {
      modelField(in);
    }
    return new ParsedModel(
        new OnnxMetadata(irVersion, operatorSet(), producer, producerVersion, graphName), graph());
  }

  private void modelField(WireReader in) {
    if (in.field() == 1 && in.isVarint()) {
      irVersion = in.varint();
    } else if (!in.isLengthDelimited()) {
      in.skip();
    } else {
      switch (in.field()) {
        case 2 -> producer = in.text();
        case 3 -> producerVersion = in.text();
        case 7 -> {
          hasGraph = true;
          in.message(() -> graphField(in));
        }
        case 8 -> operatorSet(in);
        default -> in.skip();
      }
    }
  }

  private void operatorSet(WireReader in) {
    String[] domain = {""};
    long[] version = {0};
    in.message(() -> {
      if (in.field() == 1 && in.isLengthDelimited()) {
        domain[0] = domain(in.text());
      } else if (in.field() == 2 && in.isVarint()) {
        version[0] = in.varint();
      } else {
        in.skip();
      }
    });
    Long earlier = operatorSets.put(domain[0], version[0]);
    if (earlier != null && earlier != version[0]) {
      throw Problem.damaged(
              "the file imports two versions of the same operators",
              "one version of domain " + Problem.quoted(domain[0]),
              earlier + " and " + version[0])
          .in(description);
    }
  }

  private static String domain(String domain) {
    return domain.equals(ONNX_DOMAIN) ? "" : domain;
  }

  private long operatorSet() {
    if (!hasGraph) {
      throw Problem.damaged(
              "the file is not ONNX, truncated or damaged", "a model with a graph", "no graph")
          .in(description);
    }
    Long version = operatorSets.get("");
    if (version == null || irVersion < MIN_IR_VERSION) {
      throw Problem.damaged(
              "the file does not say which version of ONNX it has: truncated, damaged or too old",
              "ir_version from " + MIN_IR_VERSION + " up and opset_import of ai.onnx",
              "ir_version " + irVersion + ", opset_import "
                  + (version == null ? "missing" : version))
          .in(description);
    }
    return version;
  }

  private void graphField(WireReader in) {
    if (!in.isLengthDelimited()) {
      in.skip();
      return;
    }
    switch (in.field()) {
      case 1 -> node(in);
      case 2 -> graphName = in.text();
      case 5 -> initializer(in);
      case 11 -> inputs.add(port(in));
      case 12 -> outputs.add(port(in));
      case 15 ->
        throw Problem.unsupported(
                "a weight is a sparse tensor",
                "dense tensors",
                "a sparse_initializer",
                "convert it to a dense tensor before the export")
            .in(description);
      default -> in.skip();
    }
  }

  private void initializer(WireReader in) {
    TensorParser parser = new TensorParser(description);
    parser.add(in);
    ModelTensor tensor = parser.tensor();
    if (tensor.name().isEmpty()) {
      throw Problem.damaged("an initializer has no name", "a name", "none").in(description);
    }
    if (initializers.put(tensor.name(), tensor) != null) {
      throw Problem.damaged(
              "two initializers have the same name",
              "each name once",
              Problem.quoted(tensor.name()) + " twice")
          .in(description);
    }
  }

  private Graph graph() {
    Set<String> names = new HashSet<>();
    for (Port input : inputs) {
      if (!names.add(input.name())) {
        throw Problem.damaged(
                "two inputs have the same name",
                "each name once",
                Problem.quoted(input.name()) + " twice")
            .in(description);
      }
    }
    List<Port> open =
        inputs.stream().filter(input -> !initializers.containsKey(input.name())).toList();
    return new Graph(graphName, nodes, initializers, open, outputs);
  }

  private void node(WireReader in) {
    List<String> ins = new ArrayList<>();
    List<String> outs = new ArrayList<>();
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    String[] texts = {"", "", ""};
    in.message(() -> {
      if (!in.isLengthDelimited()) {
        in.skip();
        return;
      }
      switch (in.field()) {
        case 1 -> add(ins, in.text());
        case 2 -> add(outs, in.text());
        case 3 -> texts[0] = in.text();
        case 4 -> texts[1] = in.text();
        case 5 -> {
          Attribute attribute = attribute(in);
          if (attributes.put(attribute.name(), attribute) != null) {
            throw Problem.damaged(
                    "a node has the same attribute twice",
                    "each attribute once",
                    Problem.quoted(attribute.name()) + " twice in node " + (nodes.size() + 1))
                .in(description);
          }
        }
        case 7 -> texts[2] = domain(in.text());
        default -> in.skip();
      }
    });
    if (texts[1].isEmpty() || outs.isEmpty()) {
      throw Problem.damaged(
              "a node is incomplete",
              "an operator and an output",
              "operator " + Problem.quoted(texts[1]) + " and " + outs.size() + " outputs in node "
                  + (nodes.size() + 1))
          .in(description);
    }
    nodes.add(new Node(nodes.size(), texts[0], texts[2], texts[1], ins, outs, attributes));
  }

  private void add(List<String> names, String name) {
    budget.addMessage();
    names.add(name);
  }

  private Attribute attribute(WireReader in) {
    AttributeFields fields = new AttributeFields();
    in.message(() -> fields.field(in));
    return fields.attribute();
  }

  /** An {@code AttributeProto} as its fields come in. */
  private final class AttributeFields {

    private String name = "";
    private long type;
    private float number;
    private long integer;
    private String text = "";
    private Optional<TensorParser> tensor = Optional.empty();
    private final List<Double> numbers = new ArrayList<>();
    private final List<Long> integers = new ArrayList<>();

    private void field(WireReader in) {
      if (in.isLengthDelimited()) {
        switch (in.field()) {
          case 1 -> name = in.text();
          case 4 -> text = in.text();
          case 5 -> {
            tensor = tensor.or(() -> Optional.of(new TensorParser(description)));
            tensor.get().add(in);
          }
          case 7 -> packed(in, this::addNumber);
          case 8 -> packed(in, this::addInteger);
          default -> in.skip();
        }
      } else if (in.isFixed32() && in.field() == 2) {
        number = in.float32();
      } else if (in.isFixed32() && in.field() == 7) {
        addNumber(in);
      } else if (in.isVarint() && in.field() == 3) {
        integer = in.varint();
      } else if (in.isVarint() && in.field() == 8) {
        addInteger(in);
      } else if (in.isVarint() && in.field() == 20) {
        type = in.varint();
      } else {
        in.skip();
      }
    }

    private void packed(WireReader in, Consumer<WireReader> element) {
      int outer = in.begin();
      while (!in.isAtEnd()) {
        element.accept(in);
      }
      in.end(outer);
    }

    private void addNumber(WireReader in) {
      budget.add(Double.BYTES * 2);
      numbers.add((double) in.float32());
    }

    private void addInteger(WireReader in) {
      budget.add(Long.BYTES * 2);
      integers.add(in.varint());
    }

    private Attribute attribute() {
      Attribute.Type[] types = Attribute.Type.values();
      if (type < 0 || type >= types.length) {
        throw Problem.damaged(
                "attribute " + Problem.quoted(name) + " is of an unknown type",
                "a type from 0 to " + (types.length - 1),
                String.valueOf(type))
            .in(description);
      }
      return new Attribute(
          name,
          types[(int) type],
          number,
          integer,
          text,
          tensor.map(TensorParser::tensor).orElse(null),
          List.copyOf(numbers),
          List.copyOf(integers));
    }
  }

  private Port port(WireReader in) {
    PortFields fields = new PortFields();
    in.message(() -> fields.field(in));
    return fields.port();
  }

  /** A {@code ValueInfoProto} as its fields come in. */
  private static final class PortFields {

    private String name = "";
    private Port.Kind kind = Port.Kind.UNSAID;
    private long elementType;
    private Optional<List<Long>> dimensions = Optional.empty();

    private void field(WireReader in) {
      if (in.isLengthDelimited() && in.field() == 1) {
        name = in.text();
      } else if (in.isLengthDelimited() && in.field() == 2) {
        in.message(() -> type(in));
      } else {
        in.skip();
      }
    }

    private void type(WireReader in) {
      Port.Kind found = switch (in.field()) {
        case 1 -> Port.Kind.TENSOR;
        case 4 -> Port.Kind.SEQUENCE;
        case 5 -> Port.Kind.MAP;
        case 8 -> Port.Kind.SPARSE_TENSOR;
        case 9 -> Port.Kind.OPTIONAL;
        default -> Port.Kind.UNSAID;
      };
      if (!in.isLengthDelimited() || found == Port.Kind.UNSAID) {
        in.skip();
        return;
      }
      kind = found;
      if (found == Port.Kind.TENSOR) {
        in.message(() -> tensorType(in));
      } else {
        in.skip();
      }
    }

    private void tensorType(WireReader in) {
      if (in.isVarint() && in.field() == 1) {
        elementType = in.varint();
      } else if (in.isLengthDelimited() && in.field() == 2) {
        if (dimensions.isEmpty()) {
          dimensions = Optional.of(new ArrayList<>());
        }
        in.message(() -> shape(in));
      } else {
        in.skip();
      }
    }

    private void shape(WireReader in) {
      if (!in.isLengthDelimited() || in.field() != 1) {
        in.skip();
        return;
      }
      long[] extent = {-1};
      in.message(() -> {
        if (in.isVarint() && in.field() == 1) {
          extent[0] = Math.max(in.varint(), -1);
        } else {
          if (in.field() == 2) {
            extent[0] = -1; // a name instead of a number
          }
          in.skip();
        }
      });
      dimensions.orElseThrow().add(extent[0]);
    }

    private Port port() {
      return new Port(name, kind, elementType, dimensions.map(List::copyOf));
    }
  }
}
