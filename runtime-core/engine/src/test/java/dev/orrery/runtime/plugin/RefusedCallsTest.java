package dev.orrery.runtime.plugin;

import static dev.orrery.runtime.plugin.TestJar.jar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.api.StrategyPlugin;
import dev.orrery.runtime.bytecode.CallRefused;
import dev.orrery.runtime.bytecode.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.ta4j.core.BarSeries;

/** Jars that hold a call which is refused in plugins. */
class RefusedCallsTest {
  @TempDir private Path folder;
  private Shelf shelf;
  private Path file;

  @BeforeEach
  void open() throws Exception {
    shelf = Shelf.in(folder);
    file = shelf.file("bad.jar");
  }

  @AfterEach
  void close() {
    shelf.close();
  }

  static Stream<Arguments> planted() {
    return Stream.of(
        planted(Refusal.SIGNALS, "sun.misc.Signal.raise", "sun.misc.Signal.raise(null);"),
        planted(Refusal.SIGNALS, "new sun.misc.Signal", "new sun.misc.Signal(\"TERM\");"),
        planted(
            Refusal.UNSAFE, "sun.misc.Unsafe.putLong", "((sun.misc.Unsafe) null).putLong(1L, 2L);"),
        planted(
            Refusal.FOREIGN_FUNCTIONS,
            "java.lang.foreign.Linker.nativeLinker",
            "java.lang.foreign.Linker.nativeLinker();"),
        planted(
            Refusal.FOREIGN_FUNCTIONS,
            "java.lang.foreign.SymbolLookup.libraryLookup",
            "java.lang.foreign.SymbolLookup.libraryLookup(\"c\", java.lang.foreign.Arena.global());"),
        planted(
            Refusal.FOREIGN_FUNCTIONS,
            "java.lang.foreign.MemorySegment.reinterpret",
            "java.lang.foreign.MemorySegment.ofAddress(1).reinterpret(9);"),
        planted(Refusal.NATIVE_LIBRARIES, "java.lang.System.load", "System.load(\"/x\");"),
        planted(
            Refusal.NATIVE_LIBRARIES, "java.lang.System.loadLibrary", "System.loadLibrary(\"x\");"),
        planted(
            Refusal.NATIVE_LIBRARIES,
            "java.lang.Runtime.load",
            "Runtime.getRuntime().load(\"/x\");"),
        planted(
            Refusal.NATIVE_LIBRARIES,
            "java.lang.Runtime.loadLibrary",
            "Runtime.getRuntime().loadLibrary(\"x\");"),
        planted(
            Refusal.NATIVE_METHODS, "a native method", "crash();", "static native void crash();"),
        planted(
            Refusal.PROCESSES,
            "java.lang.ProcessBuilder.start",
            "((ProcessBuilder) null).start();"),
        planted(Refusal.PROCESSES, "new java.lang.ProcessBuilder", "new ProcessBuilder(\"ls\");"),
        planted(
            Refusal.PROCESSES,
            "java.lang.Runtime.exec",
            "Runtime.getRuntime().exec(new String[] {\"ls\"});"),
        planted(
            Refusal.PROCESSES,
            "java.lang.ProcessHandle.destroy",
            "ProcessHandle.of(9).get().destroy();"),
        planted(
            Refusal.CLASS_DEFINITION,
            "java.lang.invoke.MethodHandles.Lookup.defineClass",
            "java.lang.invoke.MethodHandles.lookup().defineClass(new byte[9]);"),
        planted(
            Refusal.CLASS_DEFINITION,
            "java.lang.invoke.MethodHandles.Lookup.defineHiddenClass",
            "java.lang.invoke.MethodHandles.lookup().defineHiddenClass(new byte[9], true);"),
        planted(
            Refusal.CLASS_LOADERS,
            "new java.lang.ClassLoader",
            "new Own();",
            "static class Own extends ClassLoader {}"),
        planted(
            Refusal.CLASS_LOADERS,
            "new java.net.URLClassLoader",
            "new java.net.URLClassLoader(new java.net.URL[0]);"),
        planted(
            Refusal.CLASS_LOADERS,
            "java.net.URLClassLoader.newInstance",
            "java.net.URLClassLoader.newInstance(new java.net.URL[0]);"),
        planted(Refusal.STANDARD_STREAMS, "java.lang.System.setOut", "System.setOut(null);"),
        planted(Refusal.STANDARD_STREAMS, "java.lang.System.setErr", "System.setErr(null);"),
        planted(Refusal.STANDARD_STREAMS, "java.lang.System.setIn", "System.setIn(null);"),
        planted(
            Refusal.SYSTEM_PROPERTIES,
            "java.lang.System.setProperty",
            "System.setProperty(\"a\", \"b\");"),
        planted(
            Refusal.SYSTEM_PROPERTIES,
            "java.lang.System.setProperties",
            "System.setProperties(null);"),
        planted(
            Refusal.SYSTEM_PROPERTIES,
            "java.lang.System.clearProperty",
            "System.clearProperty(\"a\");"),
        planted(
            Refusal.SECURITY_MANAGER,
            "java.lang.System.setSecurityManager",
            "System.setSecurityManager(null);"),
        planted(
            Refusal.DEFAULT_TIME_ZONE,
            "java.util.TimeZone.setDefault",
            "TimeZone.setDefault(null);"),
        planted(
            Refusal.DEFAULT_LOCALE,
            "java.util.Locale.setDefault",
            "Locale.setDefault(Locale.ROOT);"),
        planted(
            Refusal.DEFAULT_EXCEPTION_HANDLER,
            "java.lang.Thread.setDefaultUncaughtExceptionHandler",
            "Thread.setDefaultUncaughtExceptionHandler(null);"),
        planted(
            Refusal.SHUTDOWN_HOOKS,
            "java.lang.Runtime.addShutdownHook",
            "Runtime.getRuntime().addShutdownHook(new Thread());"),
        planted(
            Refusal.NETWORK_DEFAULTS,
            "java.net.URL.setURLStreamHandlerFactory",
            "java.net.URL.setURLStreamHandlerFactory(null);"),
        planted(
            Refusal.NETWORK_DEFAULTS,
            "java.net.ProxySelector.setDefault",
            "java.net.ProxySelector.setDefault(null);"),
        planted(
            Refusal.SECURITY_PROVIDERS,
            "java.security.Security.addProvider",
            "java.security.Security.addProvider(null);"));
  }

