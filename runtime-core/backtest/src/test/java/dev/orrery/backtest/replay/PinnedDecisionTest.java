package dev.orrery.backtest.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.api.StrategyPlugin;
import dev.orrery.backtest.Walks;
import dev.orrery.runtime.StrategyOptions;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.runtime.recording.Verdict;
import dev.orrery.testkit.RecordedDecision;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is pinned of real decisions, read by the author's kit. */
final class PinnedDecisionTest {
  private static final String DECIDE =
      """
      Candles candles = context.market().candles("BTC", Interval.MINUTE, 30);
      String seen = context.state().get("seen").orElse(null);
      context.state().compareAndSet("seen", seen, "at \\"" + minute + "\\"");
      if (minute % 9 == 0) { throw new IllegalStateException("nine\\nat " + minute); }
      if (minute % 9 == 1) { context.market().mark("DOGE"); }
      if (minute % 9 == 2) { return List.of(); }
      context.market().instrument("BTC");
      context.market().book("BTC");
      context.market().funding("BTC");
      context.market().symbols();
      Price mark = context.market().mark("BTC").price();
      if (minute % 9 == 3) {
        return List.of(
            TargetPosition.worth("BTC", context.account().equity().times("0.3"), "in \\u00e9")
                .withExits(Exits.stopAndTarget(mark.times("0.9"), mark.times("1.2"))),
            PlaceOrder.buy("BTC", OrderSize.of("0.01"), OrderTerms.limit(mark.times("0.8")), "low")
                .withLabel("low"));
      }
      if (minute % 9 == 5 && !context.account().openOrders().isEmpty()) {
        return List.of(new CancelOrder(context.account().openOrders().get(0).clientOrderId(), "x"));
      }
      return noop(seen + " " + context.random().nextInt() + " " + candles.meanClose(0, 30)
          + context.market().mark("BTC").at() + context.firing().at() + context.now()
          + context.account().positions() + context.account().openOrders() + context.model().available());
      """;

  @TempDir private Path folder;

  @Test
  void theKitSeesWhatTheDecisionSaw() throws Exception {
    Recorded run = run();
    StrategyPlugin same = strategy(run.jar());
    int checked = 0;
    for (DecisionRecord decision : run.decisions()) {
      if (decision.verdict() != Verdict.SKIPPED) {
        pinned(decision).check(same);
        checked++;
      }
    }
    assertThat(checked).isGreaterThan(30);
    assertThat(run.decisions().stream().map(DecisionRecord::verdict)).contains(Verdict.FAILED);
    assertThat(run.decisions().stream().anyMatch(it -> it.actions().size() == 2)).isTrue();
  }

  @Test
  void failsWhereTheStrategyDecidesOtherwise() throws Exception {
    Recorded run = run();
    StrategyPlugin other =
        strategy(
            Sources.jar(
                folder.resolve("v2.jar"),
                DECIDE.replace("MINUTE, 30)", "MINUTE, 29)").replace("(0, 30)", "(0, 29)")));
    RecordedDecision noop = pinned(first(run, Verdict.NOOP));
    assertThatThrownBy(() -> noop.check(other))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("decision " + noop.id() + " wanted [Noop[reason=")
        .hasMessageContaining(", now it wants [Noop[reason=");
    StrategyPlugin greedy =
        strategy(
            Sources.jar(
                folder.resolve("v3.jar"),
                "context.market().candles(\"BTC\", Interval.MINUTE, 31); return noop(\"x\");"));
    assertThatThrownBy(() -> noop.check(greedy))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("asked for 31 candles of BTC 1m (it read 30), which the recorded");
    RecordedDecision failed = pinned(first(run, Verdict.FAILED));
    assertThatThrownBy(() -> failed.check(greedy))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("decision " + failed.id() + " failed with ");
  }

  @Test
  void saysWhatIsNoPinnedDecision() throws IOException {
    Path file = Files.writeString(folder.resolve("x.json"), "{\n  \"format\": 2}");
    assertThatThrownBy(() -> RecordedDecision.read(file))
        .hasMessage(file + " is no pinned decision: has format 2, this kit reads 1");
    Files.writeString(file, "{\n\"format\" 1}");
    assertThatThrownBy(() -> RecordedDecision.read(file))
        .hasMessage(file + " is no pinned decision: line 2 is no JSON: expected ':'");
    assertThatThrownBy(() -> RecordedDecision.read(getClass(), "none.json"))
        .hasMessageStartingWith("there is no none.json beside " + getClass().getName());
  }

  private Recorded run() throws IOException {
    return Recorded.of(
        Sources.jar(folder.resolve("tested.jar"), DECIDE),
        Walks.minutes(folder.resolve("walk.csv"), 300, 11),
        StrategyOptions.named("tested").vault("v"));
  }

  private static DecisionRecord first(Recorded run, Verdict verdict) {
    return run.decisions().stream().filter(it -> it.verdict() == verdict).findFirst().orElseThrow();
  }

  private RecordedDecision pinned(DecisionRecord decision) throws IOException {
    String json = json(PinnedDecision.of(decision, Map.of()));
    return RecordedDecision.read(Files.writeString(folder.resolve("pinned.json"), json));
  }

  private static StrategyPlugin strategy(Path jar) throws Exception {
    URL[] place = {jar.toUri().toURL()};
    ClassLoader loader = new URLClassLoader(place, StrategyPlugin.class.getClassLoader());
    return (StrategyPlugin) loader.loadClass("p.Tested").getDeclaredConstructor().newInstance();
  }

  private static String json(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(each -> json(each.getKey()) + ": " + json(each.getValue()))
              .collect(Collectors.joining(", ", "{", "}"));
      case Collection<?> all ->
          all.stream().map(PinnedDecisionTest::json).collect(Collectors.joining(", ", "[", "]"));
      case String text ->
          '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
      default -> value.toString();
    };
  }
}
