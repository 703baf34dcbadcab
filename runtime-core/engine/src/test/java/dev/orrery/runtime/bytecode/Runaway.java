package dev.orrery.runtime.bytecode;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A thread in a plugin's code that does not come back by itself. */
final class Runaway {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final PollGate gate;
  private final Thread thread;
  private final AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();

  private Runaway(PollGate gate, Runnable code) {
    this.gate = gate;
    this.thread =
        Thread.ofPlatform()
            .daemon()
            .unstarted(() -> {
              try {
                code.run();
              } catch (Throwable e) {
                thrown.set(e);
              }
            });
  }

  static Runaway start(PollGate gate, Runnable code) {
    Runaway runaway = new Runaway(gate, code);
    runaway.thread.start();
    return runaway;
  }

  /** Of a class with a constructor without arguments that is a {@link Runnable}. */
  static Runaway start(Polled loader, String className) throws ReflectiveOperationException {
    Object made = Class.forName(className, true, loader).getConstructor().newInstance();
    return start(loader.gate(), (Runnable) made);
  }

  Thread thread() {
    return thread;
  }

  /** Waits until it has used this much of a processor: by then its loops are compiled. */
  Runaway busyFor(Duration processorTime) {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (THREADS.getThreadCpuTime(thread.threadId()) < processorTime.toNanos()) {
      assertThat(thread.isAlive()).as("still runs; threw %s", thrown.get()).isTrue();
      assertThat(System.nanoTime()).as("time to get busy").isLessThan(end);
      Thread.onSpinWait();
      Thread.yield();
    }
    return this;
  }

  /** Condemns it and waits for its end. What came out of it, if anything did. */
  @Nullable Throwable end(String cause) throws InterruptedException {
    gate.raise(thread, cause);
    boolean ended = thread.join(LONGEST);
    StackTraceElement[] where = thread.getStackTrace();
    gate.lower(thread);
    assertThat(ended).as("ended; it is at %s", (Object) where).isTrue();
    return thrown.get();
  }
}
