package dev.orrery.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.market.MarketBoard;
import dev.orrery.market.jump.PriceJumps;
import dev.orrery.market.replay.Replay;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.runtime.recording.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same jars over the same file, whatever the timeline. */
class ParityTest {
  @TempDir private static Path folder;
  private static Path jar;

  /** What a run left behind. */
  private record Outcome(List<String> entries, List<String> equities, long overran, Rig rig) {}

  @BeforeAll
  static void compile() {
    jar = Traders.jar(folder);
  }

  @Test
  void paysTheSameOnTradesSimulatedAndPaced() throws Exception {
    Replay market = Replay.of(TestFiles.trades(folder, 3_600, 1), "BTC").laps(1);
    Outcome simulated = run(market.simulated(), true);
    Outcome paced = run(market.speed(Rig.NO_WAIT), true);
    assertThat(simulated.rig().decisions().stream().map(DecisionRecord::strategy))
        .contains("cross", "dice", "grid", "jumper");
    for (String strategy : List.of("cross", "dice", "grid", "jumper")) {
      assertThat(simulated.rig().settled(strategy)).as(strategy).isNotEmpty();
    }
    assertThat(failures(simulated)).isEmpty();
    assertSame(paced, simulated);
    assertThat(paced.overran()).isZero();
  }

  @Test
  void paysTheSameOnBarsSimulatedAndPaced() throws Exception {
    Replay market = Replay.of(TestFiles.bars(folder, 400, 2), "BTC").laps(1);
    Outcome simulated = run(market.simulated(), true);
    Outcome paced = run(market.speed(Rig.NO_WAIT), true);
    assertThat(failures(simulated)).isEmpty();
    assertSame(paced, simulated);
    assertThat(paced.overran()).isZero();
  }

  @Test
  void paysTheSameASecondTimeAndWithoutRecordedReads() throws Exception {
    Replay market = Replay.of(TestFiles.trades(folder, 1_800, 3), "BTC").simulated();
    Outcome first = run(market, true);
    assertSame(run(market, true), first);
    Outcome unrecorded = run(market, false);
    assertSame(unrecorded, first);
    assertThat(unrecorded.rig().decisions()).allMatch(each -> each.reads().isEmpty());
    assertThat(first.rig().decisions("cross"))
        .filteredOn(each -> each.verdict() != Verdict.SKIPPED)
        .allMatch(each -> !each.reads().isEmpty());
  }

  private static void assertSame(Outcome actual, Outcome expected) {
    assertThat(actual.entries()).containsExactlyElementsOf(expected.entries());
    assertThat(actual.equities()).isEqualTo(expected.equities());
  }

  private static List<String> failures(Outcome outcome) {
    return outcome.rig().decisions().stream()
        .filter(each -> each.verdict() == Verdict.FAILED || each.verdict() == Verdict.TIMED_OUT)
        .map(each -> each.strategy() + " " + each.error())
        .distinct()
        .collect(Collectors.toList());
  }

  private static Outcome run(Replay market, boolean recordReads) throws Exception {
    Rig rig = new Rig();
    try (StrategyRuntime runtime = rig.over(jar, market).ticks(Rig.ticks(recordReads)).build()) {
      runtime
          .board()
          .listen(
              MarketBoard.Phase.FIRINGS,
              new PriceJumps(
                  0.3,
                  Duration.ofMinutes(1),
                  Duration.ofMinutes(2),
                  jump -> runtime.publish("jump", "to " + jump.price(), "jump:" + jump.time())));
      Rig.play(runtime);
      return new Outcome(rig.repeatable(), Rig.equities(runtime), runtime.overran(), rig);
    }
  }
}
