package dev.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.StrategyPlugin;
import dev.orrery.cli.print.JsonText;
import dev.orrery.runtime.plugin.TestJar;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ta4j.core.BarSeries;
import tools.jackson.databind.JsonNode;

class CheckVerbTest {
  private static final int MINUTES = 1_500;

  @TempDir private static Path home;

  @BeforeAll
  static void bundle() throws IOException, URISyntaxException {
    BundledPlugins.into(home.resolve("plugins"));
    Path ta4j =
        Path.of(BarSeries.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    BundledPlugins.moreInto(home.resolve("plugins"), ta4j);
    SplittableRandom random = new SplittableRandom(11);
    StringBuilder rows = new StringBuilder("time_ms,open,high,low,close,volume\n");
    double price = 50_000;
    for (int i = 0; i < MINUTES; i++) {
      double next = price * (1 + (random.nextDouble() - 0.5) * 0.006);
      double high = Math.max(price, next);
      double low = Math.min(price, next);
      rows.append(
          String.format(
              Locale.ROOT,
              "%d,%.1f,%.1f,%.1f,%.1f,3%n",
              1_709_251_200_000L + i * 60_000L,
              price,
              high,
              low,
              next));
      price = next;
    }
    Files.writeString(home.resolve("walk.csv"), rows);
  }

  private static Captured run(int code, String words) {
    Captured console = Captured.at(home);
    int ended = console.run(words.replace("%f", home.toString()).split(" "));
    assertThat(ended).as("%s%s", console.out(), console.err()).isEqualTo(code);
    return console;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "carry",
        "grid",
        "jump-fade",
        "regime",
        "sma-cross",
        "ta4j-rsi",
        "volatility-breakout"
      })
  void everyBundledStrategyPasses(String name) {
    // Its fifteen minutes want more than the day that is played.
    String more = name.equals("ta4j-rsi") ? " -p interval=5m" : "";
    JsonNode result =
        JsonText.read(run(0, "check " + name + more + " --market replay:%f/walk.csv --json").out());
    assertThat(result.get("passes").asBoolean()).isTrue();
    for (JsonNode each : result.get("code")) {
      assertThat(each.get("left_to_playing").asBoolean()).as("%s", each).isTrue();
      assertThat(each.get("class").asString()).startsWith("org.ta4j.");
    }
    assertThat(result.get("trials").size()).isEqualTo(5);
    assertThat(result.get("decisions").asLong()).isPositive();
  }

  @Test
  void saysWhenNothingWokeTheStrategy() {
    TestJar.jar()
        .source(
            "p.Listener",
            TestJar.strategySource("Listener", "listener", "")
                .replace("Trigger.everySeconds(60)", "Trigger.event(\"news\")"))
        .service(StrategyPlugin.class, "p.Listener")
        .build(home.resolve("listener.jar"));
    assertThat(run(0, "check %f/listener.jar --market replay:%f/walk.csv").out())
        .contains("passes", "nothing woke it on this market");
  }

  @Test
  void tellsAnAuthorWhatWhereWhyAndTheWayOut() {
    TestJar.jar()
        .strategy(
            "Late",
            "late",
            "static long now() { return System.nanoTime(); }\n"
                + "@Override public List<Subscription> subscriptions() { now(); return List.of(); }")
        .build(home.resolve("late.jar"));
    String page = run(1, "check %f/late.jar --market replay:%f/walk.csv").out();
    assertThat(page.lines())
        .contains("late of late.jar  does not pass", "  clocks")
        .anyMatch(line ->
            line.startsWith("    Late.subscriptions -> Late.now -> System.nanoTime  (Late.java:"))
        .anyMatch(line -> line.startsWith("    why      In a backtest"))
        .anyMatch(line -> line.startsWith("    instead  Ask context.now()"));
    JsonNode finding =
        JsonText.read(run(1, "check %f/late.jar --market replay:%f/walk.csv --json").out())
            .get("code")
            .get(0);
    assertThat(finding.get("subject").asString()).isEqualTo("clocks");
    assertThat(finding.get("path").asString())
        .isEqualTo("Late.subscriptions -> Late.now -> System.nanoTime");
  }

  @Test
  void tellsInOneLineWhatIsWrong() throws IOException {
    assertThat(run(3, "check gridd").err()).contains("did you mean grid?").hasLineCount(1);
    assertThat(run(3, "check %f/gone.jar").err()).contains("no such file").hasLineCount(1);
    assertThat(run(2, "check grid --market hyperliquid").err())
        .contains("a check plays a recording")
        .hasLineCount(1);
    Files.writeString(home.resolve("no.jar"), "no jar");
    assertThat(run(4, "check %f/no.jar").err()).contains("no.jar").hasLineCount(1);
  }
}
