package dev.orrery.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.Trigger;
import dev.orrery.market.replay.Replay;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.runtime.recording.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What wakes a strategy, and what it needs to be woken, after a swap. */
class SwapTriggersTest {
  private static final long MINUTE = 60_000;

  @TempDir private Path folder;
  private final Rig rig = new Rig();

  @Test
  void takesNewDeclaredTriggersWithoutLosingOrDoublingAMark() throws Exception {
    swapAfterFiveMinutes(
        "Trigger.everySeconds(60), Trigger.barClose(\"BTC\", Interval.of(\"5m\"))",
        "Trigger.everySeconds(20), Trigger.barClose(\"BTC\", Interval.of(\"5m\"))",
        "",
        it -> {});
    assertThat(firings("every:60s")).containsExactly(60L, 120L, 180L, 240L, 300L);
    assertThat(firings("every:20s"))
        .containsExactly(
            320L, 340L, 360L, 380L, 400L, 420L, 440L, 460L, 480L, 500L, 520L, 540L, 560L, 580L,
            600L);
    // It stayed: its close at the very instant of the swap came once.
    assertThat(firings("bar:BTC/5m")).containsExactly(300L, 600L);
  }

  @Test
  void keepsWhatTheOperatorConfigured() throws Exception {
    swapAfterFiveMinutes(
        "Trigger.everySeconds(60)",
        "Trigger.everySeconds(20)",
        "",
        it -> it.triggers(List.of(Trigger.everySeconds(120))));
    assertThat(firings("every:120s")).containsExactly(120L, 240L, 360L, 480L, 600L);
    assertThat(firings("every:60s")).isEmpty();
    assertThat(firings("every:20s")).isEmpty();
  }

  @Test
  void warmsNewSubscriptionsWithWhatThereIs() throws Exception {
    swapAfterFiveMinutes(
        "Trigger.everySeconds(60)", "Trigger.everySeconds(60)", subscribes("1m", 4), it -> {});
    assertThat(rig.verdicts("one")).containsOnly(Verdict.NOOP);
    assertThat(rig.decisions("one").getLast().reasons()).containsExactly("4 candles");
  }

  @Test
  void asksNobodyWhoseHistoryIsTooShort() throws Exception {
    swapAfterFiveMinutes(
        "Trigger.everySeconds(60)", "Trigger.everySeconds(60)", subscribes("1m", 8), it -> {});
    assertThat(rig.decisions("one"))
        .filteredOn(each -> each.verdict() == Verdict.SKIPPED)
        .extracting(DecisionRecord::asOf)
        .containsExactly(at(5), at(6), at(7));
    assertThat(rig.decisions("one").get(4).reasons().getFirst())
        .startsWith("not ready: has 5 of 8 candles of BTC 1m");
    assertThat(rig.decisions("one").getLast().reasons()).containsExactly("8 candles");
  }

  private void swapAfterFiveMinutes(
      String before, String after, String members, Consumer<StrategyOptions> options)
      throws Exception {
    Path first =
        new Strategies().add("one", before, "return noop();").build(folder.resolve("first.jar"));
    String reads =
        members.isEmpty()
            ? "return noop();"
            : "return List.of(new Noop(context.market().candles(\"BTC\", Interval.MINUTE, COUNT)"
                + ".size() + \" candles\"));";
    Path second =
        new Strategies().add("one", after, reads, members).build(folder.resolve("second.jar"));
    Replay market = Replay.of(TestFiles.bars(folder, 10, 111), "BTC").simulated();
    try (StrategyRuntime runtime =
        rig.over(first, market).strategy("one", it -> options.accept(it.vault("v"))).build()) {
      runtime.timeline().at(at(5), () -> runtime.replacePlugin(first, second));
      Rig.play(runtime);
    }
    assertThat(rig.decisions("one").stream().map(DecisionRecord::id)).doesNotHaveDuplicates();
  }

  private static String subscribes(String interval, int count) {
    return "static final int COUNT = "
        + count
        + "; @Override public List<Subscription> subscriptions() {"
        + " return List.of(new Subscription(\"BTC\", Interval.of(\""
        + interval
        + "\"), COUNT)); }";
  }

  private List<Long> firings(String key) {
    return rig.decisions("one").stream()
        .filter(each -> each.firing().triggerKey().equals(key))
        .map(each -> (each.firing().atMillis() - TestFiles.START) / 1_000)
        .toList();
  }

  private static long at(int minutes) {
    return TestFiles.START + minutes * MINUTE;
  }
}
