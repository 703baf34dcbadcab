package dev.orrery.runtime.plugin;

import static dev.orrery.runtime.plugin.TestJar.jar;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.kernel.Problem;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginUnloadTest {
  private static final String LEAVES_A_THREAD_LOCAL =
      "static final ThreadLocal<Object> KEPT = new ThreadLocal<>();"
          + " public Leaving() { KEPT.set(this); }";

  @TempDir private Path folder;

  @Test
  void leavesNothingOfAStrategyThatSetsThreadLocals() throws Exception {
    try (Shelf shelf = Shelf.in(folder)) {
      jar().strategy("Leaving", "leaving", LEAVES_A_THREAD_LOCAL).build(shelf.file("leaving.jar"));
      WeakReference<ClassLoader> loader = used(shelf);
      assertCollected(loader);
    }
  }

  @Test
  void leavesNothingOfAFactoryWithValidatedParameters() throws Exception {
    try (Shelf shelf = Shelf.in(folder)) {
      jar()
          .source("p.Cross", StrategyCreationTest.FACTORY.replace("\"cross\"", "\"leaving\""))
          .factories("p.Cross")
          .build(shelf.file("leaving.jar"));
      WeakReference<ClassLoader> loader = used(shelf);
      assertCollected(loader);
    }
  }

  @Test
  void leavesNothingOfAJarThatWasRefused() throws Exception {
    try (Shelf shelf = Shelf.in(folder)) {
      jar()
          .strategy(
              "Leaving",
              "leaving",
              "public Leaving() { throw new IllegalStateException(\"thrown by a plugin\"); }")
          .build(shelf.file("leaving.jar"));
      shelf.load();
      assertThat(shelf.refusals()).hasSize(1);
      assertThat(shelf.library.loadersOpen()).isZero();
    }
  }

  @Test
  void closesTheLoaderWithTheLibrary() throws Exception {
    Shelf shelf = Shelf.in(folder);
    jar().strategy("Plain", "plain", "").build(shelf.file("plain.jar"));
    shelf.load();
    StrategyClassLoader loader =
        (StrategyClassLoader)
            shelf.library.create(StrategyRequest.asDeclared("plain")).classLoader();
    shelf.close();
    assertThat(loader.isClosed()).isTrue();
  }

  private static WeakReference<ClassLoader> used(Shelf shelf) {
    shelf.load();
    LoadedStrategy strategy = shelf.library.create(StrategyRequest.asDeclared("leaving"));
    WeakReference<ClassLoader> loader = new WeakReference<>(strategy.classLoader());
    strategy.close();
    LoadedJar loaded = shelf.library.jars().getFirst();
    shelf.library.refuse(loaded, Problem.refused("plugin leaving.jar", "over", ""));
    return loader;
  }

  private static void assertCollected(WeakReference<ClassLoader> loader) {
    for (int i = 0; i < 50 && loader.get() != null; i++) {
      System.gc();
    }
    assertThat(loader.get()).isNull();
  }
}
