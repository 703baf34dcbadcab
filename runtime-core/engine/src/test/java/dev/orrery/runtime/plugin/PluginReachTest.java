package dev.orrery.runtime.plugin;

import static dev.orrery.runtime.plugin.TestJar.jar;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.kernel.FolderArtifactStore;
import dev.orrery.runtime.bytecode.Finding;
import dev.orrery.runtime.bytecode.Outside;
import dev.orrery.runtime.bytecode.Place;
import dev.orrery.runtime.bytecode.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.ta4j.core.BarSeries;

/** What code can reach outside, each with its place. */
class PluginReachTest {
  @TempDir private Path folder;

  static Stream<Arguments> reaches() {
    return Stream.of(
        Arguments.of(Outside.FILES, "java.nio.file.Files.size", "java.nio.file.Files.size(null)"),
        Arguments.of(Outside.FILES, "new java.io.FileReader", "new java.io.FileReader(\"x\")"),
        Arguments.of(Outside.SOCKETS, "new java.net.Socket", "new java.net.Socket(\"h\", 1)"),
        Arguments.of(
            Outside.SOCKETS,
            "java.net.http.HttpClient.newHttpClient",
            "java.net.http.HttpClient.newHttpClient()"),
        Arguments.of(
            Outside.PROCESSES, "java.lang.ProcessHandle.current", "ProcessHandle.current()"),
        Arguments.of(Outside.THREADS, "new java.lang.Thread", "new Thread()"),
        Arguments.of(
            Outside.THREADS, "java.util.List.parallelStream", "List.of().parallelStream()"),
        Arguments.of(Outside.CLOCKS, "java.time.Instant.now", "java.time.Instant.now()"),
        Arguments.of(Outside.CLOCKS, "new java.util.Date", "new Date()"),
        Arguments.of(Outside.RANDOMNESS, "java.lang.Math.random", "Math.random()"),
        Arguments.of(Outside.RANDOMNESS, "new java.util.Random", "new Random()"),
        Arguments.of(Outside.REFLECTION, "java.lang.Class.forName", "Class.forName(\"x\")"),
        Arguments.of(Outside.REFLECTION, "\"sun.misc.Unsafe\"", "\"sun.misc.Unsafe\""),
        Arguments.of(
            Outside.NATIVE,
            "java.nio.ByteBuffer.allocateDirect",
            "java.nio.ByteBuffer.allocateDirect(9)"),
        Arguments.of(
            Outside.SYSTEM_PROPERTIES, "java.lang.System.getProperty", "System.getProperty(\"x\")"),
        Arguments.of(Outside.ENVIRONMENT, "java.lang.System.getenv", "System.getenv(\"x\")"),
        Arguments.of(Outside.STANDARD_STREAMS, "java.lang.System.out", "System.out"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("reaches")
  void isToldWithItsPlace(Outside subject, String call, String expression) {
    Path file =
        jar()
            .strategy(
                "Far", "far", "Object far() throws Exception {\n return " + expression + ";\n}")
            .build(folder.resolve("far.jar"));
    assertThat(findings(file))
        .containsExactly(
            new Finding(subject, call, new Place("p.Far", "far", "Far.java", 15), true));
  }

  @Test
  void isNothingWhereADateIsMadeOfANumberOrRandomnessOfASeed() {
    Path file =
        jar()
            .strategy("Far", "far", "Object far = List.of(new Date(7), new Random(7));")
            .build(folder.resolve("far.jar"));
    assertThat(findings(file)).isEmpty();
  }

  @Test
  void leavesOutObjectsOfOtherTypesThanTheOneThatIsCalled() {
    String types =
        """
        interface Good { long value(); }
        interface Other { long value(); }
        static final class Calm implements Good { public long value() { return 1; } }
        static final class Wild implements Other { public long value() { return System.nanoTime(); } }
        Object wild = new Wild();
        long far(%s one) { return one.value(); }
        long near() { return far(new Calm()); }
        """;
    Path good =
        jar().strategy("Far", "far", types.formatted("Good")).build(folder.resolve("far.jar"));
    assertThat(findings(good)).isEmpty();
    Path other =
        jar()
            .strategy("Far", "far", types.formatted("Other").replace("new Calm()", "new Wild()"))
            .build(folder.resolve("other.jar"));
    assertThat(findings(other))
        .extracting(Finding::call)
        .containsExactly("java.lang.System.nanoTime");
  }

  @Test
  void leavesOutWhatNothingLeadsTo() {
    Path file =
        jar()
            .strategy(
                "Far",
                "far",
                "static class Unused { static void a() { System.getenv(); }"
                    + " static void b() { System.setOut(null); } }")
            .build(folder.resolve("far.jar"));
    assertThat(findings(file))
        .containsExactly(
            new Finding(
                Refusal.STANDARD_STREAMS,
                "java.lang.System.setOut",
                new Place("p.Far$Unused", "b", "Far.java", 14),
                false));
  }

  @Test
  void ofAStrategyWithIndicatorsIsWhatTheyReach() throws Exception {
    Path indicators =
        Path.of(BarSeries.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path strategy =
        jar()
            .against(indicators)
            .strategy(
                "Good",
                "good",
                "Object series = new org.ta4j.core.BaseBarSeriesBuilder().build();"
                    + " Object tester = new org.ta4j.core.backtest.BacktestExecutor(null);")
            .build(folder.resolve("s.jar"));
    Map<String, byte[]> entries = new TreeMap<>();
    entries.put("lib/s.jar", Files.readAllBytes(strategy));
    entries.put("lib/ta4j.jar", Files.readAllBytes(indicators));
    Path zip = TestJar.pack(folder.resolve("good.zip"), entries);
    assertThat(findings(zip))
        .isNotEmpty()
        .allMatch(finding -> finding.subject() instanceof Outside)
        .anyMatch(finding -> finding.place().className().startsWith("org.ta4j."));
  }

  @Test
  void isNothingOfAFileThatCannotBeRead() throws Exception {
    assertThat(findings(Files.writeString(folder.resolve("no.jar"), "no jar"))).isEmpty();
  }

  private List<Finding> findings(Path file) {
    return PluginReach.of(
        file, new FolderArtifactStore(folder.resolve("kept"), ".jar"), PluginLimits.DEFAULT);
  }
}
