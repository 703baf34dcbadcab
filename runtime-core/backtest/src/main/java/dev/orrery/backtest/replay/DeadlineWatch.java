package dev.orrery.backtest.replay;

import dev.orrery.runtime.bytecode.PollGate;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Watches the time of decisions that are run again, on a thread of its own: one over its deadline
 * is interrupted, and then ended at the gate of its loader, as in a run. Entering and leaving are
 * for one thread and cost a few nanoseconds; a deadline is kept to some milliseconds.
 */
final class DeadlineWatch implements AutoCloseable {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long GATE_AFTER_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long STUCK_AFTER_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long OUTSIDE = 0;
  private static final long HELD = -1;
  private static final long ENDED = -2;

  private final Thread watched;
  private final Runnable stuck;
  private final Thread watcher;
  private final AtomicLong state = new AtomicLong(OUTSIDE);

  // Written before the state by the thread that is watched.
  private volatile @Nullable PollGate gate;
  private volatile long limitNanos;

  private long calls;
  private volatile boolean closed;

  /**
   * Watches the calling thread.
   *
   * @param stuck told once when a decision cannot be ended, on the watcher's thread
   */
  DeadlineWatch(Runnable stuck) {
    this.watched = Thread.currentThread();
    this.stuck = stuck;
    this.watcher = Thread.ofPlatform().daemon().name("orrery-replay-watch").start(this::watch);
  }

  /** A decision begins. */
  void enter(PollGate of, Duration limit) {
    gate = of;
    limitNanos = limit.toNanos();
    state.set(++calls);
  }

  /** It is over; false when it was ended. */
  boolean leave() {
    if (state.compareAndSet(calls, OUTSIDE)) {
      return true;
    }
    while (!state.compareAndSet(ENDED, OUTSIDE)) {
      Thread.onSpinWait();
    }
    PollGate raised = gate;
    if (raised != null) {
      raised.lower(watched);
    }
    Thread.interrupted();
    return false;
  }

  private void watch() {
    long seen = OUTSIDE;
    long since = 0;
    while (!closed) {
      LockSupport.parkNanos(LOOK_NANOS);
      long call = state.get();
      long now = System.nanoTime();
      if (call != seen) {
        seen = call;
        since = now;
      } else if (call > OUTSIDE && now - since >= limitNanos) {
        end(call);
      }
    }
  }

  private void end(long call) {
    if (!state.compareAndSet(call, HELD)) {
      return;
    }
    watched.interrupt();
    state.set(ENDED);
    long end = System.nanoTime();
    boolean raised = false;
    while (state.get() == ENDED && !closed) {
      LockSupport.parkNanos(LOOK_NANOS);
      long passed = System.nanoTime() - end;
      if (!raised && passed >= GATE_AFTER_NANOS && state.compareAndSet(ENDED, HELD)) {
        raised = true;
        PollGate of = gate;
        if (of != null) {
          of.raise(watched, "its decision was ended");
        }
        watched.interrupt();
        state.set(ENDED);
      }
      if (passed >= STUCK_AFTER_NANOS) {
        closed = true;
        stuck.run();
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(watcher);
  }
}
