package dev.lamina.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

final class PictureTest {

  private static final Results RESULTS = new Results(
      Map.of("java", "17.0.1+2", "processor", "one < two & 'three'"),
      Map.of(),
      Map.of(),
      List.of(TimingTest.timing(1), TimingTest.timing(8)));

  @Test
  void everyColumnHasAMarkForEveryEngineThatTookPart() throws Exception {
    for (List<Results> columns : List.of(List.of(RESULTS), List.of(RESULTS, RESULTS))) {
      String picture = Picture.of(columns);
      Document document = DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new ByteArrayInputStream(picture.getBytes(StandardCharsets.UTF_8)));
      // One of each is the legend's.
      assertEquals(
          2 * columns.size() + 1, document.getElementsByTagName("circle").getLength());
      assertEquals(2 * columns.size() + 1, document.getElementsByTagName("path").getLength());
      assertFalse(picture.contains("onnxruntime</text>"), "which took no part");
      assertTrue(picture.contains(">2.00</text>"), picture);
    }
  }
}
