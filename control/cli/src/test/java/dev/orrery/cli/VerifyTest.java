package dev.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.DayBreak;
import dev.orrery.cli.print.JsonText;
import dev.orrery.runtime.plugin.TestJar;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import kotlin.Unit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ta4j.core.BarSeries;
import tools.jackson.databind.JsonNode;

/** What {@code plugins verify} says of jars. */
class VerifyTest {
  private static final String MEMBERS =
      """
      static long begun = System.nanoTime();
      static void hush() { System.setOut(null); }
      """;

  @TempDir private Path folder;

  @Test
  void bundledStrategiesWouldLoadAndReachNothingThatIsRefused() throws IOException {
    Path plugins = folder.resolve("plugins");
    BundledPlugins.into(plugins);
    List<String> jars;
    try (Stream<Path> files = Files.list(plugins)) {
      jars = files.map(Path::toString).sorted().toList();
    }
    Captured console = Captured.plain();
    assertThat(console.run(words("plugins verify --json", jars))).isZero();
    JsonNode all = JsonText.read(console.out());
    assertThat(all.size()).isEqualTo(4);
    for (JsonNode jar : all) {
      assertThat(jar.get("loads").asBoolean()).isTrue();
      assertThat(jar.get("refused").isNull()).isTrue();
      for (JsonNode one : jar.get("reaches")) {
        assertThat(one.get("refused").asBoolean()).as("%s", one).isFalse();
        assertThat(one.get("subject").asString())
            .as("%s", one)
            .isNotIn("files", "sockets", "clocks");
      }
    }
  }

  @Test
  void bundledStrategiesThatRunOnlyWhenNamedWouldLoad() throws Exception {
    Path plugins = Files.createDirectory(folder.resolve("plugins"));
    BundledPlugins.moreInto(plugins, home(BarSeries.class));
    List<String> jars;
    try (Stream<Path> files = Files.list(plugins.resolve("more"))) {
      jars = files.map(Path::toString).sorted().toList();
    }
    Captured console = Captured.plain();
    assertThat(console.run(words("plugins verify --json", jars))).as(console.out()).isZero();
    JsonNode all = JsonText.read(console.out());
    assertThat(all.size()).isEqualTo(3);
    for (JsonNode jar : all) {
      assertThat(jar.get("loads").asBoolean()).as("%s", jar).isTrue();
      assertThat(jar.get("refused").isNull()).as("%s", jar).isTrue();
    }
  }

  @Test
  void strategiesThatBringTheirLibrariesWouldLoad() throws Exception {
    Path kotlin = zip("kotlin.zip", packed(home(DayBreak.class)), home(Unit.class));
    Path indicators =
        TestJar.jar()
            .against(home(BarSeries.class))
            .strategy(
                "Smooth",
                "smooth",
                """
                static double average(org.ta4j.core.BarSeries series) {
                  var close = new org.ta4j.core.indicators.helpers.ClosePriceIndicator(series);
                  return new org.ta4j.core.indicators.averages.SMAIndicator(close, 9)
                      .getValue(series.getEndIndex()).doubleValue();
                }
                """)
            .build(folder.resolve("smooth.jar"));
    Path ta4j = zip("ta4j.zip", indicators, home(BarSeries.class));
    for (String file : List.of(kotlin.toString(), ta4j.toString())) {
      Captured console = Captured.plain();
      assertThat(console.run("plugins", "verify", file)).as(console.out()).isZero();
      assertThat(console.out()).containsPattern("would load: (day-break|smooth)");
    }
  }

  @Test
  void aRefusedCallIsShownWithItsPlaceAndEndsWithFour() {
    Path bad = TestJar.jar().strategy("Bad", "bad", MEMBERS).build(folder.resolve("bad.jar"));
    Path good =
        TestJar.jar()
            .strategy("Good", "good", "public static class Unused { " + MEMBERS + " }")
            .build(folder.resolve("good.jar"));
    Captured console = Captured.plain();
    int code = console.run("plugins", "verify", bad.toString(), good.toString());
    assertThat(code).isEqualTo(4);
    assertThat(console.out().lines())
        .containsSequence(
            "  refused calls",
            "    java.lang.System.setOut  (standard-streams)",
            "      p.Bad.hush (Bad.java:15)",
            "  clocks",
            "    java.lang.System.nanoTime",
            "      p.Bad.<clinit> (Bad.java:14)")
        .containsSequence(
            "good.jar  would load: good",
            "  refused calls to which nothing leads; they throw when they are come to after all",
            "    java.lang.System.setOut  (standard-streams)",
            "      p.Good$Unused.hush (Good.java:15)");
    assertThat(console.out())
        .startsWith("bad.jar  refused: plugin bad.jar: p.Bad.hush (Bad.java:15) calls");
  }

  @Test
  void aCallThatIsAllowedDoesNotRefuseAJar() {
    Path bad = TestJar.jar().strategy("Bad", "bad", MEMBERS).build(folder.resolve("bad.jar"));
    Captured console = Captured.plain();
    String[] words = {"plugins", "verify", bad.toString(), "--allow", "standard-streams,processes"};
    assertThat(console.run(words)).isZero();
    assertThat(console.out()).startsWith("bad.jar  would load: bad");
  }

  @Test
  void programsGetEveryPlace() {
    Path bad = TestJar.jar().strategy("Bad", "bad", MEMBERS).build(folder.resolve("bad.jar"));
    Captured console = Captured.plain();
    assertThat(console.run("plugins", "verify", "--json", bad.toString())).isEqualTo(4);
    JsonNode jar = JsonText.read(console.out()).get(0);
    assertThat(jar.get("loads").asBoolean()).isFalse();
    assertThat(jar.get("refused").asString()).contains("plugin bad.jar");
    assertThat(jar.get("reaches").get(0))
        .isEqualTo(
            JsonText.read(
                """
                {"subject": "standard-streams", "refused": true, "reached": true,
                 "call": "java.lang.System.setOut", "class": "p.Bad", "method": "hush",
                 "file": "Bad.java", "line": 15}
                """));
  }

  @Test
  void aFileThatIsNoJarIsRefused() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.jar"), "no jar");
    Captured console = Captured.plain();
    assertThat(console.run("plugins", "verify", broken.toString())).isEqualTo(4);
    assertThat(console.out())
        .startsWith("broken.jar  refused: plugin broken.jar: ")
        .hasLineCount(1);
  }

  /** A plugin that is a zip, with these under lib/. */
  private Path zip(String name, Path... jars) throws IOException {
    Map<String, byte[]> entries = new TreeMap<>();
    for (Path jar : jars) {
      entries.put("lib/" + jar.getFileName(), Files.readAllBytes(jar));
    }
    return TestJar.pack(folder.resolve(name), entries);
  }

  private static Path home(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  /** The jar itself, or one of a folder of classes. */
  private Path packed(Path home) throws IOException {
    if (!Files.isDirectory(home)) {
      return home;
    }
    Path jar = folder.resolve("packed.jar");
    BundledPlugins.pack(home, jar);
    return jar;
  }

  private static String[] words(String first, List<String> more) {
    return Stream.concat(Stream.of(first.split(" ")), more.stream()).toArray(String[]::new);
  }
}
