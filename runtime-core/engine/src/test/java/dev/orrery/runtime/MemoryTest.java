package dev.orrery.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.market.replay.Replay;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.runtime.recording.Verdict;
import dev.orrery.runtime.tick.TickSettings;
import dev.orrery.testing.Await;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Decisions that take too much memory. */
class MemoryTest {
  private static final long MB = 1L << 20;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "List<byte[]> all = new ArrayList<>(); while (true) { all.add(new byte[1 << 16]); }",
        "while (true) { try { for (;;) { kept = new byte[1 << 16]; } } catch (Throwable e) { } }",
        "String text = \"x\"; while (true) { text = text.length() > 1_000_000 ? \"\" : text + text;"
            + " }",
      })
  void endsADecisionOverItsBudget(String body) {
    try (Street street =
        new Street(folder)
            .strategy("bad", body, "static volatile byte[] kept;")
            .ladder(Street.SHORT.allocationBudget(32 * MB))
            .deadline(Duration.ofSeconds(60))
            .open()) {
      DecisionRecord decision = street.decide("bad");
      assertThat(decision.verdict()).isEqualTo(Verdict.FAILED);
      assertThat(decision.reasons())
          .singleElement()
          .asString()
          .matches("decide allocated \\d+ MB, more than its budget of 32 MB");
      Await.until(() -> street.status("bad").underWay() == 0, Street.LONG);
      assertThat(street.status("bad").state()).isEqualTo("running");
      street.neighbourTicksOn();
    }
  }

  @Test
  void failsADecisionThatAsksForMoreThanThereIs() {
    try (Street street =
        new Street(folder)
            .strategy("bad", "return new byte[Integer.MAX_VALUE - 8].length > 1 ? noop() : null;")
            .deadline(Duration.ofSeconds(60))
            .open()) {
      DecisionRecord decision = street.decide("bad");
      assertThat(decision.verdict()).isEqualTo(Verdict.FAILED);
      assertThat(decision.reasons()).containsExactly("java.lang.OutOfMemoryError: Java heap space");
      street.neighbourTicksOn();
    }
  }

  @Test
  void letsAnythingBeAllocatedWithoutABudget() {
    try (Street street =
        new Street(folder)
            .strategy(
                "bad",
                "for (int i = 0; i < 400; i++) { kept = new byte[1 << 20]; } return noop();",
                "static volatile byte[] kept;")
            .ladder(Street.SHORT.allocationBudget(0))
            .deadline(Duration.ofSeconds(60))
            .open()) {
      assertThat(street.decide("bad").verdict()).isEqualTo(Verdict.NOOP);
      assertThat(street.runtime().health().degraded()).isFalse();
    }
  }

  @Test
  void endsADecisionOverItsBudgetOnASimulatedMarket() throws Exception {
    Path jar =
        new Strategies()
            .add(
                "bad",
                "Trigger.everySeconds(60)",
                "while (true) { kept = new byte[1 << 16]; }",
                "static volatile byte[] kept;")
            .build(folder.resolve("growing.jar"));
    Rig rig = new Rig();
    Replay market = Replay.of(TestFiles.bars(folder, 4, 23), "BTC").simulated();
    try (StrategyRuntime runtime =
        rig.over(jar, market)
            .ticks(
                new TickSettings(1, 1, Duration.ZERO, true, Street.SHORT.allocationBudget(32 * MB)))
            .build()) {
      Rig.play(runtime);
    }
    assertThat(rig.decisions("bad").getFirst().reasons().getFirst())
        .matches("decide allocated \\d+ MB, more than its budget of 32 MB");
  }
}
