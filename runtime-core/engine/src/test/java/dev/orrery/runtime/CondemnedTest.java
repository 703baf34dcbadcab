package dev.orrery.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.runtime.bytecode.GatedLoader;
import dev.orrery.runtime.bytecode.PollGate;
import dev.orrery.runtime.isolation.Ladder;
import dev.orrery.runtime.recording.Verdict;
import dev.orrery.testing.Await;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Condemning a thread takes as long as the JVM's other threads take to answer. Here it takes as
 * long as the test holds the gate's monitor.
 */
class CondemnedTest {
  private static final String GATE = "orrery.test.condemned.gate";
  private static final String INSIDE = "orrery.test.condemned.inside";
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** Says that it is inside. */
  private static final String ENTER =
      "java.util.concurrent.BlockingQueue<Thread> inside = shared(\""
          + INSIDE
          + "\"); inside.add(Thread.currentThread()); Semaphore gate = shared(\""
          + GATE
          + "\"); ";

  /** Waits in the JDK, deaf to interrupts, until the test opens the gate. */
  private static final String DEAF = ENTER + "gate.acquireUninterruptibly(); return noop();";

  /** Runs its own code, and is slow to leave it. */
  private static final String LINGERING =
      ENTER + "try { while (true) { calls++; } } finally { gate.acquireUninterruptibly(); }";

  private final Semaphore gate = new Semaphore(0);
  private final BlockingQueue<Thread> inside = new LinkedBlockingQueue<>();
  @TempDir private Path folder;

  CondemnedTest() {
    System.getProperties().put(GATE, gate);
    System.getProperties().put(INSIDE, inside);
  }

  @AfterEach
  void letGo() {
    gate.release(100);
    System.getProperties().remove(GATE);
    System.getProperties().remove(INSIDE);
  }

  @Test
  void hasAllItsTimeAfterItWasCondemned() throws InterruptedException {
    Ladder ladder = new Ladder(Duration.ofMillis(60), Duration.ofSeconds(3), 0);
    try (Street street =
        new Street(folder)
            .strategy("bad", LINGERING, "static volatile long calls;")
            .ladder(ladder)
            .deadline(Street.DEADLINE)
            .open()) {
      street.fire("bad");
      Thread thread = inside.take();
      synchronized (gateOf(thread)) {
        awaitCondemning();
        pass(ladder.quarantineAfter().multipliedBy(2));
      }
      Await.until(() -> thread.getState() == Thread.State.WAITING, Street.LONG);
      pass(Duration.ofMillis(100)); // many looks
      gate.release();
      Await.until(() -> street.status("bad").underWay() == 0, Street.LONG);
      assertThat(street.status("bad").state()).isEqualTo("running");
      assertThat(street.runtime().abandonedThreads()).isZero();
    }
  }

  @Test
  void keepsNobodyWaitingMeanwhileAndIsNotGivenUpOnItsWayOut() throws InterruptedException {
    try (Street street =
        new Street(folder)
            .strategy("bad", DEAF)
            .strategy("other", DEAF)
            .ladder(Street.PATIENT)
            .deadline(Street.DEADLINE)
            .open()) {
      street.fire("bad");
      Thread thread = inside.take();
      synchronized (gateOf(thread)) {
        awaitCondemning();
        gate.release();
        Await.until(() -> thread.getState() == Thread.State.TIMED_WAITING, Street.LONG);
        long ran = THREADS.getThreadCpuTime(thread.threadId());
        assertThat(street.decide("other").verdict()).isEqualTo(Verdict.TIMED_OUT);
        pass(Duration.ofSeconds(1));
        assertThat(Duration.ofNanos(THREADS.getThreadCpuTime(thread.threadId()) - ran))
            .as("processor time of a thread that waits to leave")
            .isLessThan(Duration.ofMillis(500));
      }
      gate.release();
      Await.until(() -> street.status("bad").underWay() == 0, Street.LONG);
      Await.until(() -> street.status("other").underWay() == 0, Street.LONG);
      assertThat(street.status("bad").state()).isEqualTo("running");
      assertThat(street.runtime().abandonedThreads()).isZero();
    }
  }

  private static PollGate gateOf(Thread thread) {
    return ((GatedLoader) thread.getContextClassLoader()).gate();
  }

  /** Waits until somebody wants to raise the gate that the caller holds. */
  private static void awaitCondemning() {
    Await.until(
        () ->
            Thread.getAllStackTraces().entrySet().stream()
                .anyMatch(each ->
                    each.getKey().getState() == Thread.State.BLOCKED
                        && each.getValue().length > 0
                        && each.getValue()[0].getMethodName().equals("raise")),
        Street.LONG);
  }

  private static void pass(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    Await.until(() -> System.nanoTime() - end > 0, Street.LONG);
  }
}
