package dev.orrery.runtime.plugin;

import static dev.orrery.runtime.plugin.TestJar.jar;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.runtime.bytecode.DecisionEnded;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls into plugin code that do not return, and are ended at the gate of their jar. */
class PluginEndTest {
  private static final String SPINNING =
      """
      package lib;
      public class Spinning {
        public static volatile boolean begun;
        public static void forEver() {
          while (true) { try { begun = true; } catch (Throwable e) { begun = false; } }
        }
      }
      """;

  @TempDir private Path folder;

  @Test
  void endsALoopInALibraryOfAZip() throws Exception {
    Path library = jar().source("lib.Spinning", SPINNING).build(folder.resolve("spinning.jar"));
    Path strategy =
        jar()
            .against(library)
            .strategy(
                "Calling", "calling", "@Override public void close() { lib.Spinning.forEver(); }")
            .build(folder.resolve("calling.jar"));
    try (Shelf shelf = new Shelf(folder, limits())) {
      TestJar.pack(
          shelf.file("calling.zip"),
          Map.of(
              "lib/calling.jar", Files.readAllBytes(strategy),
              "lib/spinning.jar", Files.readAllBytes(library)));
      shelf.load();
      assertThat(shelf.refusals()).isEmpty();
      assertThat(shelf.library.abandoned().count()).isZero();
      LoadedStrategy calling = shelf.library.create(StrategyRequest.asDeclared("calling"));
      AtomicReference<Throwable> thrown = new AtomicReference<>();
      Thread thread =
          Thread.ofPlatform()
              .daemon()
              .uncaughtExceptionHandler((it, e) -> thrown.set(e))
              .start(calling.plugin()::close);
      calling.gate().raise(thread, "over");
      assertThat(thread.join(Duration.ofSeconds(60))).isTrue();
      calling.gate().lower(thread);
      assertThat(thrown.get()).isInstanceOf(DecisionEnded.class).hasMessage("over");
    }
  }

  private static PluginLimits limits() {
    return new PluginLimits(4L << 20, 16L << 20, 5_000, Duration.ofSeconds(2));
  }
}
