package dev.orrery.backtest.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.backtest.Walks;
import dev.orrery.backtest.drift.Drift.Window;
import dev.orrery.backtest.replay.JarSource;
import dev.orrery.backtest.replay.Recorded;
import dev.orrery.backtest.replay.Sources;
import dev.orrery.broker.paper.PaperSettings;
import dev.orrery.kernel.ProblemException;
import dev.orrery.market.replay.Replay;
import dev.orrery.runtime.StrategyOptions;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.runtime.recording.DecisionSettled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs against their backtests: every difference has one cause, and the first comes first. */
final class DriftTest {
  private static final String TRADES =
      """
      double mean = context.market().candles("BTC", Interval.MINUTE, 30).meanClose(0, 30);
      double mark = context.market().mark("BTC").price().toDouble();
      Usd tenth = context.account().equity().times("0.1");
      context.record("mean", mean);
      if (minute % 10 == 0) { return List.of(TargetPosition.worth("BTC", tenth, "ten")); }
      if (minute % 10 == 5) { return List.of(TargetPosition.flat("BTC", "five")); }
      return noop(mark > mean ? "above" : "below");
      """;

  @TempDir private Path folder;
  private Path candles = Path.of("");

  @BeforeEach
  void market() throws IOException {
    candles = Walks.minutes(folder.resolve("walk.csv"), 200, 5);
  }

  @Test
  void aRunThatWentAsItsBacktestHasNone() {
    Recorded run = run("tested", TRADES);
    DriftReport report = drift(run, candles, PaperSettings.defaults()).of(settled(run), ALL);
    assertThat(report.entries()).isEmpty();
    assertThat(report.compared()).isEqualTo(run.decisions().size()).isGreaterThan(150);
    Instant middle = report.from().plusSeconds(3_600);
    DriftReport part =
        drift(run, candles, PaperSettings.defaults()).of(settled(run), new Window(middle, null));
    assertThat(part.entries()).isEmpty();
    assertThat(part.from()).isEqualTo(middle);
  }

  @Test
  void anotherPriceIsData() throws IOException {
    Recorded run = run("tested", TRADES);
    List<String> lines = new ArrayList<>(Files.readAllLines(candles));
    String[] row = lines.get(120).split(",", -1);
    row[4] = String.valueOf((Double.parseDouble(row[2]) + Double.parseDouble(row[3])) / 2);
    lines.set(120, String.join(",", row));
    Path other = Files.write(folder.resolve("other.csv"), lines);
    DriftEntry first =
        drift(run, other, PaperSettings.defaults()).of(settled(run), ALL).entries().getFirst();
    assertThat(first.cause()).isEqualTo(DriftCause.DATA);
    assertThat(first.asOf()).isEqualTo(Instant.parse("2024-03-01T02:00:00Z"));
    assertThat(first.why()).startsWith("candle of BTC 1m at 2024-03-01T01:59:00Z was [");
  }

  @Test
  void otherFeesAreFills() {
    Recorded run = run("tested", TRADES);
    PaperSettings dear = PaperSettings.builder().takerFee("0.01").build();
    DriftReport report = drift(run, candles, dear).of(settled(run), ALL);
    assertThat(report.entries())
        .isNotEmpty()
        .extracting(DriftEntry::cause)
        .containsOnly(DriftCause.FILL);
    assertThat(report.entries().getFirst().why()).startsWith("equity was ");
    assertThat(report.entries().getFirst().differences())
        .singleElement()
        .asString()
        .startsWith("action (target BTC): worth was ");
  }

  @Test
  void anotherJarIsAVersion() {
    Recorded before = run("tested", TRADES);
    Recorded after = run("changed", TRADES.replace("\"five\"", "\"5\""));
    List<DecisionRecord> both = new ArrayList<>(settled(before).subList(0, 100));
    both.addAll(settled(after).subList(100, after.decisions().size()));
    JarSource jars = digest -> before.find(digest).or(() -> after.find(digest));
    DriftReport report =
        new Drift(market(candles), jars, Recorded.CAPS, PaperSettings.defaults()).of(both, ALL);
    assertThat(report.entries())
        .isNotEmpty()
        .allSatisfy(each -> {
          assertThat(each.cause()).isEqualTo(DriftCause.VERSION);
          assertThat(each.differences())
              .containsExactly("action (target BTC): reason was 5, is five");
        });
  }

  @Test
  void otherParametersAreAParameter() {
    Path jar =
        Sources.factory(
            folder.resolve("made.jar"),
            "return List.of(new Noop(\"count \" + parameters.count()));");
    Recorded three = Recorded.of(jar, candles, StrategyOptions.named("made").vault("v"));
    Recorded four =
        Recorded.of(jar, candles, StrategyOptions.named("made").vault("v").parameter("count", 4));
    List<DecisionRecord> both = new ArrayList<>(settled(three).subList(0, 50));
    both.addAll(settled(four).subList(50, 60));
    DriftReport report = drift(three, candles, PaperSettings.defaults()).of(both, ALL);
    assertThat(report.entries()).hasSize(10);
    assertThat(report.entries().getFirst().cause()).isEqualTo(DriftCause.PARAMETER);
    assertThat(report.entries().getFirst().why())
        .contains("\"count\":4", "in the backtest {\"count\":3");
  }

  @Test
  void whatOnlyOneOfThemWasAskedIsTiming() {
    Recorded run = run("tested", TRADES.replace("minute % 10 == 5", "minute % 10 == 11"));
    List<DecisionRecord> gap = new ArrayList<>(settled(run));
    DecisionRecord missed = gap.remove(100);
    DriftReport report = drift(run, candles, PaperSettings.defaults()).of(gap, ALL);
    assertThat(report.entries())
        .containsExactly(
            new DriftEntry(
                missed.id(),
                Instant.ofEpochMilli(missed.asOf()),
                DriftCause.TIMING,
                "the run was not woken then: it was down, or its journal had no room",
                List.of("the backtest decided: noop")));
  }

  @Test
  void saysWhenThereIsNothingToCompare() {
    Recorded run = run("tested", TRADES);
    Drift drift = drift(run, candles, PaperSettings.defaults());
    Window later = new Window(Instant.parse("2030-01-01T00:00:00Z"), null);
    assertThatThrownBy(() -> drift.of(settled(run), later))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("there are none to compare in this window");
  }

  private static final Window ALL = new Window(null, null);

  private Recorded run(String jar, String decide) {
    return Recorded.of(
        Sources.jar(folder.resolve(jar + ".jar"), decide),
        candles,
        StrategyOptions.named("tested").vault("v"));
  }

  private static Drift drift(Recorded run, Path candles, PaperSettings account) {
    return new Drift(market(candles), run, Recorded.CAPS, account);
  }

  private static Replay market(Path candles) {
    return Replay.of(candles, "BTC");
  }

  /** As the journal gives them: with their final verdicts. */
  private static List<DecisionRecord> settled(Recorded run) {
    Map<String, DecisionSettled> settled =
        run.entries().stream()
            .filter(DecisionSettled.class::isInstance)
            .map(DecisionSettled.class::cast)
            .collect(Collectors.toMap(DecisionSettled::id, it -> it));
    return run.decisions().stream()
        .map(it -> {
          DecisionSettled verdict = settled.get(it.id());
          return verdict == null ? it : it.settled(verdict.verdict());
        })
        .toList();
  }
}
