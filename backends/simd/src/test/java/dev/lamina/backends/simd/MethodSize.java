package dev.lamina.backends.simd;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;

/**
 * The size of a method, as javap shows it.
 *
 * @param name its declaration
 * @param bytecodes the length of its code
 * @param vectorCalls how many methods of the Vector API it calls
 */
record MethodSize(String name, int bytecodes, int vectorCalls) {

  private static final Pattern DECLARATION = Pattern.compile("  (\\S.*);");

  private static final Pattern INSTRUCTION = Pattern.compile(" +(\\d+): [a-z].*");

  /** The methods of a class, and its fields as methods without code. */
  static List<MethodSize> of(Class<?> type) throws Exception {
    Path home = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path file = home.resolve(type.getName().replace('.', '/') + ".class");
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(output, true);
    ToolProvider.findFirst("javap").orElseThrow().run(stream, stream, "-c", "-p", file.toString());
    List<MethodSize> sizes = new ArrayList<>();
    for (String line : output.toString().lines().toList()) {
      Matcher declaration = DECLARATION.matcher(line);
      Matcher instruction = INSTRUCTION.matcher(line);
      if (declaration.matches()) {
        sizes.add(new MethodSize(declaration.group(1), 0, 0));
      } else if (instruction.matches() && !sizes.isEmpty()) {
        MethodSize before = sizes.remove(sizes.size() - 1);
        boolean call = line.contains("Method jdk/incubator/vector/");
        // The last instruction is a return, a single byte.
        int bytecodes = Integer.parseInt(instruction.group(1)) + 1;
        sizes.add(new MethodSize(before.name, bytecodes, before.vectorCalls + (call ? 1 : 0)));
      }
    }
    return sizes;
  }
}
