package dev.orrery.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.market.replay.Replay;
import dev.orrery.runtime.control.Quarantine;
import dev.orrery.runtime.isolation.HeapReadings;
import dev.orrery.runtime.isolation.HeapReadings.Reading;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.runtime.recording.Verdict;
import dev.orrery.runtime.tick.TickSettings;
import dev.orrery.testing.Await;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Decisions that take too much memory, and strategies that keep it. */
class MemoryTest {
  private static final long MB = 1L << 20;
  private static final String LOADER = "orrery.test.loader";
  private static final String HELD = "orrery.test.held";
  private static final String SHOWS_ITS_LOADER =
      "System.getProperties().put(\""
          + LOADER
          + "\", new java.lang.ref.WeakReference<>(KEPT.getClass().getClassLoader()));";

  @TempDir private Path folder;
  private final AtomicReference<@Nullable Reading> heap = new AtomicReference<>();

  @AfterEach
  void forget() {
    System.getProperties().remove(LOADER);
  }

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
            .ladder(Street.PATIENT.allocationBudget(32 * MB))
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
      assertThat(decision.reasons())
          .singleElement()
          .asString()
          .matches(
              "java.lang.OutOfMemoryError: an array of 2047 MB does not fit into a heap of \\d+ MB");
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
                new TickSettings(
                    1, 1, Duration.ZERO, true, Street.PATIENT.allocationBudget(32 * MB)))
            .build()) {
      Rig.play(runtime);
    }
    assertThat(rig.decisions("bad").getFirst().reasons().getFirst())
        .matches("decide allocated \\d+ MB, more than its budget of 32 MB");
  }

  @Test
  void takesOutWhoAllocatedMostAndLetsGoOfItsCode() {
    try (Street street =
        new Street(folder)
            .strategy(
                "bad",
                SHOWS_ITS_LOADER + " KEPT.add(new byte[1 << 22]); return noop();",
                "static final class Kept extends ArrayList<byte[]> {}",
                "static final List<byte[]> KEPT = new Kept();")
            .deadline(Duration.ofSeconds(60))
            .open(builder -> builder.heap(() -> heap.getAndSet(null)))) {
      street.decide("bad");
      street.decide("bad");
      heap.set(new Reading(84 * MB, 100 * MB));
      street.neighbourTicksOn();
      assertThat(street.status("bad").state()).isEqualTo("running");
      heap.set(new Reading(86 * MB, 100 * MB));
      Await.until(() -> street.status("bad").state().equals("quarantined"), Street.LONG);
      assertThat(street.status("bad").latches().quarantine())
          .extracting(Quarantine::cause)
          .asString()
          .startsWith(
              "memory: 86 of 100 MB of the heap are in use after a collection, and it allocated"
                  + " most lately: ");
      Await.until(MemoryTest::loaderIsGone, Street.LONG);
      assertThat(street.decide("bad").verdict()).isEqualTo(Verdict.SKIPPED);
      assertThat(street.status("good").state()).isEqualTo("running");
      assertThat(street.runtime().health().alive()).isTrue();

      street.runtime().operations("bad").release();
      assertThat(street.decide("bad").verdict()).isEqualTo(Verdict.NOOP);
      assertThat(loaderIsGone()).as("its code is loaded again").isFalse();
      street.neighbourTicksOn();
    }
  }

  @Test
  void judgesNobodyByACollectionThatMayHaveBegunBeforeAllWasLetGoOf() {
    try (Street street =
        new Street(folder)
            .strategy(
                "bad",
                SHOWS_ITS_LOADER + " KEPT.add(new byte[1 << 22]); return noop();",
                "static final class Kept extends ArrayList<byte[]> {}",
                "static final List<byte[]> KEPT = new Kept();")
            .deadline(Duration.ofSeconds(60))
            .open(builder -> builder.heap(() -> heap.getAndSet(null)))) {
      street.decide("bad");
      Reading full = new Reading(90 * MB, 100 * MB);
      heap.set(full);
      Await.until(() -> isQuarantined(street, "bad"), Street.LONG);
      Await.until(MemoryTest::loaderIsGone, Street.LONG);
      heap.set(full);
      Await.until(() -> heap.get() == null, Street.LONG);
      street.neighbourTicksOn();
      assertThat(isQuarantined(street, "good")).isFalse();
      heap.set(full);
      Await.until(() -> isQuarantined(street, "good"), Street.LONG);
    }
  }

  @Test
  void takesOutTheRestOfAJarBeforeItsNeighbours() {
    AtomicBoolean full = new AtomicBoolean();
    Street street =
        new Street(folder)
            .strategy("most", "kept = new byte[64 << 20]; return noop();", "static byte[] kept;")
            .strategy("least", "return noop();")
            .deadline(Duration.ofSeconds(60));
    try (street) {
      street.open(builder ->
          builder.heap(() ->
              full.get() && !isQuarantined(street, "least")
                  ? new Reading(90 * MB, 100 * MB)
                  : null));
      street.decide("most");
      street.decide("least");
      full.set(true);
      Await.until(() -> isQuarantined(street, "least"), Street.LONG);
      assertThat(isQuarantined(street, "most")).isTrue();
      street.neighbourTicksOn();
    }
  }

  @Test
  void endsTheDecisionsOfWhoIsTakenOut() {
    try (Street street =
        new Street(folder)
            .strategy("bad", "kept = new byte[4 << 20]; while (true) { }", "static byte[] kept;")
            .ladder(Street.SHORT.allocationBudget(0))
            .deadline(Duration.ofSeconds(60))
            .open(builder -> builder.heap(() -> heap.getAndSet(null)))) {
      String id = street.fire("bad");
      Await.until(() -> street.status("bad").underWay() == 1, Street.LONG);
      street.neighbourTicksOn();
      heap.set(new Reading(90 * MB, 100 * MB));
      Await.until(() -> street.status("bad").underWay() == 0, Street.LONG);
      assertThat(street.found(id).verdict()).isEqualTo(Verdict.FAILED);
      assertThat(street.found(id).reasons().getFirst())
          .startsWith(
              "90 of 100 MB of the heap are in use after a collection, and it allocated most");
      assertThat(isQuarantined(street, "bad")).isTrue();
    }
  }

  @Test
  void endsDecisionsThatHoldMuchBeforeAnybodyGoes() {
    try (Street street =
        new Street(folder)
            .strategy(
                "bad", "for (;;) { kept = new byte[1 << 16]; }", "static volatile byte[] kept;")
            .ladder(Street.SHORT.allocationBudget(0))
            .deadline(Duration.ofSeconds(60))
            .open(builder -> builder.heap(() -> heap.getAndSet(null)))) {
      String id = street.fire("bad");
      Await.until(() -> street.status("bad").underWay() == 1, Street.LONG);
      street.neighbourTicksOn(); // so the watchdog has seen the decision, too
      heap.set(new Reading(90 * MB, 100 * MB));
      Await.until(() -> street.status("bad").underWay() == 0, Street.LONG);
      assertThat(street.found(id).verdict()).isEqualTo(Verdict.FAILED);
      assertThat(street.found(id).reasons().getFirst())
          .matches(
              "90 of 100 MB of the heap are in use after a collection,"
                  + " and this decision has allocated more than 6 MB");
      assertThat(isQuarantined(street, "bad")).isFalse();
      street.neighbourTicksOn();
    }
  }

  @Test
  void takesOutEveryoneWhoAllocatedMuchBeforeTheProcessMustEnd() {
    List<String> causes = new CopyOnWriteArrayList<>();
    try (Street street =
        twoWhoTakeMuch()
            .open(builder -> builder.heap(() -> heap.getAndSet(null)).onExhausted(causes::add))) {
      street.decide("most");
      street.decide("much");
      Await.until(() -> stillFull(99) && isQuarantined(street, "most"), Street.LONG);
      Await.until(() -> stillFull(99) && isQuarantined(street, "much"), Street.LONG);
      assertThat(causes).isEmpty();
      Await.until(() -> stillFull(99) && !causes.isEmpty(), Street.LONG);
      assertThat(isQuarantined(street, "good")).as("who allocated little").isFalse();
    }
  }

  @Test
  void waitsForNobodyWhereThereIsNoRoomForNewObjectsEither() {
    try (Street street =
        twoWhoTakeMuch().open(builder -> builder.heap(() -> heap.getAndSet(null)))) {
      street.decide("most");
      street.decide("much");
      for (int collection = 1; collection <= 3; collection++) {
        isWithoutRoom();
        Await.until(() -> heap.get() == null, Street.LONG);
        street.neighbourTicksOn(); // and so it was judged
      }
      assertThat(isQuarantined(street, "most")).isTrue();
      assertThat(isQuarantined(street, "much")).isTrue();
      assertThat(isQuarantined(street, "good")).isFalse();
    }
  }

  @Test
  void waitsForWhoeverHasNotGoneYetBeforeOneWhoAllocatedLittleIsJudged() {
    Semaphore held = new Semaphore(0);
    System.getProperties().put(HELD, held);
    try (Street street =
        twoWhoTakeMuch()
            .strategy(
                "stays",
                """
                kept = new byte[80 << 20];
                ((Semaphore) System.getProperties().get("%s")).acquireUninterruptibly();
                return noop();
                """
                    .formatted(HELD),
                "static byte[] kept;")
            .strategy("some", "kept = new byte[16 << 20]; return noop();", "static byte[] kept;")
            .ladder(Street.PATIENT)
            .open(builder -> builder.heap(() -> heap.getAndSet(null)))) {
      street.fire("stays");
      List.of("most", "much", "some").forEach(street::decide);
      Await.until(() -> street.status("stays").underWay() == 1, Street.LONG);
      Await.until(() -> isWithoutRoom() && isQuarantined(street, "most"), Street.LONG);
      assertThat(isQuarantined(street, "stays")).isTrue();
      long begun = System.nanoTime();
      Await.until(() -> isWithoutRoom() && isQuarantined(street, "some"), Street.LONG);
      assertThat(isQuarantined(street, "much")).isTrue();
      assertThat(System.nanoTime() - begun).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(1_900));
      assertThat(isQuarantined(street, "good")).isFalse();
      held.release();
    } finally {
      System.getProperties().remove(HELD);
    }
  }

  @Test
  void asksForACollectionOnceWhoeverWentHasLetGo() {
    Asked asked = new Asked(new Reading(50 * MB, 100 * MB));
    try (Street street = twoWhoTakeMuch().open(builder -> builder.heap(asked))) {
      List.of("most", "much").forEach(street::decide);
      heap.set(new Reading(90 * MB, 100 * MB));
      Await.until(() -> isQuarantined(street, "most"), Street.LONG);
      Await.until(() -> asked.times.get() == 1, Street.LONG);
      Await.until(() -> heap.get() == null, Street.LONG);
      street.neighbourTicksOn();
      assertThat(isQuarantined(street, "much")).as("what is left is little").isFalse();
      assertThat(asked.times).as("nothing was done any more").hasValue(1);
    }
  }

  @Test
  void saysThatTheProcessMustEndWhenNobodyIsLeftWhoCouldGo() {
    List<String> causes = new CopyOnWriteArrayList<>();
    Asked asked = new Asked(new Reading(90 * MB, 100 * MB));
    try (Street street =
        twoWhoTakeMuch().open(builder -> builder.heap(asked).onExhausted(causes::add))) {
      List.of("most", "much").forEach(street::decide);
      heap.set(new Reading(90 * MB, 100 * MB));
      Await.until(() -> !causes.isEmpty(), Street.LONG);
      for (String each : List.of("most", "much", "good")) {
        assertThat(isQuarantined(street, each)).as(each).isTrue();
      }
      assertThat(causes)
          .singleElement()
          .asString()
          .startsWith(
              "90 of 100 MB of the heap are in use after a collection, twice in a row: the process"
                  + " must end");
    }
  }

  @Test
  void saysThatTheProcessMustEndWhenTheHeapStaysFull() {
    List<String> causes = new CopyOnWriteArrayList<>();
    try (Street street =
        new Street(folder)
            .strategy("bad", "return noop();")
            .open(builder -> builder.heap(() -> heap.getAndSet(null)).onExhausted(causes::add))) {
      heap.set(new Reading(96 * MB, 100 * MB));
      Await.until(() -> heap.get() == null, Street.LONG);
      heap.set(new Reading(80 * MB, 100 * MB));
      Await.until(() -> heap.get() == null, Street.LONG);
      heap.set(new Reading(97 * MB, 100 * MB));
      Await.until(() -> heap.get() == null, Street.LONG);
      assertThat(causes).as("not twice in a row yet").isEmpty();
      assertThat(street.runtime().health().alive()).isTrue();
      Await.until(() -> stillFull(98) && !causes.isEmpty(), Street.LONG);
      assertThat(causes)
          .singleElement()
          .asString()
          .startsWith(
              "98 of 100 MB of the heap are in use after a collection, twice in a row: the process"
                  + " must end");
      assertThat(street.runtime().health().alive()).isFalse();
      assertThat(street.runtime().health().reasons()).contains("memory: " + causes.getFirst());
    }
  }

  private Street twoWhoTakeMuch() {
    String taking = "kept = new byte[%d << 20]; return noop();";
    return new Street(folder)
        .strategy("most", taking.formatted(64), "static byte[] kept;")
        .strategy("much", taking.formatted(32), "static byte[] kept;")
        .deadline(Duration.ofSeconds(60));
  }

  /** Another collection: one is not judged while whoever was taken out lets go. */
  private boolean stillFull(int percent) {
    heap.set(new Reading(percent * MB, 100 * MB));
    return true;
  }

  /** Another collection, too: what outlives them takes the room of new objects. */
  private boolean isWithoutRoom() {
    heap.set(new Reading(90 * MB, 80 * MB, 120 * MB));
    return true;
  }

  /** A heap in which nobody allocates: it is collected when that is asked for. */
  private final class Asked implements HeapReadings {
    private final AtomicInteger times = new AtomicInteger();
    private final Reading left;

    Asked(Reading left) {
      this.left = left;
    }

    @Override
    public @Nullable Reading next() {
      return heap.getAndSet(null);
    }

    @Override
    public boolean canCollect() {
      return true;
    }

    @Override
    public void collect() {
      times.incrementAndGet();
      heap.set(left);
    }
  }

  private static boolean isQuarantined(Street street, String strategy) {
    return street.status(strategy).state().equals("quarantined");
  }

  private static boolean loaderIsGone() {
    System.gc();
    return System.getProperties().get(LOADER) instanceof WeakReference<?> loader
        && loader.get() == null;
  }
}
