package dev.orrery.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.api.ModelReply;
import dev.orrery.api.value.Usd;
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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a program that embeds a runtime may count on. */
class EmbeddingTest {
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
