package dev.orrery.runtime;

import dev.orrery.kernel.Timeline;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands facts to listeners on a thread of its own, which is there only once there is a listener.
 * Slow listeners lose facts. On a simulated timeline it waits for room instead: there is no one to
 * delay, and nothing must be lost.
 */
final class FactStream implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FactStream.class);
  private static final int CAPACITY = 8_192;

  private final boolean lossless;
  private final List<RuntimeListener> listeners = new CopyOnWriteArrayList<>();
  private final ArrayBlockingQueue<RuntimeFact> queue = new ArrayBlockingQueue<>(CAPACITY);
  private final AtomicLong lost = new AtomicLong();
  private volatile boolean heard;
  private volatile boolean closed;
  private final Thread thread;

  FactStream(Timeline.Kind kind) {
    this.lossless = kind == Timeline.Kind.SIMULATED;
    this.thread = Thread.ofPlatform().daemon().name("orrery-facts").unstarted(this::deliver);
  }

  synchronized void add(RuntimeListener listener) {
    listeners.add(listener);
    heard = true;
    if (thread.getState() == Thread.State.NEW) {
      thread.start();
    }
  }

  /** Whether anybody listens: facts nobody hears need not be made. */
  boolean heard() {
    return heard;
  }

  void publish(RuntimeFact fact) {
    if (listeners.isEmpty() || closed) {
      return;
    }
    if (lossless) {
      putPatiently(fact);
    } else if (!queue.offer(fact)) {
      lost.incrementAndGet();
    }
  }

  private void putPatiently(RuntimeFact fact) {
    try {
      boolean there = queue.offer(fact);
      while (!there && !closed && thread.isAlive()) {
        there = queue.offer(fact, 20, TimeUnit.MILLISECONDS);
      }
      if (!there) {
        lost.incrementAndGet();
      }
    } catch (InterruptedException e) {
      lost.incrementAndGet();
      Thread.currentThread().interrupt();
    }
  }

  /** Facts that no listener heard. */
  long lost() {
    return lost.get();
  }

  /** Delivers what is queued, then ends. */
  @Override
  public void close() {
    closed = true;
    if (thread.getState() == Thread.State.NEW || thread.equals(Thread.currentThread())) {
      return;
    }
    try {
      thread.join(5_000);
      if (thread.isAlive()) {
        thread.interrupt();
        LOG.warn("A runtime listener does not return; facts left undelivered={}", queue.size());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void deliver() {
    try {
      while (!closed || !queue.isEmpty()) {
        RuntimeFact fact = queue.poll(20, TimeUnit.MILLISECONDS);
        if (fact != null) {
          tell(fact);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tell(RuntimeFact fact) {
    for (RuntimeListener listener : listeners) {
      try {
        listener.on(fact);
      } catch (RuntimeException | Error e) {
        LOG.warn("A runtime listener failed", e);
      }
    }
  }
}