  private static Arguments planted(
      Refusal refusal, String call, String statement, String... members) {
    return Arguments.of(refusal, call, statement, String.join(" ", members));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("planted")
  void areRefusedWithPlaceReasonAndWayOut(
      Refusal refusal, String call, String statement, String members) {
    calling(statement, members).build(file);
    shelf.load();
    assertThat(shelf.refusals()).hasSize(1);
    String line = shelf.refusals().getFirst();
    assertThat(line)
        .startsWith("plugin bad.jar: p.Bad")
        .contains("(Bad.java")
        .contains(call)
        .contains("allow " + refusal.key() + " for bad.jar in allowedCalls")
        .doesNotContain("\n");
    assertThat(shelf.library.loadersOpen()).isZero();
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("planted")
  void areLoadedWhenTheOperatorAllowsThem(
      Refusal refusal, String call, String statement, String members) throws Exception {
    allowing(refusal);
    calling(statement, members).build(file);
    shelf.load();
    assertThat(shelf.refusals()).isEmpty();
    shelf.close();
    shelf =
        new Shelf(
            folder.resolve("other"),
            Shelf.LIMITS.allowing(Map.of("bad.jar", EnumSet.complementOf(EnumSet.of(refusal)))));
    Files.copy(file, shelf.file("bad.jar"));
    shelf.load();
    assertThat(shelf.refusals()).as("everything else is allowed").hasSize(1);
  }

  @Test
  void coverEveryRefusal() {
    assertThat(planted().map(it -> it.get()[0]).distinct())
        .containsExactlyInAnyOrderElementsOf(EnumSet.allOf(Refusal.class));
  }

  @Nested
  class AreFound {
    @Test
    void inLambdas() {
      member("Runnable r = () -> System.setOut(null);");
      refuses("p.Bad.lambda$");
    }

    @Test
    void asReferencesToMethods() {
      member("java.util.function.Consumer<java.io.PrintStream> r = System::setOut;");
      refuses("p.Bad.<init>", "java.lang.System.setOut");
    }

    @Test
    void inStaticInitialisers() {
      member("static { if (System.nanoTime() < 0) System.setOut(null); }");
      refuses("p.Bad.<clinit>");
    }

    @Test
    void behindInterfacesOfTheJdk() {
      member(
          "List<Object> l = List.of(new Quiet());"
              + " static class Quiet implements Comparator<String> {"
              + " public int compare(String a, String b) { System.setOut(null); return 0; } }");
      refuses("p.Bad$Quiet.compare");
    }

    @Test
    void behindInterfacesOfItsOwn() {
      member(
          "Acts a = new Quiet(); { a.act(); } interface Acts { void act(); }"
              + " static class Quiet implements Acts { public void act() { System.setOut(null); } }");
      refuses("p.Bad$Quiet.act");
    }

    @Test
    void whenAClassInheritsThem() {
      member(
          "{ new Own(); } static class Own extends Thread { Own() { setDefaultUncaughtExceptionHandler(null); } }");
      refuses("p.Bad$Own.<init>", "java.lang.Thread.setDefaultUncaughtExceptionHandler");
    }

    @Test
    void inClassesThatAreNamedInAText() {
      member(
          "{ try { Class.forName(\"p.Bad$Quiet\"); } catch (Exception e) {} }"
              + " static class Quiet { static { System.setOut(null); } }");
      refuses("p.Bad$Quiet.<clinit>");
    }

    @Test
    void inValidatorsThatAnAnnotationNames() {
      member(
          "Object o = new Held(); @Means(Quiet.class) static class Held {}"
              + " @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)"
              + " @interface Means { Class<?> value(); }"
              + " static class Quiet { void check() { System.setOut(null); } }");
      refuses("p.Bad$Quiet.check");
    }

    @Test
    void inProvidersOfAServiceThatIsAskedFor() {
      jar()
          .strategy("Bad", "bad", "{ ServiceLoader.load(Acts.class); } public interface Acts {}")
          .source(
              "p.Quiet",
              "package p; public class Quiet implements Bad.Acts { public Quiet() { System.setOut(null); } }")
          .file("META-INF/services/p.Bad$Acts", "p.Quiet # the one\n")
          .build(file);
      refuses("p.Quiet.<init>");
    }

    @Test
    void inLibrariesOfAZip() throws Exception {
      Path library =
          jar()
              .source(
                  "lib.Quiet",
                  "package lib; public class Quiet { public static void hush() { System.setOut(null); } }")
              .build(folder.resolve("quiet.jar"));
      Path strategy =
          jar()
              .against(library)
              .strategy("Bad", "bad", "{ lib.Quiet.hush(); }")
              .build(folder.resolve("s.jar"));
      TestJar.pack(
          shelf.file("bad.zip"),
          Map.of(
              "lib/s.jar",
              Files.readAllBytes(strategy),
              "lib/quiet.jar",
              Files.readAllBytes(library)));
      refuses("plugin bad.zip: lib.Quiet.hush (Quiet.java:1)");
    }

    @Test
    void andCounted() {
      member("{ System.setOut(null); System.setErr(null); System.setIn(null); }");
      refuses("(and 2 more: orrery plugins verify shows them)");
    }

    private void member(String members) {
      jar().strategy("Bad", "bad", members).build(file);
    }
  }

  @Nested
  class WhereNothingLeads {
    private static final String UNUSED =
        "public static class Unused { public static void hush() { System.setOut(null); }"
            + " public static Object refer() { java.util.function.Consumer<java.io.PrintStream> r = System::setOut; return r; }"
            + " public static Process begin() throws Exception { ProcessBuilder b = new ProcessBuilder(\"ls\"); return b.start(); }"
            + " public static int number(int x) { if (x > 3) { System.setOut(null); } return x; } }";

    @Test
    void doNotKeepAJarFromLoadingAndThrowWhenTheyAreComeToAfterAll() throws Exception {
      jar().strategy("Bad", "bad", UNUSED).build(file);
      shelf.load();
      assertThat(shelf.refusals()).isEmpty();
      ClassLoader loader = shelf.library.create(StrategyRequest.asDeclared("bad")).classLoader();
      Class<?> unused = Class.forName("p.Bad$Unused", true, loader);
      for (String method : Set.of("hush", "refer", "begin")) {
        assertThatThrownBy(() -> unused.getMethod(method).invoke(null))
            .as(method)
            .cause()
            .isInstanceOf(CallRefused.class)
            .hasMessageContaining("is refused in plugins");
      }
      assertThat(unused.getMethod("number", int.class).invoke(null, 3)).isEqualTo(3);
      assertThatThrownBy(() -> unused.getMethod("number", int.class).invoke(null, 4))
          .cause()
          .hasMessage("java.lang.System.setOut is refused in plugins (standard-streams)");
    }

    @Test
    void areLeftAloneWhenTheOperatorAllowsThem() throws Exception {
      allowing(Refusal.PROCESSES);
      jar()
          .strategy(
              "Bad", "bad", "public static Object made() { return new ProcessBuilder(\"ls\"); }")
          .build(file);
      shelf.load();
      ClassLoader loader = shelf.library.create(StrategyRequest.asDeclared("bad")).classLoader();
      assertThat(Class.forName("p.Bad", true, loader).getMethod("made").invoke(null))
          .isInstanceOf(ProcessBuilder.class);
    }
  }

  @Test
  void areNotFoundInLibrariesThatStrategiesUse() throws Exception {
    Path indicators =
        Path.of(BarSeries.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path kotlin =
        Path.of(kotlin.Unit.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path strategy =
        jar()
            .against(indicators)
            .against(kotlin)
            .strategy(
                "Good",
                "good",
                "static final Object SERIES = new org.ta4j.core.BaseBarSeriesBuilder().build();"
                    + " static final int SUM = kotlin.collections.CollectionsKt.sumOfInt(List.of(1, 2));")
            .build(folder.resolve("s.jar"));
    try (Shelf large = new Shelf(folder.resolve("large"), PluginLimits.DEFAULT)) {
      Map<String, byte[]> entries = new java.util.TreeMap<>();
      entries.put("lib/s.jar", Files.readAllBytes(strategy));
      entries.put("lib/ta4j.jar", Files.readAllBytes(indicators));
      entries.put("lib/kotlin.jar", Files.readAllBytes(kotlin));
      TestJar.pack(large.file("good.zip"), entries);
      large.load();
      assertThat(large.refusals()).isEmpty();
      assertThat(large.names()).containsExactly("good");
    }
  }

  private void allowing(Refusal... refusals) throws Exception {
    shelf.close();
    shelf =
        new Shelf(
            folder.resolve("allowing"), Shelf.LIMITS.allowing(Map.of("bad.jar", Set.of(refusals))));
    file = shelf.file("bad.jar");
  }

  private void refuses(String... parts) {
    shelf.load();
    assertThat(shelf.refusals()).hasSize(1);
    assertThat(shelf.refusals().getFirst()).contains(parts);
  }

  /** The call is made by what an event would wake, not when the jar is loaded. */
  private static TestJar calling(String statement, String members) {
    return jar()
        .source(
            "p.Bad",
            TestJar.strategySource(
                    "Bad", "bad", "void act() throws Exception {\n" + statement + "\n } " + members)
                .replace(
                    "return List.of(new Noop(\"nothing to do\"));",
                    "try { if (context.market() == null) act(); } catch (Exception e) {} return List.of(new Noop(\"nothing\"));"))
        .service(StrategyPlugin.class, "p.Bad");
  }
}
