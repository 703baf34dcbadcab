package dev.orrery.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.api.ModelReply;
import dev.orrery.api.Trigger;
import dev.orrery.api.market.Interval;
import dev.orrery.api.value.Usd;
import dev.orrery.executor.broker.Broker;
import dev.orrery.executor.broker.BrokerFactory;
import dev.orrery.executor.risk.RiskCaps;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.market.replay.Replay;
import dev.orrery.runtime.model.LanguageModel;
import dev.orrery.runtime.recording.MemoryHistory;
import dev.orrery.runtime.recording.Verdict;
import dev.orrery.testing.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a program that embeds a runtime may count on. */
class EmbeddingTest {
  private static final Trigger BARS = Trigger.barClose("ETH", Interval.MINUTE);

  @TempDir private static Path folder;
  private static Path asking;

  @BeforeAll
  static void compile() {
    asking =
        new Strategies()
            .add(
                "asking",
                "Trigger.everySeconds(60), Trigger.manual()",
                "return List.of(new Noop(context.model().complete(\"?\").text()));")
            .build(folder.resolve("asking.jar"));
  }

  @Test
  void pausesAStrategyWhoseModelCostsMoreThanItsCapAndRemembersTheMonth() throws Exception {
    Rig rig = new Rig();
    List<RuntimeFact> heard = new CopyOnWriteArrayList<>();
    try (StrategyRuntime runtime =
        rig.over(asking, bars(6).simulated())
            .strategy("asking", it -> it.vault("v").caps(Rig.CAPS).model(answering("150")))
            .listener(heard::add)
            .build()) {
      Rig.play(runtime);
      assertThat(runtime.strategies().getFirst().state()).isEqualTo("paused");
      assertThat(runtime.strategies().getFirst().latches().paused())
          .isEqualTo("cost_guard: month-to-date 300 exceeds 200");
      assertThat(runtime.strategies().getFirst().latches().guardPaused()).isTrue();
    }
    assertThat(rig.verdicts("asking"))
        .startsWith(Verdict.NOOP, Verdict.NOOP, Verdict.SKIPPED)
        .filteredOn(it -> it == Verdict.NOOP)
        .hasSize(2);
    assertThat(heard)
        .filteredOn(it ->
            it instanceof RuntimeFact.Logged log && log.name() == EventName.COST_GUARD_TRIPPED)
        .hasSize(1);
    assertThat(heard.getLast())
        .isInstanceOfSatisfying(
            RuntimeFact.MarketEnded.class, it -> assertThat(it.how()).isEqualTo(MarketEnd.ENDED));

    MemoryHistory before = MemoryHistory.of(rig.journal.entries());
    Rig next = new Rig();
    try (StrategyRuntime runtime =
        next.over(asking, bars(6).simulated())
            .journal(next.journal, before)
            .strategy("asking", it -> it.vault("v").caps(Rig.CAPS).model(answering("0.01")))
            .build()) {
      runtime.start();
      assertThat(runtime.strategies().getFirst().latches().paused()).isNull();
      assertThat(
              before.costOfMonth(
                  runtime.strategies().getFirst().deployment(), java.time.YearMonth.of(2024, 3)))
          .isEqualTo(Usd.of("300"));
    }
  }

  @Test
  void doesNotJudgeCostsWhereTheHostDoes() throws Exception {
    Rig rig = new Rig();
    try (StrategyRuntime runtime =
        rig.over(asking, bars(6).simulated())
            .costsJudgedByHost()
            .strategy("asking", it -> it.vault("v").caps(Rig.CAPS).model(answering("150")))
            .build()) {
      Rig.play(runtime);
      assertThat(runtime.strategies().getFirst().state()).isEqualTo("running");
    }
  }

  @Test
  void failsToBuildWithTheRefusalOfAJarThatANamedStrategyIsIn() throws Exception {
    Path broken = Files.writeString(folder.resolve("lost-1.0.jar"), "this is no jar");
    assertThatThrownBy(() -> named(broken).build())
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("strategy lost: its jar was refused: plugin lost-1.0.jar");
    try (StrategyRuntime runtime = named(broken).withoutRefused().build()) {
      assertThat(runtime.refusedPlugins()).hasSize(1);
      runtime.start();
      assertThat(runtime.health().ready()).isFalse();
      assertThat(runtime.health().safeToTrade()).isFalse();
      assertThat(runtime.health().reasons()).contains("strategies: there are none");
    }
  }

