package dev.lamina.weights.onnx;

/** An input of a model. The file need not say how wide it is: then the first layer that reads it does. */
final class ModelInput implements Source {

  private final Port port;
  private final String name;
  private long width;

  ModelInput(Port port, String name, long width) {
    this.port = port;
    this.name = name;
    this.width = width;
  }

  Port port() {
    return port;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long width() {
    return width;
  }

  void setWidth(long width) {
    this.width = width;
  }
}
