package com.example.shapeerrors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExampleTest {

  @ParameterizedTest
  @EnumSource(Example.class)
  void javacPrintsWhatIsExpectedAndNothingElse(Example example) throws IOException {
    String expected = example.fileName().replace(".java", ".txt");
    try (InputStream text = ExampleTest.class.getResourceAsStream(expected)) {
      assertEquals(
          new String(text.readAllBytes(), StandardCharsets.UTF_8), example.compile());
    }
  }
}
