package dev.orrery.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.Timeline;
import dev.orrery.market.replay.Replay;
import dev.orrery.runtime.health.StrategyHealth;
import dev.orrery.runtime.isolation.Ladder;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.runtime.recording.Verdict;
import dev.orrery.runtime.tick.TickSettings;
import dev.orrery.testing.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What changes with a jar, and what stays. */
class SwapTest {
  private static final String GATE = "orrery.test.swap";
  private static final String SECOND = "Trigger.everySeconds(1)";
  private static final long MINUTE = 60_000;

  @TempDir private Path folder;
  private final Rig rig = new Rig();

  @AfterEach
  void forget() {
    System.getProperties().remove(GATE);
  }

  @ParameterizedTest
  @EnumSource(Timeline.Kind.class)
  void changesTheVersionBetweenTwoEventsOfAnyTimeline(Timeline.Kind kind) throws Exception {
    Path file = jar(SECOND, "return List.of(new Noop(\"one\"));");
    Replay market =
        Replay.of(TestFiles.trades(folder, 3_600, 101), "BTC").speed(100).forever().on(kind);
    try (StrategyRuntime runtime = rig.over(file, market).ticks(Rig.ticks(false)).build()) {
      Thread player = Thread.ofPlatform().start(runtime::start);
      Await.until(() -> !rig.decisions("one").isEmpty());
      String old = runtime.plugins().getFirst().digest().hex();
      jar(SECOND, "return List.of(new Noop(\"two\"));");
      String next = String.valueOf(runtime.replacePlugin(file, file).after());
      Await.until(() -> reasons().contains("two"));
      for (DecisionRecord each : rig.decisions("one")) {
        assertThat(each.identity().jarDigest())
            .isEqualTo(each.reasons().getFirst().equals("one") ? old : next);
      }
      assertThat(reasons()).isSortedAccordingTo((a, b) -> a.compareTo(b));
      runtime.close();
      player.join();
    }
    assertThat(rig.journal.reserved.get()).isZero();
  }

