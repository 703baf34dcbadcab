package dev.orrery.runtime;

import dev.orrery.kernel.Timeline;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongFunction;

/**
 * Hands facts to listeners, each over a queue and on a thread of its own, so that a slow one keeps
 * nobody else waiting. On a simulated timeline it waits for room in each: there is no one to delay,
 * and nothing must be lost. On the others decisions and log lines are dropped and counted where a
 * listener is too slow; fills and what else changes an account never are. Thread-safe.
 */
final class FactStream implements AutoCloseable {
  /** Where nothing waits: a burst of many strategies at one mark. */
  private static final int CAPACITY = 8_192;

  /** Where the market waits: few, so that few are left to be told at the end. */
  private static final int SIMULATED_CAPACITY = 256;

  private static final long DRAIN_MILLIS = 5_000;

  private final boolean lossless;
  private final LongFunction<RuntimeFact> missed;
  private final List<FactQueue> queues = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  /**
   * Without listeners.
   *
   * @param missed makes the fact that tells a listener how many it has missed
   */
  FactStream(Timeline.Kind kind, LongFunction<RuntimeFact> missed) {
    this.lossless = kind == Timeline.Kind.SIMULATED;
    this.missed = missed;
  }

  synchronized void add(RuntimeListener listener) {
    FactQueue queue =
        new FactQueue(listener, lossless ? SIMULATED_CAPACITY : CAPACITY, lossless, missed);
    queues.add(queue);
    queue.start("orrery-facts-" + queues.size());
  }

  /** Whether anybody listens: facts nobody hears need not be made. */
  boolean heard() {
    return !queues.isEmpty();
  }

  void publish(RuntimeFact fact) {
    if (closed) {
      return;
    }
    for (FactQueue queue : queues) {
      queue.put(fact);
    }
  }

  /** Whether this thread tells a listener. */
  boolean isOn(Thread candidate) {
    return queues.stream().anyMatch(queue -> queue.isOn(candidate));
  }

  /** Facts that a listener did not hear, summed over all of them. */
  long lost() {
    return queues.stream().mapToLong(FactQueue::lost).sum();
  }

  /**
   * Delivers what is queued for at most five seconds. No listener is called any more once this has
   * returned; one that is being called then is interrupted.
   */
  @Override
  public void close() {
    closed = true;
    long end = System.nanoTime() + DRAIN_MILLIS * 1_000_000;
    queues.forEach(FactQueue::end);
    for (FactQueue queue : queues) {
      queue.join(Math.max(0, (end - System.nanoTime()) / 1_000_000));
    }
  }
}