  @Test
  void tellsAllThatIsWrongInOneRound() {
    RiskCaps elsewhere =
        RiskCaps.builder()
            .maxPositionPct("20")
            .maxTotalExposurePct("50")
            .maxOrdersPerDay(100)
            .maxOrdersPerMinute(10)
            .maxLeverage("2")
            .minOrderUsd("10")
            .allowedSymbols("DOGE")
            .dailyLossHaltPct("5")
            .build();
    RuntimeBuilder builder =
        StrategyRuntime.builder()
            .plugin(asking)
            .plugin(folder.resolve("absent.jar"))
            .market(bars(6).simulated())
            .account("v", new Unopened())
            .strategy(
                "asking", it -> it.vault("v").caps(elsewhere).concurrent(0).triggers(List.of(BARS)))
            .strategy("nobody", it -> it.vault("x").caps(Rig.CAPS));
    assertThatThrownBy(builder::build)
        .isInstanceOfSatisfying(
            ProblemException.class,
            found ->
                assertThat(found.problems())
                    .extracting(Problem::line)
                    .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).endsWith("does not exist (correct the path)"),
                        line -> assertThat(line).startsWith("strategy asking: may decide 0 times"),
                        line ->
                            assertThat(line)
                                .isEqualTo(
                                    "strategy asking: may trade DOGE by allowedSymbols, which the"
                                        + " market does not know (the market has BTC)"),
                        line ->
                            assertThat(line)
                                .isEqualTo(
                                    "strategy asking: wants candles of ETH, which the market does"
                                        + " not know (the market has BTC)"),
                        line ->
                            assertThat(line).startsWith("strategy nobody: is in no plugin jar")));
  }

  /** Nothing is opened where something is wrong already. */
  private static final class Unopened implements BrokerFactory {
    @Override
    public String kind() {
      return "unopened";
    }

    @Override
    public Broker open(Request request) {
      throw new AssertionError("opened");
    }
  }

  @Test
  void tellsWhatBecomesOfAFiringByHandAlsoWhenItIsSkipped() throws Exception {
    Fired late;
    try (StrategyRuntime runtime = talking(bars(600).speed(60))) {
      runtime.start();
      Fired asked = runtime.fire("asking", "first", null);
      RuntimeFact.Decided decided = asked.decided().get(60, TimeUnit.SECONDS);
      assertThat(decided.decision().id()).isEqualTo(asked.id());
      assertThat(runtime.fire("asking", "first", null).decided().get(60, TimeUnit.SECONDS))
          .as("asked again")
          .isEqualTo(decided);
      runtime.operations("asking").pause("lunch");
      assertThat(runtime.fire("asking", "second", null).decided().get(60, TimeUnit.SECONDS))
          .returns(Verdict.SKIPPED, RuntimeFact.Decided::verdict);
      late = asked;
    }
    assertThat(late.decided()).isCompletedWithValueMatching(it -> it.verdict() == Verdict.NOOP);
  }

  @Test
  void warnsOfBarsThatAreLostAtEachStart() throws Exception {
    List<RuntimeFact> heard = new CopyOnWriteArrayList<>();
    Path jar =
        new Strategies()
            .add("bars", "Trigger.barClose(\"BTC\", Interval.MINUTE)", "return noop();")
            .build(folder.resolve("bars.jar"));
    try (StrategyRuntime runtime =
        new Rig().over(jar, bars(6).simulated()).listener(heard::add).build()) {
      Rig.play(runtime);
    }
    assertThat(heard)
        .filteredOn(it -> it instanceof RuntimeFact.Logged log && log.level().equals("warn"))
        .singleElement()
        .isInstanceOfSatisfying(
            RuntimeFact.Logged.class,
            it ->
                assertThat(it.message())
                    .startsWith("wakes on bars of BTC 1m without subscribing to them"));
  }

  @Test
  void printsHowAStrategyStands() throws Exception {
    try (StrategyRuntime runtime = talking(bars(6).simulated())) {
      Rig.play(runtime);
      assertThat(runtime.strategies().getFirst()).hasToString("asking running on v, equity 10000");
      runtime.operations("asking").pause("lunch");
      assertThat(runtime.strategies().getFirst())
          .hasToString("asking paused on v, equity 10000 (lunch)");
    }
  }

  @Test
  void namesTheHostLibrariesThatAreMissing() {
    ClassLoader without =
        new ClassLoader(getClass().getClassLoader()) {
          @Override
          public Class<?> loadClass(String name) throws ClassNotFoundException {
            if (name.startsWith("jakarta.validation.")) {
              throw new ClassNotFoundException(name);
            }
            return super.loadClass(name);
          }
        };
    assertThat(HostLibraries.missing(getClass().getClassLoader())).isEmpty();
    assertThatThrownBy(() -> HostLibraries.require(without))
        .hasMessageContaining(
            "library jakarta.validation:jakarta.validation-api: is not on the class path");
  }

  @Test
  void saysWhereItIsInItsLifeAndRefusesWhatWouldNotHappen() throws Exception {
    Rig rig = new Rig();
    StrategyRuntime runtime = rig.over(asking, bars(30).speed(Rig.NO_WAIT).laps(1)).build();
    assertThat(runtime.state()).isEqualTo(RuntimeState.BUILT);
    assertThat(runtime.health().reasons()).contains("runtime: not started");
    assertThatThrownBy(() -> runtime.trigger("asking", "a", null))
        .hasMessageContaining("the runtime is not started");
    Rig.play(runtime);
    Await.until(() -> runtime.state() == RuntimeState.ENDED);
    assertThat(runtime.health().ready()).isFalse();
    assertThat(runtime.health().reasons()).contains("market: has ended");
    assertThatThrownBy(() -> runtime.trigger("asking", "a", null))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("the market has ended");
    assertThatThrownBy(() -> runtime.publish("topic", "{}", "a"))
        .hasMessageContaining("the market has ended");
    runtime.close();
    assertThat(runtime.state()).isEqualTo(RuntimeState.CLOSED);
    assertThatThrownBy(() -> runtime.publish("topic", "{}", "a"))
        .hasMessageContaining("the runtime is closed");
  }

  private static StrategyRuntime talking(Replay market) {
    return new Rig()
        .over(asking, market)
        .strategy("asking", it -> it.vault("v").caps(Rig.CAPS).model(answering("0.01")))
        .build();
  }

  private static RuntimeBuilder named(Path jar) {
    return StrategyRuntime.builder()
        .plugin(jar)
        .market(bars(3).simulated())
        .strategy("lost", it -> it.caps(Rig.CAPS));
  }

  private static Replay bars(int minutes) {
    return Replay.of(TestFiles.bars(folder, minutes, 71), "BTC");
  }

  private static LanguageModel answering(String cost) {
    return new LanguageModel() {
      @Override
      public boolean available() {
        return true;
      }

      @Override
      public ModelReply complete(String prompt) {
        return new ModelReply("nothing", 1, 1, Usd.of(cost));
      }
    };
  }
}
