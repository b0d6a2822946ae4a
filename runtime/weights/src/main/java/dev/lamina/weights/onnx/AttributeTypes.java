package dev.lamina.weights.onnx;

import java.util.Map;

/** The types of the attributes that are read. */
final class AttributeTypes {

  private static final Map<String, Attribute.Type> TYPES = Map.ofEntries(
      Map.entry("allowzero", Attribute.Type.INT),
      Map.entry("alpha", Attribute.Type.FLOAT),
      Map.entry("approximate", Attribute.Type.STRING),
      Map.entry("axes", Attribute.Type.INTS),
      Map.entry("axis", Attribute.Type.INT),
      Map.entry("beta", Attribute.Type.FLOAT),
      Map.entry("epsilon", Attribute.Type.FLOAT),
      Map.entry("gamma", Attribute.Type.FLOAT),
      Map.entry("max", Attribute.Type.FLOAT),
      Map.entry("min", Attribute.Type.FLOAT),
      Map.entry("offset", Attribute.Type.FLOATS),
      Map.entry("perm", Attribute.Type.INTS),
      Map.entry("scale", Attribute.Type.FLOATS),
      Map.entry("spatial", Attribute.Type.INT),
      Map.entry("to", Attribute.Type.INT),
      Map.entry("training_mode", Attribute.Type.INT),
      Map.entry("transA", Attribute.Type.INT),
      Map.entry("transB", Attribute.Type.INT),
      Map.entry("value", Attribute.Type.TENSOR),
      Map.entry("value_float", Attribute.Type.FLOAT),
      Map.entry("value_floats", Attribute.Type.FLOATS),
      Map.entry("value_int", Attribute.Type.INT),
      Map.entry("value_ints", Attribute.Type.INTS));

  private AttributeTypes() {}

  /** Refuses attributes of an operator that Lamina knows if they have another type. */
  static void check(String file, Node node) {
    for (Attribute attribute : node.attributes().values()) {
      Attribute.Type expected = TYPES.get(attribute.name());
      if (expected != null
          && attribute.type() != expected
          && attribute.type() != Attribute.Type.UNDEFINED) {
        throw Problem.damaged(
                "attribute " + Problem.quoted(attribute.name()) + " of " + node
                    + " is of a wrong type",
                expected.toString(),
                attribute.type().toString())
            .in(file);
      }
    }
  }
}
