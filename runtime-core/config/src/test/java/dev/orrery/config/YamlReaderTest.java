package dev.orrery.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.orrery.kernel.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YamlReaderTest {
  @TempDir private Path folder;

  @Test
  void nodesKnowTheLineOfTheirKeyOrDash() {
    ConfigNode.Mapping root = read("a: 1\nb:\n  c:\n    - x\n    - y\n");
    assertThat(root.at(List.of("b")).orElseThrow().origin().line()).isEqualTo(2);
    ConfigNode.Items items = (ConfigNode.Items) root.at(List.of("b", "c")).orElseThrow();
    assertThat(items.origin().line()).isEqualTo(3);
    assertThat(items.items()).extracting(item -> item.origin().line()).containsExactly(4, 5);
  }

  @Test
  void emptyFilesAreEmptySettings() {
    for (String text : List.of("", "\n", "# only words\n", "---\n", "null", "{}", "\uFEFF")) {
      assertThat(problems(text)).as(text).isEmpty();
    }
  }

  @Test
  void formIsRefusedWithoutEndingTheReading() {
    assertThat(problems("a: &x 1\nb: *x\na: 2\nc: !!int 3\n? [k]\n: v\nd: 1"))
        .containsExactly(
            "f.yaml:1: a: has an anchor (&) (remove it: aliases are not read)",
            "f.yaml:2: b: is an alias (write the value out: aliases are not read)",
            "f.yaml:3: a: is set twice, first at f.yaml:1 (keep one)",
            "f.yaml:4: c: has a tag (!) (remove it)",
            "f.yaml:5: a key must be a text");
  }

  @Test
  void brokenSyntaxHasItsLine() {
    assertThat(problems("a: 1\nb: [1, 2\nc: 3\n"))
        .singleElement()
        .asString()
        .startsWith("f.yaml:3");
    assertThat(problems("a:\n\tb: 1\n"))
        .containsExactly("f.yaml:2: a tab indents this line: YAML is indented by spaces");
    assertThat(problems("a: 'open\n")).singleElement().asString().contains("is not YAML: ");
    assertThat(problems("a: 1\n b: 2\n")).singleElement().asString().startsWith("f.yaml:2");
    assertThat(problems("a: \u0001")).singleElement().asString().contains("is not YAML");
  }

  @Test
  void syntaxProblemsDoNotShowTheFile() {
    assertThat(problems("password: \"hunter2\n").toString()).doesNotContain("hunter2");
    assertThat(problems("password: hunter2\n bad: [").toString()).doesNotContain("hunter2");
  }

  @Test
  void whatIsNoGroupOfSettingsIsRefused() {
    assertThat(problems("- a"))
        .containsExactly("f.yaml:1: must hold settings by name, such as port: 7070");
    assertThat(problems("just words"))
        .containsExactly("f.yaml:1: must hold settings by name, such as port: 7070");
    assertThat(problems("a: 1\n---\nb: 2\n"))
        .containsExactly("f.yaml:3: a second document begins here (keep one)");
  }

  @Test
  void bombsAreRefused() {
    StringBuilder laughs = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 40; i++) {
      laughs.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    assertThat(problems(laughs.toString())).hasSizeGreaterThan(40);
    assertThat(problems("[".repeat(20_000)))
        .containsExactly("f.yaml:1: is nested deeper than 32 levels");
    assertThat(problems("a: {".repeat(5_000))).hasSize(1);
  }

  @Test
  void largeAndBinaryFilesAreRefused() throws IOException {
    Path large = folder.resolve("large.yaml");
    Files.writeString(large, "# ".repeat(600_000));
    assertThat(read(large))
        .containsExactly(large + ": has 1200000 bytes, more than 1000000 (is it the right file?)");
    Path binary = folder.resolve("binary.yaml");
    Files.write(binary, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
    assertThat(read(binary)).containsExactly(binary + ": is not UTF-8 text");
  }

  @Test
  void randomTextNeverThrows() {
    long seed = 20_260_101L;
    var random = new Random(seed);
    String alphabet = "ab:-[]{}#&*!|>'\"%@`,? \n\t\\0~é";
    for (int i = 0; i < 3_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(60); j > 0; j--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      assertThatCode(() -> read(text.toString()))
          .as("seed %d text %s", seed, text)
          .doesNotThrowAnyException();
    }
  }

  private static ConfigNode.Mapping read(String text) {
    return YamlReader.file("f.yaml", text, new Findings());
  }

  private static List<String> read(Path file) {
    return ConfigLoader.of(Sample.class).file(file).read().problems().stream()
        .map(Problem::line)
        .toList();
  }

  private static List<String> problems(String text) {
    Findings findings = new Findings();
    YamlReader.file("f.yaml", text, findings);
    return findings.problems().stream().map(Problem::line).toList();
  }
}
