package dev.orrery.backtest.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import dev.orrery.backtest.Backtest;
import dev.orrery.backtest.BacktestResult;
import dev.orrery.backtest.Bars;
import dev.orrery.backtest.optimize.OptimizeResult.Ranked;
import dev.orrery.backtest.optimize.OptimizeResult.WindowResult;
import dev.orrery.kernel.ProblemException;
import dev.orrery.market.replay.Replay;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptimizerTest {
  @TempDir private static Path shared;
  private static Replay market;
  private static Path jar;

  @TempDir private Path folder;

  @BeforeAll
  static void write() throws Exception {
    market = Replay.of(Bars.walk(shared.resolve("walk.csv"), 600, 7), "BTC");
    jar = Searched.jar(shared.resolve("searched.jar"), Searched.CROSSES);
  }

  private static Backtest backtest() {
    return Backtest.over(market).jar(jar);
  }

  private static ParameterSpace grid(String... axes) {
    return new ParameterSpace(List.of(axes).stream().map(Axis::of).toList());
  }

  private static Optimizer search() {
    return Optimizer.over(backtest(), grid("fast=2..5", "slow=4,8,20"));
  }

  private static BacktestResult alone(Map<String, String> parameters) {
    Backtest backtest = backtest();
    parameters.forEach(backtest::parameter);
    return backtest.run();
  }

  @Test
  void runsEveryCombinationThatFitsAsABacktestWould() {
    OptimizeResult result = search().run();
    assertThat(result.ranked()).hasSize(10);
    assertThat(result.refused())
        .extracting(OptimizeResult.Refused::parameters)
        .containsExactly(Map.of("fast", "4", "slow", "4"), Map.of("fast", "5", "slow", "4"));
    assertThat(result.refused().getFirst().why()).contains("fast must be less than slow");
    for (Ranked each : result.ranked()) {
      BacktestResult alone = alone(each.parameters());
      assertThat(each.score().digest()).isEqualTo(alone.digest().hex());
      assertThat(each.score().gain()).isEqualTo(alone.figures().gain().doubleValue());
      assertThat(each.score().sharpe()).isEqualTo(alone.figures().sharpe().orElseThrow());
    }
    assertThat(result.ranked())
        .isSortedAccordingTo(
            Comparator.comparingDouble((Ranked each) -> each.score().sharpe()).reversed());
    assertThat(result.deflated().orElseThrow().trials()).isEqualTo(10);
  }

  @Test
  void givesTheSameOnOneThreadAndOnSeveral() {
    OptimizeResult one = search().threads(1).run();
    assertThat(search().threads(2).run()).isEqualTo(one);
    assertThat(search().threads(5).run()).isEqualTo(one);
  }

  @Test
  void drawsTheSameAgain() {
    OptimizeResult result = search().random(6, 42).run();
    assertThat(result.ranked().size() + result.refused().size()).isEqualTo(6);
    assertThat(search().random(6, 42).run()).isEqualTo(result);
  }

  @Test
  void looksForOtherFiguresToo() {
    OptimizeResult result = search().metric(Metric.DRAWDOWN).run();
    assertThat(result.ranked())
        .isSortedAccordingTo(Comparator.comparingDouble(each -> each.score().drawdown()));
  }

  @Test
  void goesOnWhereItWasKilled() throws Exception {
    OptimizeResult whole = search().folder(folder).threads(1).run();
    Path file = folder.resolve("trials.tsv");
    String text = Files.readString(file);
    assertThat(text.lines().filter(line -> line.startsWith("\t"))).hasSize(10);
    // Killed at any moment: in the middle of a line, at its end, within the head.
    int head = text.indexOf("failure\n") + "failure\n".length();
    int[] cuts = {text.length() - 7, text.length(), head + 40, head, head - 5, 30, 0};
    for (int cut : cuts) {
      Files.writeString(file, text.substring(0, cut));
      long lines = text.substring(0, cut).lines().filter(line -> line.startsWith("\t")).count();
      boolean complete = cut == 0 || text.charAt(cut - 1) == '\n';
      OptimizeResult again = search().folder(folder).threads(1).run();
      assertThat(again.ranked()).as("cut at %s", cut).isEqualTo(whole.ranked());
      assertThat(again.resumed())
          .as("cut at %s", cut)
          .isEqualTo(complete ? lines : Math.max(0, lines - 1));
      assertThat(Files.readString(file)).isEqualTo(text);
    }
  }

  @Test
  void refusesResultsOfSomethingElse() throws Exception {
    Optimizer.over(backtest(), grid("fast=2", "slow=8")).folder(folder).run();
    assertRefused(
        backtest().until(Instant.ofEpochMilli(Bars.START + 3_600_000)), "another to: none");
    Replay other = Replay.of(Bars.walk(folder.resolve("other.csv"), 600, 8), "BTC");
    assertRefused(Backtest.over(other).jar(jar), "was made with another data");
    Path changed = Searched.jar(folder.resolve("changed.jar"), "return List.of(new Noop(\"no\"));");
    assertRefused(Backtest.over(market).jar(changed), "was made with another jar");
    assertThatThrownBy(() -> Optimizer.over(backtest(), grid("slow=8")).folder(folder).run())
        .hasMessageContaining("was made with another searched: fast,slow, now slow");
    Files.writeString(folder.resolve("trials.tsv"), "something\nelse\n");
    assertRefused(backtest(), "trials.tsv: is not a file of results");
  }

  private void assertRefused(Backtest backtest, String part) {
    assertThatThrownBy(
            () -> Optimizer.over(backtest, grid("fast=2", "slow=8")).folder(folder).run())
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(part)
        .hasMessageContaining("name another folder, or delete this file");
  }

  @Test
  void saysInOneLineWhatIsWrongWithTheGrid() {
    assertThatThrownBy(() -> Optimizer.over(backtest(), grid("fats=1,2")).run())
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("grid fats: is no parameter of searched (did you mean fast?)");
    assertThatThrownBy(() -> Optimizer.over(backtest(), grid("slow=61,99")).run())
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("has no combination that searched takes")
        .hasMessageContaining("slow");
  }

  @Test
  void walksForward() {
    WalkForward walk = WalkForward.of("3h/1h/2h");
    OptimizeResult result = search().metric(Metric.RETURN).walkForward(walk).threads(2).run();
    assertThat(result.windows()).hasSize(3);
    double worth = 1;
    for (WindowResult each : result.windows()) {
      Map<Map<String, String>, Double> trained =
          search().run().ranked().stream()
              .map(Ranked::parameters)
              .collect(
                  Collectors.toMap(
                      it -> it,
                      it -> {
                        Backtest alone =
                            backtest().from(each.window().from()).until(each.window().split());
                        it.forEach(alone::parameter);
                        return alone.run().figures().gain().doubleValue();
                      }));
      assertThat(trained.get(each.best()))
          .isEqualTo(trained.values().stream().max(Comparator.naturalOrder()).orElseThrow())
          .isEqualTo(each.inSample().gain());
      Backtest tested = backtest().from(each.window().split()).until(each.window().until());
      each.best().forEach(tested::parameter);
      assertThat(each.outOfSample().digest()).isEqualTo(tested.run().digest().hex());
      worth *= 1 + each.outOfSample().gain();
    }
    OptimizeResult.Joined joined = result.joined().orElseThrow();
    assertThat(joined.gain()).isCloseTo(worth - 1, offset(1e-12));
    assertThat(joined.curve().getLast().equity()).isCloseTo(worth, offset(1e-12));
    assertThat(joined.curve()).isSortedAccordingTo(Comparator.comparingLong(it -> it.time()));
    assertThat(search().metric(Metric.RETURN).walkForward(walk).threads(1).run()).isEqualTo(result);
  }

  @Test
  void warnsOfStrategiesThatDoNothing() throws Exception {
    Path idle = Searched.jar(folder.resolve("idle.jar"), "return List.of(new Noop(\"no\"));");
    Replay days = Replay.of(Bars.walk(folder.resolve("days.csv"), 1_500, 7), "BTC");
    OptimizeResult result =
        Optimizer.over(Backtest.over(days).jar(idle), grid("fast=2,3", "slow=8")).run();
    assertThat(result.warnings())
        .containsExactly(
            "degenerate: 2 of 2 combinations proposed nothing in 24 hours and more, the best one"
                + " too");
    assertThat(result.deflated()).isEmpty();
  }

  /** Its first run does nothing, its second is long, its third short: one of these wins. */
  @Test
  void warnsOfStrategiesThatKeepThingsFromRunToRun() throws Exception {
    Path keeps =
        Searched.jar(
            folder.resolve("keeps.jar"),
            """
            int run = runs++ / 590;
            return List.<Action>of(run == 0 ? new Noop("no")
                : TargetPosition.worth("BTC", Usd.of(run == 1 ? 2000 : -2000), "side"));
            """);
    OptimizeResult result =
        Optimizer.over(Backtest.over(market).jar(keeps), grid("fast=2,3,4", "slow=8"))
            .threads(1)
            .metric(Metric.RETURN)
            .run();
    assertThat(result.warnings())
        .anyMatch(line -> line.contains("keeps something from run to run"));
    assertThat(search().run().warnings()).noneMatch(line -> line.contains("keeps something"));
  }
}