  /** A swap at an instant of a simulated market is part of what can be run again. */
  @Test
  void isRepeatableWhereItIsATaskOfTheTimeline() throws Exception {
    Path first = jar("Trigger.everySeconds(60)", "return List.of(new Noop(\"one\"));");
    Path second =
        new Strategies()
            .add("one", "Trigger.everySeconds(30)", "return List.of(new Noop(\"two\"));")
            .build(folder.resolve("second.jar"));
    List<List<String>> runs = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      Rig own = new Rig();
      Replay market = Replay.of(TestFiles.bars(folder, 10, 102), "BTC").simulated();
      try (StrategyRuntime runtime = own.over(first, market).build()) {
        long at = TestFiles.START + 5 * MINUTE;
        runtime.timeline().at(at, () -> runtime.replacePlugin(first, second));
        Rig.play(runtime);
      }
      runs.add(
          own.decisions("one").stream()
              .map(each ->
                  each.reasons().getFirst()
                      + " "
                      + (each.firing().atMillis() - TestFiles.START) / 1_000)
              .toList());
    }
    assertThat(runs.get(0)).isEqualTo(runs.get(1));
    assertThat(runs.get(0)).contains("one 240", "two 330", "two 360").doesNotContain("two 270");
    assertThat(runs.get(0).stream().filter(each -> each.endsWith(" 300"))).hasSize(1);
  }

  @Test
  void keepsStateAccountOrdersAndHealth() throws Exception {
    String first =
        """
        if (context.state().get("in").isEmpty()) {
          context.state().put("in", "yes");
          return List.of(
              PlaceOrder.buy("BTC", OrderSize.of("0.1"), OrderTerms.market(), "in"),
              PlaceOrder.buy("BTC", OrderSize.of("0.1"), OrderTerms.limit(Price.of("30000")), "low"));
        }
        throw new IllegalStateException("broken");
        """;
    Path file = jar("Trigger.event(\"go\")", first);
    try (StrategyRuntime runtime = paced(file).build()) {
      runtime.start();
      Await.until(() -> runtime.board().snapshot().mark("BTC") > 0);
      ask(runtime, "a");
      Await.until(() -> status(runtime).account().openOrders().size() == 1);
      runtime.publish("go", "{}", "b");
      Await.until(() -> !status(runtime).health().healthy());
      StrategyHealth.Standing ill = status(runtime).health();
      String deployment = status(runtime).deployment();
      jar(
          "Trigger.event(\"go\")",
          "return List.of(new Noop(context.state().get(\"in\").orElse(\"no\") + \" \""
              + " + context.account().held(\"BTC\") + \" \""
              + " + context.account().openOrders().size()));");
      runtime.replacePlugin(file, file);
      assertThat(status(runtime).health()).isEqualTo(ill);
      assertThat(status(runtime).deployment()).isEqualTo(deployment);
      assertThat(ask(runtime, "c").reasons()).containsExactly("yes 0.1 1");
      assertThat(status(runtime).health().healthy()).isTrue();
    }
  }

  @Test
  void endsADecisionUnderWayOnTheVersionItBeganOn() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    System.getProperties().put(GATE, gate);
    String closed =
        "volatile boolean asked; @Override public void close() {"
            + " if (asked) { System.getProperties().put(\""
            + GATE
            + ".closed\", 1); } }";
    String waits =
        "asked = true; CountDownLatch gate = shared(\""
            + GATE
            + "\"); while (gate.getCount() > 0) { Thread.onSpinWait(); }"
            + " return List.of(new Noop(\"old\"));";
    Path file = jar("Trigger.manual()", waits, closed);
    Replay market = Replay.of(TestFiles.trades(folder, 600, 103), "BTC").wall();
    try (StrategyRuntime runtime =
        rig.over(file, market)
            .strategy("one", it -> it.vault("v").concurrent(2).deadline(Duration.ZERO))
            .build()) {
      runtime.start();
      String old = runtime.plugins().getFirst().digest().hex();
      String under = runtime.trigger("one", "under way", null);
      Await.until(() -> status(runtime).underWay() == 1);
      jar("Trigger.manual()", "return List.of(new Noop(\"new\"));");
      runtime.replacePlugin(file, file);
      assertThat(ask(runtime, "next").reasons()).containsExactly("new");
      Await.until(() -> status(runtime).underWay() == 1);
      assertThat(System.getProperties().containsKey(GATE + ".closed")).isFalse();
      gate.countDown();
      DecisionRecord late = decision(under);
      assertThat(late.reasons()).containsExactly("old");
      assertThat(late.identity().jarDigest()).isEqualTo(old);
      Await.until(() -> System.getProperties().containsKey(GATE + ".closed"));
      assertThat(status(runtime).underWay()).isZero();
    } finally {
      System.getProperties().remove(GATE + ".closed");
    }
  }

  /** Whoever replaces a strategy because it hangs must not wait for what hangs. */
  @Test
  void countsNoPlaceForWhatHangsInTheVersionBefore() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    System.getProperties().put(GATE, gate);
    Path file =
        jar(
            "Trigger.manual()",
            "CountDownLatch gate = shared(\""
                + GATE
                + "\"); while (gate.getCount() > 0) { Thread.onSpinWait(); } return noop();");
    Replay market = Replay.of(TestFiles.trades(folder, 600, 105), "BTC").wall();
    try (StrategyRuntime runtime =
        rig.over(file, market)
            .ticks(patient())
            .strategy("one", it -> it.vault("v").concurrent(1).deadline(Duration.ofSeconds(2)))
            .build()) {
      runtime.start();
      String old = runtime.plugins().getFirst().digest().hex();
      DecisionRecord hangs = ask(runtime, "hangs");
      assertThat(hangs.verdict()).isEqualTo(Verdict.TIMED_OUT);
      assertThat(hangs.identity().jarDigest()).isEqualTo(old);
      assertThat(ask(runtime, "busy").verdict()).isEqualTo(Verdict.SKIPPED);
      jar("Trigger.manual()", "return List.of(new Noop(\"new\"));");
      runtime.replacePlugin(file, file);
      assertThat(ask(runtime, "free").reasons()).containsExactly("new");
      Await.until(() -> status(runtime).underWay() == 1);
      gate.countDown();
      Await.until(() -> status(runtime).underWay() == 0);
    }
    assertThat(rig.decisions("one")).hasSize(3);
  }

  @Test
  void loadsTheSameBytesAgainWhileAnOlderLoadOfThemIsStillInUse() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    System.getProperties().put(GATE, gate);
    String waits =
        "if (context.firing().payload().isPresent()) {"
            + " CountDownLatch gate = shared(\""
            + GATE
            + "\"); gate.await(); } return List.of(new Noop(\"first \" + made));";
    String made = "static int count; final int made = ++count;";
    Path file = jar("Trigger.manual()", waits, made);
    byte[] bytes = Files.readAllBytes(file);
    Replay market = Replay.of(TestFiles.trades(folder, 600, 106), "BTC").wall();
    try (StrategyRuntime runtime =
        rig.over(file, market)
            .strategy("one", it -> it.vault("v").deadline(Duration.ZERO))
            .build()) {
      runtime.start();
      String under = runtime.trigger("one", "under way", "wait");
      Await.until(() -> status(runtime).underWay() == 1);
      jar("Trigger.manual()", "return List.of(new Noop(\"second\"));");
      runtime.replacePlugin(file, file);
      Files.write(file, bytes);
      runtime.replacePlugin(file, file);
      // Loaded anew: the first load has counted its trial and the strategy that hangs.
      assertThat(ask(runtime, "again").reasons()).containsExactly("first 2");
      gate.countDown();
      assertThat(decision(under).reasons()).containsExactly("first 2");
      assertThat(ask(runtime, "more").reasons()).containsExactly("first 2");
    }
  }

  @Test
  void isDoneByTheCallerOnceTheMarketHasEnded() throws Exception {
    Path file = jar("Trigger.everySeconds(60)", "return List.of(new Noop(\"one\"));");
    Replay market = Replay.of(TestFiles.bars(folder, 5, 107), "BTC").simulated();
    try (StrategyRuntime runtime = rig.over(file, market).build()) {
      assertThatThrownBy(() -> runtime.replacePlugin(file, file))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("BUILT");
      Rig.play(runtime);
      jar("Trigger.everySeconds(60)", "return List.of(new Noop(\"two\"));");
      assertThat(runtime.replacePlugin(file, file).replaced()).containsExactly("one");
      runtime.close();
      assertThatThrownBy(() -> runtime.removePlugin(file))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("CLOSED");
    }
  }

  @Test
  void isRefusedToAListenerAndGivenUpWhenTheRuntimeCloses() throws Exception {
    Path file = jar(SECOND, "return List.of(new Noop(\"one\"));");
    AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
    AtomicReference<@Nullable StrategyRuntime> self = new AtomicReference<>();
    Replay market = Replay.of(TestFiles.trades(folder, 600, 108), "BTC").speed(50);
    StrategyRuntime runtime =
        rig.over(file, market)
            .onDecision(decided -> {
              try {
                Objects.requireNonNull(self.get()).replacePlugin(file, file);
              } catch (RuntimeException e) {
                thrown.set(e);
              }
            })
            .build();
    self.set(runtime);
    runtime.start();
    Await.until(() -> thrown.get() != null);
    assertThat(thrown.get()).hasMessageContaining("not changed by a listener");
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    runtime
        .timeline()
        .at(
            runtime.timeline().nowMillis(),
            () -> {
              begun.countDown();
              awaitQuietly(held);
            });
    begun.await();
    jar(SECOND, "return List.of(new Noop(\"two\"));");
    AtomicReference<@Nullable Throwable> refused = new AtomicReference<>();
    Thread swapper =
        Thread.ofPlatform()
            .start(() -> {
              try {
                runtime.replacePlugin(file, file);
              } catch (RuntimeException e) {
                refused.set(e);
              }
            });
    Await.until(() -> isAtItsPoint(swapper));
    Thread closer = Thread.ofPlatform().start(runtime::close);
    swapper.join();
    assertThat(refused.get())
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("the runtime: is closing");
    held.countDown();
    closer.join();
  }

  private static boolean isAtItsPoint(Thread swapper) {
    return Stream.of(swapper.getStackTrace())
        .anyMatch(frame -> frame.getClassName().equals(SwapPoint.class.getName()));
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private DecisionRecord ask(StrategyRuntime runtime, String request) {
    return decision(runtime.trigger("one", request, null));
  }

  private DecisionRecord decision(String id) {
    AtomicReference<@Nullable DecisionRecord> found = new AtomicReference<>();
    Await.until(() -> {
      rig.decisions("one").stream()
          .filter(each -> each.id().equals(id))
          .findFirst()
          .ifPresent(found::set);
      return found.get() != null;
    });
    return Objects.requireNonNull(found.get());
  }

  /** As they were fired: on a slow machine one may be decided after the next. */
  private List<String> reasons() {
    return rig.decisions("one").stream()
        .sorted(Comparator.comparingLong(each -> each.firing().atMillis()))
        .map(each -> each.reasons().getFirst())
        .toList();
  }

  private RuntimeBuilder paced(Path file) throws Exception {
    return rig.over(file, Replay.of(TestFiles.bars(folder, 3_000, 104), "BTC").speed(60));
  }

  private Path jar(String triggers, String decide, String... members) {
    return new Strategies().add("one", triggers, decide, members).build(folder.resolve("one.jar"));
  }

  private static StrategyStatus status(StrategyRuntime runtime) {
    return runtime.strategies().getFirst();
  }

  /** Nothing but a deadline: what hangs goes on hanging. */
  private static TickSettings patient() {
    Duration never = Duration.ofHours(1);
    return new TickSettings(2, 8, Duration.ZERO, true, new Ladder(never, never, 0));
  }
}
