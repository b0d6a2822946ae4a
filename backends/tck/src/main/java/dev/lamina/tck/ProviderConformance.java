package dev.lamina.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lamina.Activation;
import dev.lamina.NetworkSpec;
import dev.lamina.spi.Availability;
import dev.lamina.spi.Backend;
import dev.lamina.spi.BackendProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** What a provider says about itself. */
abstract class ProviderConformance extends ConformanceGroup {

  ProviderConformance(BackendConformance suite) {
    super(suite);
  }

  @Test
  void providerIsBuiltForTheContractThatIsTested() {
    assertEquals(
        BackendProvider.CONTRACT_VERSION,
        provider().contractVersion(),
        "BackendProvider.contractVersion() returns the constant CONTRACT_VERSION, compiled against"
            + " the lamina-api of this suite's version");
  }

  @Test
  void nameIsShortAndInLowerCase() {
    String name = provider().name();

    assertNotNull(name, "BackendProvider.name() returned null");
    assertTrue(
        name.matches("[a-z][a-z0-9-]{0,31}"),
        () ->
            "a name is a lower-case letter, then up to 31 lower-case letters, digits and '-'; got \""
                + name
                + "\"");
  }

  @Test
  void nameAndPriorityStayTheSame() {
    BackendProvider provider = provider();
    BackendProvider another = provider();

    assertEquals(provider.name(), provider.name(), "name() asked twice");
    assertEquals(provider.name(), another.name(), "name() of two providers");
    assertEquals(provider.priority(), provider.priority(), "priority() asked twice");
    assertEquals(provider.priority(), another.priority(), "priority() of two providers");
  }

  @Test
  void availabilityIsUsableOrSaysWhyNotAndWhatToDo() {
    Availability availability = provider().availability();

    assertNotNull(availability, "BackendProvider.availability() returned null");
    assertFalse(
        isBlank(availability.reason()),
        () -> "the reason says what the backend uses or why it cannot be used: " + availability);
    assertTrue(
        availability.usable() || !isBlank(availability.remedy()),
        () -> "the remedy says what the user can do so that it can be used: " + availability);
    assertEquals(
        availability.usable(), provider().availability().usable(), "availability() asked twice");
  }

  private static boolean isBlank(String text) {
    // A provider of another's making may hand out null all the same.
    return text == null || text.isBlank();
  }

  @Test
  void serviceLoaderFindsTheProvider() {
    Class<?> wanted = provider().getClass();
    List<String> found = new ArrayList<>();
    boolean present = false;
    Iterator<ServiceLoader.Provider<BackendProvider>> candidates =
        ServiceLoader.load(BackendProvider.class, wanted.getClassLoader()).stream()
            .iterator();
    while (true) {
      try {
        if (!candidates.hasNext()) {
          break;
        }
        ServiceLoader.Provider<BackendProvider> candidate = candidates.next();
        found.add(candidate.type().getName());
        present |= candidate.type() == wanted && candidate.get().getClass() == wanted;
      } catch (ServiceConfigurationError e) {
        // Another provider's fault, or this one's, which is then missing below.
        found.add(String.valueOf(e.getMessage()));
      }
    }

    assertTrue(
        present,
        wanted.getName()
            + " is not found: name it in META-INF/services/dev.lamina.spi.BackendProvider (class"
            + " path) and with \"provides\" in module-info (module path). Found: "
            + found);
  }

  @Test
  void backendBearsTheNameOfItsProvider() {
    assertEquals(provider().name(), backend().name(), "Backend.name()");
  }

  @Test
  void tilesHaveAPositiveNumberOfRows() {
    Backend backend = backend();
    for (int size : Sizes.ODD) {
      NetworkSpec network =
          NetworkSpec.chain("Tiles", TestLayer.spec(size, size, Activation.RELU, true));

      int rows = backend.tileRows(network);

      assertTrue(
          rows > 0,
          () -> "Backend.tileRows of a layer (N x " + size + ") * (" + size + " x " + size + "): "
              + "expected a positive number, got " + rows);
      assertEquals(rows, backend.tileRows(network), "Backend.tileRows asked twice");
    }
  }
}
