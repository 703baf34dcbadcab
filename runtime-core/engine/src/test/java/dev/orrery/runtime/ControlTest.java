package dev.orrery.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.api.account.Account;
import dev.orrery.executor.risk.RiskCaps;
import dev.orrery.executor.risk.TradingState;
import dev.orrery.kernel.ProblemException;
import dev.orrery.market.replay.Replay;
import dev.orrery.runtime.control.LatchStore;
import dev.orrery.runtime.control.Latches;
import dev.orrery.runtime.control.Switches;
import dev.orrery.runtime.recording.AccountRecorded;
import dev.orrery.runtime.recording.DecisionJournal;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.runtime.recording.Verdict;
import dev.orrery.testing.Await;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlTest {
  private static final RiskCaps NERVOUS =
      new RiskCaps(
          new BigDecimal("300"),
          new BigDecimal("500"),
          1_000_000,
          100_000,
          new BigDecimal("10"),
          new BigDecimal("10"),
          Set.of("BTC"),
          new BigDecimal("200"),
          new BigDecimal("2"));

  @TempDir private static Path folder;
  private static Path jar;
  private final Kept kept = new Kept();

  /** Keeps latches in memory; can be made to fail. */
  private static final class Kept implements LatchStore {
    private final Map<String, Latches> latches = new ConcurrentHashMap<>();
    private volatile boolean fails;

    @Override
    public Latches load(String deployment) {
      return latches.getOrDefault(deployment, Latches.NONE);
    }

    @Override
    public void save(String deployment, Latches wanted) {
      if (fails) {
        throw new IllegalStateException("the database is gone");
      }
      latches.put(deployment, wanted);
    }
  }

  @BeforeAll
  static void compile() {
    jar =
        new Strategies()
            .add(
                "long",
                "Trigger.everySeconds(60), Trigger.manual()",
                """
                if (context.account().held("BTC").isZero()) {
                  return List.of(PlaceOrder.buy("BTC", OrderSize.worth(Usd.of(20_000)),
                      OrderTerms.market(), "in"),
                      PlaceOrder.buy("BTC", OrderSize.of("0.01"),
                          OrderTerms.limit(Price.of("30000")), "low"));
                }
                return context.firing().payload().isEmpty() ? noop()
                    : List.of(new ClosePosition("BTC", "by hand"));
                """)
            .build(folder.resolve("long.jar"));
  }

  @Test
  void pausesAndResumes() throws Exception {
    Rig rig = new Rig();
    try (StrategyRuntime runtime = paced(rig).build()) {
      runtime.start();
      Operations operations = runtime.operations("long");
      operations.pause("lunch");
      String skipped = runtime.trigger("long", "a", null);
      Await.until(() -> find(rig, skipped) == Verdict.SKIPPED);
      assertThat(state(runtime)).isEqualTo("paused");
      assertThat(runtime.health().reasons()).contains("long: paused: lunch");
      assertThat(runtime.health().safeToTrade()).isFalse();
      operations.resume();
      assertThat(operations.clearHalt()).as("nothing was lost").isEmpty();
      String done = runtime.trigger("long", "b", null);
      Await.until(() -> rig.decisions().stream().anyMatch(each -> each.id().equals(done)));
      assertThat(state(runtime)).isEqualTo("running");
      operations.snapshot();
      assertThat(rig.journal.entries()).hasAtLeastOneElementOfType(AccountRecorded.class);
    }
  }

  @Test
  void refusesToResumeWhatACostGuardPaused() throws Exception {
    Rig rig = new Rig();
    try (StrategyRuntime runtime = paced(rig).build()) {
      runtime.operations("long").pause("cost_guard: 201 USD");
      assertThatThrownBy(() -> runtime.operations("long").resume())
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("cost guard");
    }
  }

  @Test
  void flattensUntilFlatThenIsPaused() throws Exception {
    Rig rig = new Rig();
    try (StrategyRuntime runtime = paced(rig).build()) {
      runtime.start();
      inPosition(runtime);
      CompletableFuture<Boolean> flat = runtime.operations("long").flatten("panic");
      assertThat(flat.get(30, TimeUnit.SECONDS)).isTrue();
      assertThat(state(runtime)).isEqualTo("paused");
      Account account = runtime.strategies().getFirst().account();
      assertThat(account.positions()).isEmpty();
      assertThat(account.openOrders()).isEmpty();
      String skipped = runtime.trigger("long", "a", null);
      Await.until(() -> find(rig, skipped) == Verdict.SKIPPED);
      assertThat(runtime.strategies().getFirst().latches().paused()).isEqualTo("flattened: panic");
      runtime.operations("long").resume();
      runtime.trigger("long", "b", null);
      inPosition(runtime);
    }
  }

  @Test
  void goesOnFlatteningAfterARestart() throws Exception {
    Rig first = new Rig();
    try (StrategyRuntime runtime = paced(first).build()) {
      runtime.start();
      inPosition(runtime);
      // The process ends before it begins.
      kept.save(runtime.strategies().getFirst().deployment(), Latches.NONE.withFlatten("panic"));
    }
    Rig second = Rig.after(first.journal.groups());
    try (StrategyRuntime runtime = paced(second).build()) {
      runtime.start();
      Await.until(() -> state(runtime).equals("paused"));
      assertThat(runtime.strategies().getFirst().account().positions()).isEmpty();
    }
    assertThat(kept.latches.values()).singleElement().extracting(Latches::flatten).isNull();
  }

  @Test
  void flattensNothingOnceClosedAndSaysSo() throws Exception {
    Rig rig = new Rig();
    try (StrategyRuntime runtime = paced(rig).build()) {
      runtime.start();
      inPosition(runtime);
      Operations operations = runtime.operations("long");
      runtime.close();
      assertThat(operations.flatten("late").get(10, TimeUnit.SECONDS)).isFalse();
      assertThat(operations.flatten("again").get(10, TimeUnit.SECONDS)).isFalse();
    }
    assertThat(kept.latches.values()).singleElement().extracting(Latches::flatten).isNotNull();
  }

  @Test
  void haltsAtTheDailyLossBetweenTicksAndStaysSo() throws Exception {
    double[] closes = new double[12];
    for (int i = 0; i < closes.length; i++) {
      closes[i] = i < 4 ? 50_000 : 48_500;
    }
    Replay market = Replay.of(TestFiles.barsAt(folder, closes), "BTC").laps(1);
    Rig first = new Rig();
    try (StrategyRuntime runtime =
        first
            .over(jar, market.simulated())
            .latches(kept)
            .strategy(
                "long",
                it ->
                    it.caps(NERVOUS)
                        .vault("v")
                        .triggers(List.of(dev.orrery.api.Trigger.everySeconds(120))))
            .build()) {
      Rig.play(runtime);
      StrategyStatus status = runtime.strategies().getFirst();
      assertThat(status.state()).isEqualTo("halted");
      assertThat(status.latches().halted()).startsWith("daily_loss_guard: lost ");
      assertThat(runtime.operations("long").clearHalt())
          .hasValueSatisfying(why ->
              assertThat(why)
                  .startsWith("halts again at once: daily_loss_guard: lost ")
                  .endsWith("wait for midnight UTC, or raise dailyLossHaltPct"));
      kept.save(status.deployment(), status.latches());
    }
    assertThat(first.verdicts("long")).hasSize(6).doesNotContain(Verdict.SKIPPED);
    Latches after = kept.latches.values().iterator().next();
    assertThat(after.halted()).startsWith("daily_loss_guard: ");

    Rig second = new Rig();
    try (StrategyRuntime runtime =
        second
            .over(jar, market.simulated())
            .latches(kept)
            .strategy("long", it -> it.caps(NERVOUS).vault("v"))
            .build()) {
      Rig.play(runtime);
      assertThat(state(runtime)).isEqualTo("halted");
      assertThat(second.verdicts("long")).isNotEmpty().containsOnly(Verdict.DENIED);
      assertThat(second.decisions("long").getFirst().reasons().getFirst())
          .startsWith("TRADING_HALTED");
      assertThat(runtime.operations("long").clearHalt()).as("a new account").isEmpty();
      assertThat(state(runtime)).isEqualTo("running");
    }
  }

  @Test
  void reducesOnlyWhileTheJournalCannotWrite() throws Exception {
    Rig rig = new Rig();
    try (StrategyRuntime runtime = paced(rig).build()) {
      runtime.start();
      inPosition(runtime);
      rig.journal.health = new DecisionJournal.Health(DecisionJournal.State.FAILED, 7, "disk full");
      assertThat(runtime.health().reasons()).anyMatch(it -> it.contains("disk full"));
      String closing = runtime.trigger("long", "close", "now");
      Await.until(() -> runtime.strategies().getFirst().account().positions().isEmpty());
      String opening = runtime.trigger("long", "open", null);
      Await.until(() -> find(rig, opening) != null);
      assertThat(find(rig, opening)).isEqualTo(Verdict.DENIED);
      assertThat(find(rig, closing)).isNull();
    }
  }

  @Test
  void keepsAskingUntilASwitchIsDurable() {
    Switches switches =
        new Switches("d", kept, () -> DecisionJournal.Health.GOOD, Switches.always());
    kept.fails = true;
    assertThatThrownBy(() -> switches.change(latches -> latches.withPaused("x", false)))
        .hasMessageContaining("gone");
    assertThat(switches.refusesTick()).isEqualTo("paused: x");
    switches.changeSoon(latches -> latches.withHalted("loss"), Runnable::run);
    assertThat(switches.permit().state()).isEqualTo(TradingState.HALTED);
    kept.fails = false;
    switches.change(latches -> latches.withPaused("x", false));
    assertThat(kept.load("d")).isEqualTo(new Latches("x", "loss", null, null, false, null));
    assertThat(switches.permit().reasons()).containsExactly("halted: loss", "paused: x");
  }

  @Test
  void skipsWhatIsNotReadyWithoutHoldingItAgainstIt() throws Exception {
    Path waiting =
        new Strategies()
            .add(
                "waiting",
                "Trigger.everySeconds(60)",
                "return noop();",
                "@Override public List<Subscription> subscriptions() {"
                    + " return List.of(new Subscription(\"BTC\", Interval.MINUTE, 5)); }")
            .build(folder.resolve("waiting.jar"));
    Rig rig = new Rig();
    Replay market = Replay.of(TestFiles.bars(folder, 10, 51), "BTC").simulated();
    try (StrategyRuntime runtime = rig.over(waiting, market).build()) {
      Rig.play(runtime);
      assertThat(runtime.strategies().getFirst().health().healthy()).isTrue();
    }
    List<Verdict> verdicts = rig.verdicts("waiting");
    assertThat(verdicts.subList(0, 4)).containsOnly(Verdict.SKIPPED);
    assertThat(verdicts.subList(5, 9)).containsOnly(Verdict.NOOP);
    assertThat(rig.decisions("waiting").getFirst().reasons().getFirst())
        .isEqualTo("not ready: has 1 of 5 candles of BTC 1m");
  }

  private RuntimeBuilder paced(Rig rig) {
    Replay market = Replay.of(TestFiles.bars(folder, 3_000, 52), "BTC").speed(600);
    return rig.over(jar, market).latches(kept);
  }

  private static void inPosition(StrategyRuntime runtime) {
    Await.until(() -> !runtime.strategies().getFirst().account().positions().isEmpty());
  }

  private static String state(StrategyRuntime runtime) {
    return runtime.strategies().getFirst().state();
  }

  private static @org.jspecify.annotations.Nullable Verdict find(Rig rig, String id) {
    return rig.decisions().stream()
        .filter(each -> each.id().equals(id))
        .findFirst()
        .map(DecisionRecord::verdict)
        .orElse(null);
  }
}
