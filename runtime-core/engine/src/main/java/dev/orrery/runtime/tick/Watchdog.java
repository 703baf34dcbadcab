package dev.orrery.runtime.tick;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks every few milliseconds for calls past their deadline. One thread, until {@link #close}. */
final class Watchdog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
  private static final long LOOK_NANOS = 5_000_000L;

  private final List<CallSlot> slots = new CopyOnWriteArrayList<>();

  @SuppressWarnings("ThreadLocalUsage") // of one runtime: two in one process do not share slots
  private final ThreadLocal<CallSlot> own = new ThreadLocal<>();

  private final Runnable eachLook;
  private final Thread thread;
  private volatile boolean closed;

  /**
   * Begins to look.
   *
   * @param eachLook also run at each look; must not block
   */
  Watchdog(Runnable eachLook) {
    this.eachLook = eachLook;
    this.thread = Thread.ofPlatform().daemon().name("orrery-watchdog").start(this::look);
  }

  /** The calling thread's slot. */
  CallSlot slot() {
    CallSlot slot = own.get();
    if (slot == null) {
      slot = new CallSlot(Thread.currentThread());
      own.set(slot);
      slots.add(slot);
    }
    return slot;
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    try {
      thread.join(1_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    while (!closed) {
      LockSupport.parkNanos(this, LOOK_NANOS);
      long now = System.nanoTime();
      for (CallSlot slot : slots) {
        guarded(() -> slot.look(now));
      }
      guarded(() -> slots.removeIf(CallSlot::abandoned));
      guarded(eachLook);
    }
  }

  /** Nothing may end this thread: every deadline of the runtime depends on it. */
  private static void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error e) {
      LOG.error("A tick past its deadline could not be ended", e);
    }
  }
}
