package dev.orrery.backtest.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.backtest.Walks;
import dev.orrery.kernel.ProblemException;
import dev.orrery.runtime.StrategyOptions;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.runtime.recording.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Decisions of real runs, run again by the very jar and by others. */
final class DecisionReplayTest {
  private static final String CURIOUS =
      """
      Candles candles = context.market().candles("BTC", Interval.MINUTE, 30);
      double mean = candles.meanClose(0, 30);
      State state = context.state();
      String seen = state.get("seen").orElse(null);
      state.compareAndSet("seen", seen, String.valueOf(minute));
      state.put("last", context.market().mark("BTC").price().toString());
      if (minute % 7 == 0) { state.remove("last"); }
      context.record("mean", mean);
      context.record("luck", context.random().nextDouble());
      context.market().instrument("BTC");
      context.market().symbols();
      context.market().book("BTC");
      context.market().funding("BTC");
      String model = context.model().available() ? "model" : "no model";
      try {
        context.market().mark("DOGE");
      } catch (IllegalArgumentException e) {
        model = model + ", " + e.getMessage();
      }
      if (context.account().positions().size() + state.keys().size() > 99) {
        throw new IllegalStateException("never");
      }
      if (minute % 5 == 0) {
        return List.of(
            TargetPosition.worth("BTC", context.account().equity().times("0.5"), "mean " + mean)
                .withExits(Exits.stop(context.market().mark("BTC").price().times("0.9"))));
      }
      if (minute % 5 == 2) { return List.of(TargetPosition.flat("BTC", "enough of " + model)); }
      return noop(model + " " + context.firing().id() + " " + context.random().nextInt());
      """;

  @TempDir private Path folder;
  private Path candles = Path.of("");

  @BeforeEach
  void market() throws IOException {
    candles = Walks.minutes(folder.resolve("walk.csv"), 200, 7);
  }

  @Test
  void comesOutAsItWasWhateverItRead() throws InterruptedException {
    Recorded run = run("tested", CURIOUS);
    assertThat(run.decisions()).hasSizeGreaterThan(150);
    ReplayPass.Tally tally =
        ReplayPass.over(run.decisions()::forEach, run, null, false, this::fail);
    assertThat(tally.same())
        .isEqualTo(run.decisions().stream().filter(DecisionReplay::wasAsked).count());
    assertThat(tally.different()).isZero();
    assertThat(tally.impossible()).isEmpty();
  }

  @Test
  void namesExactlyTheDecisionsThatAnotherBuildMakesOtherwise() throws InterruptedException {
    Recorded run = run("tested", CURIOUS);
    Path changed =
        Sources.jar(folder.resolve("v2.jar"), CURIOUS.replace("times(\"0.5\")", "times(\"0.4\")"));
    List<Replayed> different = different(run, changed);
    assertThat(different.stream().map(it -> it.decision().id()))
        .containsExactlyElementsOf(
            run.decisions().stream()
                .filter(it -> DecisionReplay.wasAsked(it) && it.asOf() / 60_000 % 5 == 0)
                .map(DecisionRecord::id)
                .toList());
    assertThat(different.getFirst().differences())
        .containsExactly("action (target BTC): worth was 5000, is 4000");
  }

  @Test
  void tellsEachKindOfDifference() throws InterruptedException {
    Recorded run = run("tested", CURIOUS);
    assertThat(first(run, "context.record(\"mean\", mean)", "context.record(\"median\", 1)"))
        .anyMatch(it -> it.startsWith("series mean was ") && it.endsWith(", is not there"))
        .contains("series median was not there, is 1.0");
    assertThat(first(run, "String.valueOf(minute)", "\"x\""))
        .singleElement()
        .asString()
        .startsWith("state key 'seen' was set to '")
        .endsWith("', is set to 'x'");
    assertThat(first(run, "minute % 5 == 0", "minute % 5 == 9"))
        .hasSize(2)
        .first()
        .asString()
        .isEqualTo("verdict was under way, is noop");
    assertThat(first(run, "minute % 5 == 0", "minute % 5 == 1"))
        .first()
        .asString()
        .startsWith("verdict was ");
    assertThat(first(run, "\"BTC\", Interval.MINUTE, 30", "\"BTC\", Interval.MINUTE, 31"))
        .containsExactly(
            "asked for 31 candles of BTC 1m (it read 30), which the recorded decision did not"
                + " read");
    assertThat(first(run, "candles.meanClose(0, 30)", "((Object) null).hashCode()"))
        .anyMatch(it -> it.contains(", is failed"))
        .anyMatch(it -> it.contains("is java.lang.NullPointerException: "));
    String swallowing = "try { context.market().book(\"ETH\"); } catch (Throwable t) {} state.put(";
    assertThat(first(run, "state.put(", swallowing))
        .containsExactly("asked for the book of ETH, which the recorded decision did not read");
  }

