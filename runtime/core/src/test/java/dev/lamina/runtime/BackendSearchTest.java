package dev.lamina.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is asked, in which order, and where providers are looked for. */
class BackendSearchTest {

  private static final BackendRequest BY_PROPERTY =
      new BackendRequest("p", "by system property lamina.backend");
  private static final BackendRequest BY_VARIABLE =
      new BackendRequest("v", "by environment variable LAMINA_BACKEND");

  @Test
  void codeCountsBeforeThePropertyAndThePropertyBeforeTheEnvironment() {
    BackendSearch search = BackendSearch.of("p", "v");
    assertEquals(List.of(BY_PROPERTY, BY_VARIABLE), search.requests());
    assertEquals(
        List.of(new BackendRequest("c", "in code"), BY_PROPERTY, BY_VARIABLE),
        search.inCode("c").requests());
  }

  @Test
  void blankValuesAskForNothing() {
    assertEquals(List.of(), BackendSearch.of("", "  ").requests());
    assertEquals(List.of(), BackendSearch.of(null, null).requests());
  }

  @Test
  void spacesAroundANameDoNotBelongToIt() {
    assertEquals(List.of(BY_VARIABLE), BackendSearch.of(null, " v\t").requests());
  }

  @Test
  void eachClassLoaderIsSearchedOnce() {
    ClassLoader own = getClass().getClassLoader();
    ClassLoader parent = own.getParent();
    assertEquals(
        List.of(own, parent),
        BackendSearch.of(null, null, own, null, parent, own).loaders());
  }

  @Test
  void theLoadersOfTheThreadOfLaminaAndOfTheTypeAreSearched() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    ClassLoader context = new ClassLoader("context", null) {};
    thread.setContextClassLoader(context);
    try {
      ClassLoader ofTypes = java.sql.Driver.class.getClassLoader();
      assertEquals(
          List.of(context, getClass().getClassLoader(), ofTypes),
          BackendSearch.here(java.sql.Driver.class, String.class).loaders());
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
