package dev.orrery.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.market.replay.Replay;
import dev.orrery.runtime.health.StrategyHealth;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.runtime.recording.Verdict;
import dev.orrery.testing.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One bad strategy costs one strategy. */
class NeighboursTest {
  private static final String MINUTE = "Trigger.everySeconds(60)";

  /** Fails until its state says "good"; counts its calls. */
  private static final String BAD =
      """
      int call = Integer.parseInt(context.state().get("calls").orElse("0")) + 1;
      context.state().put("calls", String.valueOf(call));
      if (call > 2 && call != 4) { return noop(); }
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      value = {
        "throw new IllegalStateException(\"boom\");@java.lang.IllegalStateException: boom",
        "throw new AssertionError(\"bad\");@java.lang.AssertionError: bad",
        "throw new OutOfMemoryError(\"mine\");@java.lang.OutOfMemoryError: mine",
        "return decide(null);@java.lang.NullPointerException",
        "return deep(1);@java.lang.StackOverflowError",
        "return null;@decide returned null",
        "return List.of();@decide returned an empty list",
        "return Arrays.asList(new Noop(\"a\"), null);@a null in it",
        "return List.of(new Noop(\"a\"), new CancelAll(\"BTC\", \"b\"));@a Noop beside other",
        "return Collections.nCopies(65, new CancelAll(\"BTC\", \"b\"));@more than 64 actions",
        "return new Hostile(0);@java.lang.IllegalStateException: iterator",
        "return new Hostile(1);@java.lang.IllegalStateException: next",
        "throw new Unreadable();@could be read",
        "Thread.currentThread().interrupt(); throw new Exception(\"left\");@java.lang.Exception",
        "return List.of(PlaceOrder.buy(\"BTC\", OrderSize.of(\"-1\"), OrderTerms.market(),"
            + " \"x\"));@java.lang.IllegalArgumentException",
        "return List.of(PlaceOrder.buy(\"DOGE\", OrderSize.of(\"1\"), OrderTerms.market(),"
            + " \"x\"));@DOGE",
        "context.market().candles(\"BTC\", Interval.HOUR, 3); return noop();@not kept",
      })
  void isSkippedThreeTicksThenSixAndComesBack(String body, String cause) throws Exception {
    Path jar = jar(body);
    Rig rig = new Rig();
    Replay market = Replay.of(TestFiles.bars(folder, 30, 21), "BTC").simulated();
    try (StrategyRuntime runtime = rig.over(jar, market).build()) {
      Rig.play(runtime);
      assertThat(runtime.health().alive()).isTrue();
    }
    Verdict bad = Verdict.FAILED;
    Verdict skip = Verdict.SKIPPED;
    Verdict noop = Verdict.NOOP;
    assertThat(rig.verdicts("bad").subList(0, 18))
        .containsExactly(
            bad, skip, skip, skip, bad, skip, skip, skip, skip, skip, skip, noop, bad, skip, skip,
            skip, noop, noop);
    assertThat(rig.decisions("bad").getFirst().reasons())
        .singleElement()
        .asString()
        .contains(cause);
    assertThat(rig.decisions("bad").get(1).reasons().getFirst()).startsWith("unhealthy: ");
    List<DecisionRecord> good = rig.decisions("good");
    assertThat(good).hasSizeGreaterThanOrEqualTo(29);
    assertThat(good).allMatch(each -> each.verdict() == Verdict.NOOP);
    for (int i = 1; i < good.size(); i++) {
      assertThat(good.get(i).asOf() - good.get(i - 1).asOf()).isEqualTo(60_000);
    }
  }

  @Test
  void showsTheAuthorsLineWhenTheContextRefusesSomething() throws Exception {
    Path jar = jar("context.market().mark(\"DOGE\"); return noop();");
    Rig rig = new Rig();
    Replay market = Replay.of(TestFiles.bars(folder, 3, 21), "BTC").simulated();
    try (StrategyRuntime runtime = rig.over(jar, market).build()) {
      Rig.play(runtime);
    }
    assertThat(rig.decisions("bad").getFirst().error()).contains("unknown symbol 'DOGE'", "at p.S");
  }

  @Test
  void passesManualFiringsAndShowsStateAndCause() throws Exception {
    Path jar = jar("throw new IllegalStateException(\"boom\");");
    Rig rig = new Rig();
    Replay market = Replay.of(TestFiles.bars(folder, 600, 22), "BTC").laps(1).speed(15);
    try (StrategyRuntime runtime = rig.over(jar, market).build()) {
      runtime.start();
      Await.until(() -> rig.verdicts("bad").contains(Verdict.FAILED));
      StrategyStatus status = status(runtime, "bad");
      assertThat(status.state()).isEqualTo("unhealthy");
      assertThat(status.health())
          .extracting(StrategyHealth.Standing::cause)
          .isEqualTo("java.lang.IllegalStateException: boom");
      assertThat(runtime.health().safeToTrade()).isFalse();
      assertThat(runtime.health().reasons())
          .anyMatch(
              why -> why.matches("bad: 1 failure at 2024-.*, skips \\d more ticks?: java.*: boom"));
      String second = runtime.trigger("bad", "by hand 1", null);
      String third = runtime.trigger("bad", "by hand 2", null);
      Await.until(() -> find(rig, third) != null);
      assertThat(find(rig, second)).isEqualTo(Verdict.FAILED);
      assertThat(find(rig, third)).isEqualTo(Verdict.NOOP);
      assertThat(status(runtime, "bad").state()).isEqualTo("running");
      assertThat(status(runtime, "good").state()).isEqualTo("running");
    }
  }

  @Test
  void aFailureByHandCostsNoTickOfItsOwn() throws Exception {
    Path jar = jar("throw new IllegalStateException(\"boom\");");
    Rig rig = new Rig();
    Replay market = Replay.of(TestFiles.bars(folder, 600, 22), "BTC").laps(1).speed(0.001);
    try (StrategyRuntime runtime = rig.over(jar, market).build()) {
      runtime.start();
      Await.until(() -> !runtime.strategies().isEmpty());
      String byHand = runtime.trigger("bad", "by hand", null);
      Await.until(() -> find(rig, byHand) != null);
      assertThat(find(rig, byHand)).isEqualTo(Verdict.FAILED);
      assertThat(status(runtime, "bad").health().healthy()).isTrue();
    }
  }

  @Test
  void endsASleepAtTheDeadlineOnASimulatedTimeline() throws Exception {
    Path jar = jar("Thread.sleep(60_000); return noop();");
    Rig rig = new Rig();
    Replay market = Replay.of(TestFiles.bars(folder, 6, 23), "BTC").simulated();
    try (StrategyRuntime runtime = bounded(rig, jar, market, 30)) {
      Rig.play(runtime);
    }
    assertThat(rig.verdicts("bad").subList(0, 2))
        .containsExactly(Verdict.TIMED_OUT, Verdict.SKIPPED);
    DecisionRecord late = rig.decisions("bad").getFirst();
    assertThat(late.reasons()).containsExactly("decide took longer than 30 ms");
    assertThat(late.error()).contains("at p.S");
    assertThat(rig.verdicts("good")).hasSizeGreaterThanOrEqualTo(5).containsOnly(Verdict.NOOP);
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void endsALoopThatWillNotStop(boolean paced) throws Exception {
    Path jar =
        new Strategies()
            .add("bad", "Trigger.everySeconds(1)", "while (true) { Thread.onSpinWait(); }")
            .add("good", "Trigger.everySeconds(1)", "return noop();")
            .build(folder.resolve("loop.jar"));
    Rig rig = new Rig();
    Replay file = Replay.of(TestFiles.trades(folder, 60, 24), "BTC").laps(1);
    try (StrategyRuntime runtime =
        bounded(rig, jar, paced ? file.speed(Rig.NO_WAIT) : file.wall(), 40)) {
      runtime.start();
      Await.until(() -> rig.verdicts("bad").contains(Verdict.TIMED_OUT));
      int before = rig.decisions("good").size();
      Await.until(() -> rig.decisions("good").size() >= before + 2);
      if (paced) {
        assertThat(runtime.await(Duration.ofSeconds(60))).isEqualTo(MarketEnd.ENDED);
      }
      Await.until(() -> status(runtime, "bad").underWay() == 0);
      assertThat(runtime.abandonedThreads()).isZero();
    }
    assertThat(rig.verdicts("good")).containsOnly(Verdict.NOOP);
    List<DecisionRecord> good = rig.decisions("good");
    for (int i = 1; i < good.size(); i++) {
      assertThat(good.get(i).firing().atMillis() - good.get(i - 1).firing().atMillis())
          .isEqualTo(1_000);
    }
    assertThat(rig.decisions("bad").stream().map(DecisionRecord::id)).doesNotHaveDuplicates();
    assertThat(rig.journal.reserved.get()).isZero();
  }

  private static StrategyRuntime bounded(Rig rig, Path jar, Replay market, int deadlineMillis) {
    return rig.over(jar, market)
        .andTheRest()
        .strategy("bad", it -> it.vault("bad").deadline(Duration.ofMillis(deadlineMillis)))
        .build();
  }

  private Path jar(String body) {
    return new Strategies()
        .add(
            "bad",
            MINUTE,
            BAD + body,
            "static List<Action> deep(int depth) { return depth == 0 ? noop() : deep(depth + 1); }",
            """
            static final class Unreadable extends RuntimeException {
              @Override public String getMessage() { throw new AssertionError("no"); }
              @Override public Throwable getCause() { throw new AssertionError("no"); }
              @Override public StackTraceElement[] getStackTrace() { throw new Error("no"); }
            }
            static final class Hostile extends AbstractList<Action> {
              final int how;
              Hostile(int how) { this.how = how; }
              @Override public int size() { return 1; }
              @Override public Action get(int index) { return new Noop("x"); }
              @Override public Iterator<Action> iterator() {
                if (how == 0) { throw new IllegalStateException("iterator"); }
                return new Iterator<>() {
                  @Override public boolean hasNext() { return true; }
                  @Override public Action next() { throw new IllegalStateException("next"); }
                };
              }
            }
            """)
        .add("good", MINUTE, "return noop();")
        .build(folder.resolve("plugins.jar"));
  }

  private static StrategyStatus status(StrategyRuntime runtime, String name) {
    return runtime.strategies().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static @Nullable Verdict find(Rig rig, String id) {
    return rig.decisions().stream()
        .filter(each -> each.id().equals(id))
        .map(DecisionRecord::verdict)
        .findFirst()
        .orElse(null);
  }
}
