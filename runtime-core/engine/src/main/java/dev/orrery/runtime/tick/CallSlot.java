package dev.orrery.runtime.tick;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Where one thread says that it is inside plugin code. Whoever ends a call first, the thread that
 * returns or the watchdog at the deadline, says what it was; the other one's result is dropped.
 *
 * <p>Made for millions of calls a second: entering is one ordered write, leaving one
 * compare-and-set. The watchdog looks from outside and measures from its first sight of a call, so
 * a deadline is late by up to two looks and never early.
 */
final class CallSlot {
  private static final long OUTSIDE = 0;
  private static final long INTERRUPTED = -1;

  private final Thread thread;

  /** OUTSIDE, the number of the call, its negative while it is interrupted, then INTERRUPTED. */
  private final AtomicLong state = new AtomicLong(OUTSIDE);

  /** Written by the thread before it enters; read by the watchdog between two looks at state. */
  private long limitNanos;

  private @Nullable Runnable whenOverdue;

  private long lastCall = 1;

  // The watchdog's own.
  private long seenCall;
  private long seenAt;

  CallSlot(Thread thread) {
    this.thread = thread;
  }

  /** Enters plugin code; the owner thread. Returns the number to leave with. */
  long enter(long limit, Runnable overdue) {
    limitNanos = limit;
    whenOverdue = overdue;
    long call = ++lastCall;
    state.lazySet(call);
    return call;
  }

  /** Leaves; false when the watchdog has ended the call. Clears the interrupt it sent. */
  boolean leave(long call) {
    if (state.compareAndSet(call, OUTSIDE)) {
      // A thread that outlives the runtime must not keep its strategies alive.
      whenOverdue = null;
      return true;
    }
    while (state.get() != INTERRUPTED) {
      Thread.onSpinWait();
    }
    Thread.interrupted();
    whenOverdue = null;
    state.set(OUTSIDE);
    return false;
  }

  /** Interrupts the call if it has lasted too long. The watchdog. */
  void look(long nanos) {
    long call = state.get();
    if (call <= OUTSIDE) {
      return;
    }
    if (call != seenCall) {
      seenCall = call;
      seenAt = nanos;
      return;
    }
    long limit = limitNanos;
    Runnable overdue = whenOverdue;
    if (overdue == null || nanos - seenAt < limit || !state.compareAndSet(call, -call)) {
      return;
    }
    try {
      overdue.run();
    } finally {
      thread.interrupt();
      state.set(INTERRUPTED);
    }
  }

  /** Whether its thread is gone. */
  boolean abandoned() {
    return !thread.isAlive();
  }

  /** Where its thread stands. */
  StackTraceElement[] stack() {
    return thread.getStackTrace();
  }
}
