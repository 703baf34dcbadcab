package dev.orrery.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.kernel.SimulatedTimeline;
import dev.orrery.market.MarketBoard;
import dev.orrery.market.MarketEvent;
import dev.orrery.market.replay.Replay;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.runtime.recording.Verdict;
import dev.orrery.testing.Await;
import dev.orrery.trigger.event.MemoryEventInbox;
import dev.orrery.trigger.event.MemoryNotifications;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** At most one decision for a firing, and how many at once. */
class FiringsOnceTest {
  private static final String GATE = "orrery.test.firings";

  @TempDir private static Path folder;
  private static Path jar;

  @BeforeAll
  static void compile() {
    jar =
        new Strategies()
            .add("heard", "Trigger.event(\"news\"), Trigger.everySeconds(60)", "return noop();")
            .add(
                "slow",
                "Trigger.event(\"slow\"), Trigger.manual()",
                "CountDownLatch gate = shared(\"" + GATE + "\"); gate.await(); return noop();")
            .build(folder.resolve("firings.jar"));
  }

  @AfterEach
  void forget() {
    System.getProperties().remove(GATE);
  }

  @Test
  void decidesOnceOnAnEventThatComesTwice() throws Exception {
    Rig rig = new Rig();
    Replay market = Replay.of(TestFiles.bars(folder, 10, 31), "BTC").simulated();
    try (StrategyRuntime runtime = rig.over(jar, market).build()) {
      runtime
          .board()
          .listen(
              MarketBoard.Phase.FIRINGS,
              (event, now) -> {
                if (event instanceof MarketEvent.Bar) {
                  runtime.publish("news", "a", "news:1");
                  runtime.publish("news", "b", "news:" + event.time());
                }
              });
      Rig.play(runtime);
    }
    List<DecisionRecord> events =
        rig.decisions("heard").stream().filter(each -> each.firing().originId() != null).toList();
    assertThat(events).hasSize(11);
    assertThat(events.stream().map(DecisionRecord::id)).doesNotHaveDuplicates();
    assertThat(rig.journal.reserved.get()).isZero();
  }

  @Test
  void decidesOnceOnARequestAlsoAfterARestart() throws Exception {
    Replay market = Replay.of(TestFiles.bars(folder, 600, 32), "BTC").speed(60);
    Rig first = new Rig();
    String id;
    try (StrategyRuntime runtime = first.over(jar, market).build()) {
      runtime.start();
      id = runtime.trigger("heard", "r1", "x");
      assertThat(runtime.trigger("heard", "r1", "x")).isEqualTo(id);
      Await.until(() -> count(first, id) == 1);
    }
    Rig second = Rig.after(first.journal.groups());
    try (StrategyRuntime runtime = second.over(jar, market).build()) {
      runtime.start();
      assertThat(runtime.trigger("heard", "r1", "x")).isEqualTo(id);
      String other = runtime.trigger("heard", "r2", "x");
      Await.until(() -> count(second, other) == 1);
      assertThat(count(second, id)).isEqualTo(1);
    }
  }

  @Test
  void makesDurableEventsWaitAndSkipsOthersAsBusy() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    System.getProperties().put(GATE, gate);
    Rig rig = new Rig();
    MemoryNotifications notices = new MemoryNotifications();
    MemoryEventInbox inbox = new MemoryEventInbox(new SimulatedTimeline(0), notices);
    Replay market = Replay.of(TestFiles.bars(folder, 10, 33), "BTC").wall();
    try (StrategyRuntime runtime =
        rig.over(jar, market)
            .events(inbox, notices)
            .andTheRest()
            .strategy("slow", it -> it.concurrent(2).deadline(Duration.ZERO))
            .build()) {
      runtime.start();
      for (int i = 0; i < 5; i++) {
        inbox.emit("slow", "e" + i);
      }
      Await.until(() -> underWay(runtime) == 2);
      String busy = runtime.trigger("slow", "by hand", null);
      Await.until(() -> count(rig, busy) == 1);
      assertThat(rig.decisions("slow"))
          .singleElement()
          .satisfies(each -> {
            assertThat(each.verdict()).isEqualTo(Verdict.SKIPPED);
            assertThat(each.reasons()).containsExactly("busy: 2 decisions are under way");
          });
      assertThat(underWay(runtime)).isEqualTo(2);
      gate.countDown();
      Await.until(() -> rig.decisions("slow").size() == 6);
    }
    assertThat(rig.verdicts("slow").stream().filter(Verdict.NOOP::equals)).hasSize(5);
    assertThat(rig.decisions("slow").stream().map(DecisionRecord::id)).doesNotHaveDuplicates();
    assertThat(rig.journal.reserved.get()).isZero();
  }

  @Test
  void letsWhatWaitedBeSkippedWhenItIsPausedMeanwhile() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    System.getProperties().put(GATE, gate);
    Rig rig = new Rig();
    MemoryNotifications notices = new MemoryNotifications();
    MemoryEventInbox inbox = new MemoryEventInbox(new SimulatedTimeline(0), notices);
    Replay market = Replay.of(TestFiles.bars(folder, 10, 34), "BTC").wall();
    try (StrategyRuntime runtime =
        rig.over(jar, market)
            .events(inbox, notices)
            .andTheRest()
            .strategy("slow", it -> it.concurrent(1).deadline(Duration.ZERO))
            .build()) {
      runtime.start();
      inbox.emit("slow", "1");
      inbox.emit("slow", "2");
      Await.until(() -> underWay(runtime) == 1);
      runtime.operations("slow").pause("lunch");
      gate.countDown();
      Await.until(() -> rig.decisions("slow").size() == 2);
    }
    assertThat(rig.verdicts("slow")).containsExactlyInAnyOrder(Verdict.NOOP, Verdict.SKIPPED);
    assertThat(rig.decisions("slow"))
        .filteredOn(each -> each.verdict() == Verdict.SKIPPED)
        .allMatch(each -> each.reasons().equals(List.of("paused: lunch")));
  }

  @Test
  void refusesTicksWhileTheJournalHasNoRoom() throws Exception {
    Rig rig = new Rig();
    rig.journal.room.set(0);
    Replay market = Replay.of(TestFiles.bars(folder, 5, 35), "BTC").simulated();
    try (StrategyRuntime runtime = rig.over(jar, market).build()) {
      Rig.play(runtime);
    }
    assertThat(rig.decisions()).isEmpty();
    assertThat(rig.journal.reserved.get()).isZero();
  }

  private static int underWay(StrategyRuntime runtime) {
    return runtime.strategies().stream()
        .filter(each -> each.name().equals("slow"))
        .mapToInt(StrategyStatus::underWay)
        .sum();
  }

  private static long count(Rig rig, String id) {
    return rig.decisions().stream().filter(each -> each.id().equals(id)).count();
  }
}
