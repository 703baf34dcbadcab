package dev.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {
  @Test
  void isWhatWasAgreedOn() throws IOException {
    Captured console = Captured.plain();
    assertThat(console.run("--help")).isZero();
    assertThat(console.out()).isEqualTo(golden());
  }

  @Test
  void isWhatAnEmptyCommandLineShows() {
    Captured console = Captured.plain();
    assertThat(console.run()).isZero();
    assertThat(console.out()).contains("Usage: orrery VERB");
  }

  @ParameterizedTest
  @EnumSource(Verb.class)
  void ofEachVerbShowsItsUsageAndNoColours(Verb verb) {
    Captured console = Captured.plain();
    assertThat(console.run(verb.word(), "--help")).isZero();
    assertThat(console.out())
        .contains("Usage: orrery " + verb.word())
        .contains("--help")
        .doesNotContain("\u001b");
    assertThat(console.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plugins list",
        "plugins inspect",
        "plugins verify",
        "strategies release",
        "config show",
        "data import",
        "data check",
        "data fetch",
        "data generate",
        "db migrate",
        "db status",
        "db url"
      })
  void ofNestedVerbsToo(String words) {
    Captured console = Captured.plain();
    assertThat(console.run((words + " --help").split(" "))).isZero();
    assertThat(console.out()).contains("Usage: orrery " + words);
  }

  @Test
  void tellsTheVersion() {
    Captured console = Captured.plain();
    assertThat(console.run("--version")).isZero();
    assertThat(console.out()).startsWith("orrery ").contains("plugin API").contains("Java 25");
  }

  private static String golden() throws IOException {
    try (InputStream in = HelpTest.class.getResourceAsStream("help.txt")) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
