package dev.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.cli.print.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Help reads well at any width. */
class ParagraphsTest {
  @Test
  void joinsTheLinesOfAParagraph() {
    assertThat(Paragraphs.of("one", "two", "", "  orrery run", "three", "four"))
        .containsExactly("one two", "", "  orrery run", "three four");
  }

  @ParameterizedTest
  @EnumSource(Verb.class)
  void leavesNoStumpOfALineAtEightyColumns(Verb verb) {
    String[] lines = help(80, verb.word(), "--help").split("\n");
    for (int i = 0; i + 1 < lines.length; i++) {
      String line = lines[i];
      boolean prose = line.matches("[A-Za-z].*") && lines[i + 1].matches("[A-Za-z].*");
      boolean heading = line.startsWith("Usage:") || line.endsWith(":");
      if (prose && !heading && !line.matches(".*[.:]")) {
        int next = lines[i + 1].split(" ")[0].length();
        assertThat(line.length() + 1 + next).as(line).isGreaterThan(78);
      }
    }
  }

  @Test
  void showsTheWholeTextOfANestedVerb() {
    assertThat(help(80, "strategies", "--help").replaceAll("\\s+", " "))
        .contains("because they hung or filled the heap; their code is loaded anew");
  }

  private static String help(int columns, String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    Console console =
        new Console(stream, stream, false, false, columns, Map.of(), Optional.empty());
    assertThat(new Orrery(console).execute(words)).isZero();
    return out.toString(StandardCharsets.UTF_8);
  }
}
