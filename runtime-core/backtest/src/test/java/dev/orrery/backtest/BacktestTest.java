package dev.orrery.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.kernel.ProblemException;
import dev.orrery.market.replay.Replay;
import dev.orrery.runtime.plugin.TestJar;
import dev.orrery.runtime.recording.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BacktestTest {
  private static final String FLIPS =
      """
      context.record("bar", bar);
      return switch (context.random().nextInt(6)) {
        case 0 -> List.of(TargetPosition.worth("BTC", Usd.of(2000), "long"));
        case 1 -> List.of(TargetPosition.worth("BTC", Usd.of(-2000), "short"));
        default -> noop();
      };
      """;

  @TempDir private Path folder;

  private Path jar(String decide) {
    return Jars.jar(folder.resolve("tested.jar"), "tested", "MINUTE", decide);
  }

  private Replay walk(int minutes) throws Exception {
    return Replay.of(Bars.walk(folder.resolve("walk.csv"), minutes, 7), "BTC");
  }

  @Test
  void givesTheSameOnEveryRun() throws Exception {
    Backtest backtest = Backtest.over(walk(600)).jar(jar(FLIPS));
    BacktestResult first = backtest.run();
    assertThat(first.trips()).hasSizeGreaterThan(20);
    Set<BacktestResult> results = new HashSet<>();
    for (int i = 0; i < 9; i++) {
      results.add(backtest.run());
    }
    assertThat(results).containsExactly(first);
  }

  @Test
  void addsUp() throws Exception {
    BacktestResult result = Backtest.over(walk(600)).jar(jar(FLIPS)).run();
    Figures figures = result.figures();
    assertThat(result.trips().stream().map(RoundTrip::net).reduce((a, b) -> a.plus(b)))
        .contains(figures.profit());
    assertThat(result.trips().stream().map(RoundTrip::fees).reduce((a, b) -> a.plus(b)))
        .contains(figures.fees());
    assertThat(result.trips().stream().map(RoundTrip::slippage).reduce((a, b) -> a.plus(b)))
        .contains(figures.slippage());
    assertThat(figures.slippage().signum()).isPositive();
  }

  @Test
  void anotherParameterOrRowGivesAnotherDigest() throws Exception {
    Backtest whole = Backtest.over(walk(120)).jar(jar(FLIPS));
    assertThat(whole.run().digest())
        .isNotEqualTo(
            Backtest.over(walk(120))
                .jar(jar(FLIPS))
                .until(Instant.ofEpochMilli(Bars.START + 7_000_000))
                .run()
                .digest());
  }

  @Test
  void playsTheRangeAndWarmsWithWhatLiesBefore() throws Exception {
    Path jar =
        jar(
            "return List.of(new Noop(\"\" + context.market().candles(\"BTC\","
                + " Interval.MINUTE, 30).openTime(0)));");
    Instant from = Instant.ofEpochMilli(Bars.START + 60 * 60_000);
    BacktestResult result =
        Backtest.over(walk(120)).jar(jar).from(from).until(from.plusSeconds(600)).run();
    assertThat(result.from()).isEqualTo(from);
    assertThat(result.to()).isEqualTo(from.plusSeconds(540));
    assertThat(result.rows()).isEqualTo(10);
    assertThat(result.decisions()).containsExactlyEntriesOf(Map.of(Verdict.NOOP, 10L));
    BacktestResult warmed = Backtest.over(walk(120)).jar(jar).warmUp(Duration.ofMinutes(40)).run();
    assertThat(warmed.from()).isEqualTo(Instant.ofEpochMilli(Bars.START + 41 * 60_000));
    assertThat(warmed.rows()).isEqualTo(80);
  }

  @Test
  void saysWhenAStrategyIsDegenerateOrFails() throws Exception {
    Replay days = Replay.of(Bars.walk(folder.resolve("days.csv"), 1_500, 7), "BTC");
    assertThat(Backtest.over(days).jar(jar("return noop();")).run().notes())
        .containsExactly("degenerate: it proposed nothing in 24 hours");
    BacktestResult failed =
        Backtest.over(walk(60)).jar(jar("throw new IllegalStateException(\"no\");")).run();
    assertThat(failed.notes().getFirst()).contains("failed, the first: ", "no");
  }

  @Test
  void tellsInOneLineWhatIsWrong() throws Exception {
    Replay market = walk(60);
    Path jar = jar(FLIPS);
    assertProblem(
        Backtest.over(market).jar(folder.resolve("gone.jar")), "gone.jar: there is no such file");
    assertProblem(Backtest.over(market).jar(jar).strategy("testd"), "did you mean tested?");
    assertProblem(Backtest.over(market).jar(jar).parameter("fast", 3), "fast");
    assertProblem(
        Backtest.over(market).jar(jar).from(Instant.parse("2030-01-01T00:00:00Z")),
        "walk: has nothing from 2030-01-01T00:00:00Z (it covers 2024-03-01T00:01:00Z to"
            + " 2024-03-01T01:00:00Z)");
    assertProblem(
        Backtest.over(market).jar(jar).warmUp(Duration.ofDays(2)), "walk: has nothing from");
    Path none = Files.writeString(folder.resolve("none.jar"), "no jar");
    assertProblem(Backtest.over(market).jar(none), "none.jar");
    Path two =
        TestJar.withStrategy("A", "a").strategy("B", "b", "").build(folder.resolve("two.jar"));
    assertProblem(Backtest.over(market).jar(two), "holds 2 strategies (say which: a, b)");
  }

  private static void assertProblem(Backtest backtest, String part) {
    assertThatThrownBy(backtest::run)
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(part)
        .satisfies(e -> assertThat(((ProblemException) e).problems()).hasSize(1));
  }
}