  @Test
  void fewerCandlesAreAmongThoseItRead() throws InterruptedException {
    Recorded run = run("tested", CURIOUS);
    Path changed =
        Sources.jar(
            folder.resolve("v2.jar"),
            CURIOUS.replace(
                "candles.meanClose(0, 30)",
                """
                Double.valueOf(context.market().candles("BTC", Interval.MINUTE, 1).close(0)
                    - candles.close(29) + candles.meanClose(0, 30))\
                """));
    assertThat(different(run, changed)).isEmpty();
  }

  @Test
  void throwsAndBreaksTheContractAsItDid() throws InterruptedException {
    Recorded run =
        run(
            "tested",
            """
            context.market().mark("BTC");
            if (minute % 4 == 0) { throw new java.io.IOException("at " + minute); }
            if (minute % 4 == 1) { context.market().mark("DOGE"); }
            if (minute % 4 == 2) { return List.of(); }
            return noop("fine");
            """);
    assertThat(run.decisions().stream().map(DecisionRecord::verdict))
        .contains(Verdict.FAILED, Verdict.NOOP, Verdict.SKIPPED);
    assertThat(different(run, null)).isEmpty();
    Path mended = Sources.jar(folder.resolve("v2.jar"), "return noop(\"fine\");");
    Replayed failed =
        different(run, mended).stream()
            .filter(it -> it.decision().verdict() == Verdict.FAILED)
            .findFirst()
            .orElseThrow();
    assertThat(failed.differences()).hasSize(2);
    assertThat(failed.differences().getFirst()).isEqualTo("verdict was failed, is answered");
    assertThat(failed.differences().getLast()).startsWith("cause was ").endsWith(", is noop: fine");
  }

  @Test
  void isTimedOutAfterTheSameDeadline() throws InterruptedException {
    Recorded run =
        Recorded.of(
            Sources.jar(
                folder.resolve("tested.jar"),
                """
                if (minute % 50 == 0) { for (long i = 0; ; i++) { if (i < 0) { break; } } }
                return noop("calm");
                """),
            candles,
            StrategyOptions.named("tested").vault("v").deadline(Duration.ofMillis(300)));
    assertThat(run.decisions().stream().map(DecisionRecord::verdict)).contains(Verdict.TIMED_OUT);
    List<Replayed> all = new ArrayList<>();
    ReplayPass.over(run.decisions()::forEach, run, null, true, all::add);
    assertThat(all).allMatch(Replayed::same);
    assertThat(all.stream().map(Replayed::outcome))
        .contains(new Outcome.TimedOut("decide took longer than 300 ms"));
  }

  @Test
  void isMadeWithTheParametersThatWereInForce() throws InterruptedException {
    Path jar =
        Sources.factory(
            folder.resolve("made.jar"), "return List.of(new Noop(\"with \" + parameters));");
    Recorded run =
        Recorded.of(
            jar,
            candles,
            StrategyOptions.named("other")
                .of("made")
                .vault("v")
                .parameter("count", 8)
                .parameter("pause", "1500ms")
                .parameter("size", "12.5"));
    assertThat(run.decisions().getFirst().reasons().getFirst())
        .contains("count=8, pause=PT1.5S", "length=1m");
    List<Replayed> all = new ArrayList<>();
    ReplayPass.over(run.decisions()::forEach, run, null, true, all::add);
    assertThat(all).isNotEmpty().allMatch(Replayed::same);
  }

  @Test
  void goesOnWithoutWhatItsJarIsGoneOf() throws InterruptedException {
    Recorded run = run("tested", "return noop(\"calm\");");
    ReplayPass.Tally tally =
        ReplayPass.over(run.decisions()::forEach, _ -> Optional.empty(), null, false, this::fail);
    String digest = run.decisions().getFirst().identity().jarDigest();
    assertThat(tally.replayed()).isZero();
    assertThat(tally.impossible().keySet())
        .singleElement()
        .extracting(it -> it.line())
        .isEqualTo(
            "jar "
                + digest.substring(0, 10)
                + ": is not kept any more (name a jar with --jar to run its decisions by another)");
    Path other = Sources.factory(folder.resolve("made.jar"), "return List.of(new Noop(\"x\"));");
    assertThatThrownBy(() -> different(run, other))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("has no strategy tested (it has made)");
  }

  private Recorded run(String name, String decide) {
    return Recorded.of(
        Sources.jar(folder.resolve(name + ".jar"), decide),
        candles,
        StrategyOptions.named(name).vault("v"));
  }

  private List<String> first(Recorded run, String was, String is) throws InterruptedException {
    assertThat(CURIOUS).contains(was);
    Path changed = Sources.jar(folder.resolve("changed.jar"), CURIOUS.replace(was, is));
    return different(run, changed).getFirst().differences();
  }

  private static List<Replayed> different(Recorded run, @Nullable Path other)
      throws InterruptedException {
    List<Replayed> different = new ArrayList<>();
    ReplayPass.over(run.decisions()::forEach, run, other, false, different::add);
    return different;
  }

  private void fail(Replayed replayed) {
    throw new AssertionError(replayed.decision().id() + " " + replayed.differences());
  }
}
