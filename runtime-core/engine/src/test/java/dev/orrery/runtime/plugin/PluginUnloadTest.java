package dev.orrery.runtime.plugin;

import static dev.orrery.runtime.plugin.TestJar.jar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.kernel.Problem;
import dev.orrery.runtime.isolation.Ladder;
import dev.orrery.testing.Await;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PluginUnloadTest {
  private static final String GATE = "orrery.test.unload";
  private static final String LEAVES_A_THREAD_LOCAL =
      "static final ThreadLocal<Object> KEPT = new ThreadLocal<>();"
          + " public Leaving() { KEPT.set(this); }";

  /** Constraints on the record, by a validator of its own and by a method. */
  private static final String ORDERED =
      """
      package p;
      import jakarta.validation.*;
      import java.lang.annotation.*;
      @Retention(RetentionPolicy.RUNTIME) @Target(ElementType.TYPE)
      @Constraint(validatedBy = Ordered.Check.class)
      public @interface Ordered {
        String message() default "fast must be below slow";
        Class<?>[] groups() default {};
        Class<? extends Payload>[] payload() default {};
        class Check implements ConstraintValidator<Ordered, Cross.Settings> {
          static final ThreadLocal<Object> KEPT = new ThreadLocal<>();
          @Override public boolean isValid(Cross.Settings settings, ConstraintValidatorContext context) {
            KEPT.set(this);
            return settings.fast() < settings.slow();
          }
        }
      }
      """;

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
  void leavesNothingOfAFactoryWithConstraintsOfItsOwn() throws Exception {
    try (Shelf shelf = Shelf.in(folder)) {
      jar()
          .source("p.Ordered", ORDERED)
          .source(
              "p.Cross",
              StrategyCreationTest.FACTORY
                  .replace("\"cross\"", "\"leaving\"")
                  .replace("public record Settings(", "@Ordered public record Settings(")
                  .replace(
                      "double factor) {}",
                      "double factor) { @AssertTrue boolean isTame() { return factor < 10; } }"))
          .factories("p.Cross")
          .build(shelf.file("leaving.jar"));
      shelf.load();
      refuses(shelf, "fast", 40, "fast must be below slow");
      refuses(shelf, "factor", 11, "must be true");
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "try { Thread.sleep(600_000); } catch (InterruptedException e) { }",
        "while (true) { try { Thread.onSpinWait(); } catch (Throwable e) { } }",
        "for (;;) { try { Thread.sleep(600_000); } catch (InterruptedException e) { } }",
      })
  void endsThreadsThatAStrategyLeft(String body) throws Exception {
    try (Shelf shelf = Shelf.in(folder)) {
      leaving(shelf, body);
      WeakReference<ClassLoader> loader = used(shelf);
      assertThat(shelf.library.lingering()).isEmpty();
      assertCollected(loader);
    }
  }

  @Test
  void namesTheThreadsThatKeepALoader() throws Exception {
    Semaphore gate = new Semaphore(0);
    System.getProperties().put(GATE, gate);
    try (Shelf shelf = new Shelf(folder, Shelf.LIMITS, Ladder.STANDARD)) {
      leaving(
          shelf,
          "((java.util.concurrent.Semaphore) System.getProperties().get(\""
              + GATE
              + "\")).acquireUninterruptibly();");
      WeakReference<ClassLoader> loader = used(shelf);
      assertThat(shelf.library.lingering())
          .containsExactly(
              "plugin leaving.jar stays in memory: it left threads that do not end: left behind");
      assertThat(shelf.library.abandoned().calls())
          .containsExactly("thread left behind left by plugin leaving.jar");
      gate.release();
      Await.until(() -> shelf.library.lingering().isEmpty());
      assertThat(shelf.library.abandoned().count()).isZero();
      assertCollected(loader);
    } finally {
      System.getProperties().remove(GATE);
    }
  }

  private static void leaving(Shelf shelf, String body) {
    jar()
        .strategy(
            "Leaving",
            "leaving",
            "static boolean left; public Leaving() { if (left) { return; } left = true;"
                + " Thread thread = new Thread(() -> { "
                + body
                + " }, \"left behind\"); thread.setDaemon(true); thread.start(); }")
        .build(shelf.file("leaving.jar"));
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

  private static void refuses(Shelf shelf, String parameter, Object value, String cause) {
    StrategyRequest request = StrategyRequest.asDeclared("leaving").parameter(parameter, value);
    assertThatThrownBy(() -> shelf.library.create(request)).hasMessageContaining(cause);
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
    Await.until(() -> {
      System.gc();
      return loader.get() == null;
    });
  }
}
