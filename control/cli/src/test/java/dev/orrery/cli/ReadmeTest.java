package dev.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What the documentation tells people to type is understood. */
class ReadmeTest {
  private static final Path ROOT = Path.of("../..");
  private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

  static Stream<String> commands() throws IOException {
    List<String> found = new ArrayList<>();
    for (String name :
        List.of(
            "README.md",
            "docs/operations.md",
            "docs/writing-a-strategy.md",
            "docs/hyperliquid.md",
            "docs/local-exchange.md",
            "examples/hyperliquid/README.md",
            "docs/backtesting.md")) {
      Path file = ROOT.resolve(name);
      if (Files.exists(file)) {
        Files.readString(file)
            .lines()
            .map(String::strip)
            .filter(line -> line.startsWith("./orrery "))
            .map(line -> line.replaceAll("\\s+(#|\\||>|&).*", ""))
            .forEach(found::add);
      }
    }
    return found.stream().distinct();
  }

  @Test
  void hasCommands() throws IOException {
    assertThat(commands()).hasSizeGreaterThan(10);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void isUnderstood(String line) {
    List<String> words = words(line.substring("./orrery ".length()));
    assertThat(Verb.words()).as(line).contains(words.getFirst());
    CommandLine command = new Orrery(Captured.plain().console()).commandLine(words.getFirst());
    assertThat(command.parseArgs(words.toArray(String[]::new)).unmatched()).as(line).isEmpty();
  }

  @Test
  void tellsOfEveryVerb() throws IOException {
    String readme = Files.readString(ROOT.resolve("README.md"));
    assertThat(Verb.words()).allMatch(word -> readme.contains("`" + word));
  }

  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(line);
    while (matcher.find()) {
      String quoted = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
      words.add(quoted == null ? matcher.group(3) : quoted);
    }
    return words;
  }
}
