package dev.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.orrery.control.job.FleetMetricsTable;
import dev.orrery.database.Database;
import dev.orrery.database.TestDatabase;
import dev.orrery.runner.status.MetricsPage;
import dev.orrery.runtime.metrics.RuntimeMeters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The alarms that are shipped speak of what is measured. */
class AlarmRulesTest {
  private static final Path RULES = Path.of("..", "..", "docs", "alarms", "orrery.rules.yaml");
  private static final Pattern METER = Pattern.compile("\\b([a-z]+(?:_[a-z]+)+)\\b");
  private static final Pattern EVENTS = Pattern.compile("event=~?\"([^\"]+)\"");

  @Test
  void namesWhatMetricsShow() throws IOException {
    Set<String> known = new HashSet<>();
    Matcher exported =
        Pattern.compile("\\| `([a-z_]+)` \\| (?:counter|gauge|timer)").matcher(MetricsPage.text());
    while (exported.find()) {
      known.add(exported.group(1));
    }
    Set<String> events = new HashSet<>(RuntimeMeters.ALARMING);
    try (Database database = TestDatabase.fresh()) {
      Matcher shown =
          Pattern.compile("(?m)^([a-z_]+)\\{[a-z]+=\"([a-z_-]+)\"} 0$")
              .matcher(new FleetMetricsTable(database).text());
      while (shown.find()) {
        known.add(shown.group(1));
        events.add(shown.group(2));
      }
    }
    List<String> expressions = expressions();
    assertThat(expressions).hasSizeGreaterThan(15);
    for (String expression : expressions) {
      Matcher meters = METER.matcher(expression.replaceAll("\\{[^}]*}", ""));
      int named = 0;
      while (meters.find()) {
        assertThat(known).as(expression).contains(meters.group(1));
        named++;
      }
      assertThat(named).as(expression).isPositive();
      Matcher wanted = EVENTS.matcher(expression);
      while (wanted.find()) {
        assertThat(events).as(expression).contains(wanted.group(1).split("\\|"));
      }
    }
  }

  @Test
  void areGoodToPrometheus() throws Exception {
    Optional<Path> promtool =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
            .map(folder -> Path.of(folder, "promtool"))
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(promtool.isPresent(), "promtool is not here");
    Process check =
        new ProcessBuilder(promtool.orElseThrow().toString(), "check", "rules", RULES.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(check.waitFor()).as(said).isZero();
    assertThat(said).contains("SUCCESS");
  }

  private static List<String> expressions() throws IOException {
    List<String> expressions = new ArrayList<>();
    for (String line : Files.readAllLines(RULES)) {
      if (line.strip().startsWith("expr: ")) {
        expressions.add(line.strip().substring("expr: ".length()));
      }
    }
    return expressions;
  }
}
