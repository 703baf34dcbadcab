package dev.orrery.broker.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list of scenarios in the docs is the suite's. */
final class ScenarioListTest {
  private static final Path PAGE = Path.of("../../docs/broker-contract.md");

  private static Stream<Scenario> scenarios() {
    return Arrays.stream(BrokerContract.class.getInterfaces())
        .flatMap(each -> Arrays.stream(each.getDeclaredMethods()))
        .map((Method method) -> method.getAnnotation(Scenario.class))
        .filter(scenario -> scenario != null)
        .sorted(Comparator.comparingInt(ScenarioListTest::number));
  }

  private static int number(Scenario scenario) {
    return Integer.parseInt(scenario.id().substring(1));
  }

  @Test
  void thePageListsEveryScenario() throws IOException {
    List<String> wanted =
        scenarios()
            .map(scenario -> "| " + scenario.id() + " | " + scenario.value() + " |")
            .toList();
    List<String> listed =
        Files.readAllLines(PAGE).stream().filter(line -> line.startsWith("| C")).toList();

    assertThat(listed).as("replace the table by:%n%s", String.join("\n", wanted)).isEqualTo(wanted);
  }

  @Test
  void numbersAreGivenOnceAndWithoutGaps() {
    List<String> ids = scenarios().map(Scenario::id).toList();

    assertThat(ids).hasSizeGreaterThanOrEqualTo(40).doesNotHaveDuplicates();
    for (int i = 0; i < ids.size(); i++) {
      assertThat(ids.get(i)).isEqualTo("C%02d".formatted(i + 1));
    }
  }
}
