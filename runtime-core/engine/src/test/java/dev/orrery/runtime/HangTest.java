package dev.orrery.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.orrery.kernel.ProblemException;
import dev.orrery.market.replay.Replay;
import dev.orrery.runtime.control.Quarantine;
import dev.orrery.runtime.isolation.Ladder;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.runtime.recording.Verdict;
import dev.orrery.runtime.tick.TickSettings;
import dev.orrery.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Decisions that do not end: followed rung by rung, while the neighbour ticks on. */
class HangTest {
  private static final String GATE = "orrery.test.hang";

  /** Waits in the JDK, deaf to interrupts, until the test opens the gate. */
  private static final String DEAF =
      "Semaphore gate = shared(\"" + GATE + "\"); gate.acquireUninterruptibly(); return noop();";

  @TempDir private Path folder;
  private final Semaphore gate = new Semaphore(0);

  /** What earlier tests left for good. */
  private final Set<Thread> before = new HashSet<>(inDecide());

  private final Set<String> lowBefore = lowThreads();

  HangTest() {
    System.getProperties().put(GATE, gate);
  }

  @AfterEach
  void letGo() {
    gate.release(100);
    System.getProperties().remove(GATE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Thread.sleep(60_000); return noop();",
        "while (true) {}",
        "while (true) { Thread.onSpinWait(); }",
        "while (true) { try { while (true) { calls++; } } catch (Throwable e) { calls--; } }",
        "for (;;) { try { Thread.sleep(60_000); } catch (InterruptedException e) { calls++; } }",
        "return forEver(context);",
      })
  void endsWhatRunsTheStrategysOwnCode(String body) {
    try (Street street =
        new Street(folder)
            .strategy(
                "bad",
                body,
                "static volatile long calls;",
                "static List<Action> forEver(DecisionContext context) { for (;;) { try {"
                    + " context.now(); } catch (RuntimeException e) { calls++; } } }")
            .ladder(Street.PATIENT)
            .deadline(Street.DEADLINE)
            .open()) {
      DecisionRecord decision = street.decide("bad");
      assertThat(decision.verdict()).isEqualTo(Verdict.TIMED_OUT);
      assertThat(decision.reasons()).containsExactly("decide took longer than 60 ms");
      Await.until(() -> street.status("bad").underWay() == 0, Street.LONG);
      assertThat(street.status("bad").state()).isEqualTo("running");
      assertThat(street.runtime().abandonedThreads()).isZero();
      street.neighbourTicksOn();
      assertThat(street.decide("bad").verdict()).as("asked again").isEqualTo(Verdict.TIMED_OUT);
    }
    Await.until(() -> threadsInDecide().isEmpty(), Street.LONG);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        DEAF,
        "return java.util.regex.Pattern.matches(\"(x+)+\\\\1y\", \"x\".repeat(27)) ? null :"
            + " noop();",
        "new Thread(() -> { LOCK.lock(); in.release(); }).start(); in.acquireUninterruptibly();"
            + " LOCK.lock(); return noop();",
        "synchronized (ONE) { Thread other = new Thread(() -> { synchronized (TWO) { in.release();"
            + " synchronized (ONE) { } } }); other.setDaemon(true); other.start();"
            + " in.acquireUninterruptibly(); synchronized (TWO) { return noop(); } }",
      })
  void givesUpWhatNothingReaches(String body) throws IOException {
    try (Street street =
        new Street(folder)
            .strategy(
                "bad",
                body,
                "static final Object ONE = new Object(); static final Object TWO = new Object();",
                "static final Semaphore in = new Semaphore(0);",
                "static final java.util.concurrent.locks.ReentrantLock LOCK ="
                    + " new java.util.concurrent.locks.ReentrantLock();")
            .deadline(Duration.ofSeconds(1))
            .open()) {
      assertThat(street.decide("bad").verdict()).isEqualTo(Verdict.TIMED_OUT);
      Await.until(() -> street.status("bad").state().equals("quarantined"), Street.LONG);
      Await.until(() -> street.runtime().abandonedThreads() == 1, Street.LONG);
      StrategyStatus status = street.status("bad");
      Quarantine quarantine = Objects.requireNonNull(status.latches().quarantine());
      assertThat(quarantine.cause())
          .startsWith("hangs: decide ended neither by interrupt nor in its own code, at ")
          .contains("at p.S", ".decide(");
      assertThat(status.underWay()).as("its place was given back").isZero();
      Await.until(() -> street.events("bad").contains("quarantined"), Street.LONG);
      Await.until(() -> !lowSince().isEmpty(), Street.LONG);
      DecisionRecord refused = street.decide("bad");
      assertThat(refused.verdict()).isEqualTo(Verdict.SKIPPED);
      assertThat(refused.reasons()).containsExactly("quarantined: " + quarantine.cause());
      assertThatExceptionOfType(ProblemException.class)
          .isThrownBy(() -> street.runtime().preview("bad", null))
          .withMessageContaining("is quarantined: hangs:")
          .withMessageContaining("orrery strategies release bad");
      assertThat(street.runtime().health())
          .extracting(RuntimeHealth::alive, RuntimeHealth::ready, RuntimeHealth::degraded)
          .containsExactly(true, true, false);
      street.neighbourTicksOn();
    }
  }

  @Test
  void endsAThreadThatComesBackAndForgetsIt() {
    try (Street street =
        new Street(folder).strategy("bad", DEAF).deadline(Street.DEADLINE).open()) {
      street.fire("bad");
      Await.until(() -> street.runtime().abandonedThreads() == 1, Street.LONG);
      List<Thread> hanging = threadsInDecide();
      assertThat(hanging).hasSize(1);
      gate.release();
      Await.until(() -> !hanging.getFirst().isAlive(), Street.LONG);
      Await.until(() -> street.runtime().abandonedThreads() == 0, Street.LONG);
      assertThat(street.status("bad").state()).isEqualTo("quarantined");
      street.neighbourTicksOn();
      assertThat(lowSince()).as("no thread is left at low priority").isEmpty();
    }
  }

  @Test
  void staysQuarantinedOverARestartUntilItIsReleased() {
    Street first = new Street(folder).strategy("bad", DEAF).deadline(Street.DEADLINE);
    try (first) {
      first.open().fire("bad");
      Await.until(() -> !first.latches.isEmpty(), Street.LONG);
    }
    gate.release(10);
    Street second = new Street(folder).strategy("bad", DEAF);
    second.latches.putAll(first.latches);
    try (second) {
      second.open();
      assertThat(second.status("bad").state()).isEqualTo("quarantined");
      assertThat(second.status("bad").latches().quarantine())
          .isEqualTo(first.latches.values().iterator().next().quarantine());
      assertThat(second.decide("bad").verdict()).isEqualTo(Verdict.SKIPPED);
      second.runtime().operations("bad").release();
      assertThat(second.status("bad").state()).isEqualTo("running");
      assertThat(second.decide("bad").verdict()).isEqualTo(Verdict.NOOP);
      assertThat(second.latches.values()).allMatch(latches -> latches.quarantine() == null);
      Await.until(() -> second.events("bad").contains("released"), Street.LONG);
    }
  }

  @Test
  void quarantinesTheWholeJarWhenASecondOfItsStrategiesHangs() {
    try (Street street =
        new Street(folder)
            .strategy("one", DEAF)
            .strategy("two", DEAF)
            .strategy("three", "return noop();")
            .deadline(Street.DEADLINE)
            .deadline("three", Street.LONG)
            .open()) {
      street.fire("one");
      Await.until(() -> street.status("one").state().equals("quarantined"), Street.LONG);
      assertThat(street.decide("three").verdict()).isEqualTo(Verdict.NOOP);
      street.fire("two");
      Await.until(() -> street.status("three").state().equals("quarantined"), Street.LONG);
      assertThat(street.status("three").latches().quarantine())
          .extracting(Quarantine::cause)
          .isEqualTo("hangs: it is of the jar of one and two, bad.jar");
      assertThat(street.status("two").state()).isEqualTo("quarantined");
      street.neighbourTicksOn();
    }
  }

  @Test
  void asksForARestartOnceEightThreadsAreGivenUp() {
    // The eighth is fired before the first is given up, which keeps out those after it.
    Duration enough = Duration.ofSeconds(5);
    try (Street street =
        new Street(folder).strategy("bad", DEAF).deadline(enough).concurrent(8).open()) {
      for (int i = 0; i < 8; i++) {
        assertThat(street.runtime().health().degraded()).isFalse();
        street.fire("bad");
      }
      Await.until(() -> street.runtime().health().degraded(), Street.LONG);
      assertThat(street.runtime().abandonedThreads()).isEqualTo(8);
      assertThat(street.runtime().health().reasons())
          .contains(
              "degraded: 8 threads do not leave plugin code and take processor time: start the"
                  + " process again");
      assertThat(street.runtime().health().ready()).isTrue();
      street.neighbourTicksOn();
      gate.release(8);
      Await.until(() -> !street.runtime().health().degraded(), Street.LONG);
    }
  }

  @Test
  void givesTheCallerOfAPreviewItsThreadBack() {
    try (Street street =
        new Street(folder).strategy("bad", DEAF).deadline(Street.DEADLINE).open()) {
      assertThat(street.runtime().preview("bad", null).error())
          .isEqualTo("decide took longer than 60 ms");
      Await.until(() -> street.status("bad").state().equals("quarantined"), Street.LONG);
      Await.until(() -> street.runtime().abandonedThreads() == 1, Street.LONG);
    }
  }

  @Test
  void endsALoopOnASimulatedMarketsOwnThread() throws Exception {
    Path jar =
        new Strategies()
            .add("bad", "Trigger.everySeconds(60)", "while (true) {}")
            .add("good", "Trigger.everySeconds(60)", "return noop();")
            .build(folder.resolve("loop.jar"));
    Rig rig = new Rig();
    Replay market = Replay.of(TestFiles.bars(folder, 9, 23), "BTC").simulated();
    try (StrategyRuntime runtime =
        rig.over(jar, market)
            .ticks(new TickSettings(1, 1, Duration.ZERO, true, Street.PATIENT))
            .strategy("bad", it -> it.vault("bad").deadline(Duration.ofMillis(30)))
            .andTheRest()
            .build()) {
      Rig.play(runtime);
      assertThat(runtime.abandonedThreads()).isZero();
    }
    assertThat(rig.verdicts("bad").subList(0, 5))
        .containsExactly(
            Verdict.TIMED_OUT,
            Verdict.SKIPPED,
            Verdict.SKIPPED,
            Verdict.SKIPPED,
            Verdict.TIMED_OUT);
    assertThat(rig.verdicts("good")).hasSizeGreaterThanOrEqualTo(8).containsOnly(Verdict.NOOP);
  }

  @Test
  void leavesACallWithoutADeadlineAlone() {
    Ladder ladder = Street.SHORT;
    try (Street street =
        new Street(folder).strategy("bad", DEAF).deadline(Duration.ZERO).ladder(ladder).open()) {
      String id = street.fire("bad");
      street.neighbourTicksOn();
      assertThat(street.status("bad").underWay()).isEqualTo(1);
      gate.release();
      Await.until(() -> street.status("bad").underWay() == 0, Street.LONG);
      assertThat(street.found(id).verdict()).isEqualTo(Verdict.NOOP);
    }
  }

  private List<Thread> threadsInDecide() {
    return inDecide().stream().filter(thread -> !before.contains(thread)).toList();
  }

  private static List<Thread> inDecide() {
    List<Thread> found = new ArrayList<>();
    Thread.getAllStackTraces()
        .forEach((thread, stack) -> {
          boolean decides =
              Stream.of(stack)
                  .anyMatch(frame ->
                      frame.getMethodName().equals("decide")
                          && frame.getClassName().startsWith("p.S"));
          if (decides && thread.getName().startsWith("orrery-decide-")) {
            found.add(thread);
          }
        });
    return found;
  }

  private Set<String> lowSince() {
    Set<String> since = new HashSet<>(lowThreads());
    since.removeAll(lowBefore);
    return since;
  }

  /** Threads of this process that run little while others want to: nicer than it by ten. */
  private static Set<String> lowThreads() {
    Path tasks = Path.of("/proc/self/task");
    assumeTrue(Files.isDirectory(tasks), "not Linux");
    try (Stream<Path> all = Files.list(tasks)) {
      return all.filter(HangTest::isLow)
          .map(task -> String.valueOf(task.getFileName()))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isLow(Path task) {
    try {
      return nice(task) == Math.min(nice(Path.of("/proc/self")) + 10, 19);
    } catch (IOException e) {
      return false; // it has ended
    }
  }

  private static int nice(Path process) throws IOException {
    String stat = Files.readString(process.resolve("stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return Integer.parseInt(fields[16]); // field 19, counted from field 3
  }
}
