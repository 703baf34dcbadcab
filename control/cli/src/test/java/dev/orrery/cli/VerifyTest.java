package dev.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.cli.print.JsonText;
import dev.orrery.runtime.plugin.TestJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

  private static String[] words(String first, List<String> more) {
    return Stream.concat(Stream.of(first.split(" ")), more.stream()).toArray(String[]::new);
  }
}
