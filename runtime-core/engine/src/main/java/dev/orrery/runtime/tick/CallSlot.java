package dev.orrery.runtime.tick;

import dev.orrery.runtime.bytecode.PollGate;
import dev.orrery.runtime.isolation.AllocationTally;
import dev.orrery.runtime.isolation.Allocations;
import dev.orrery.runtime.isolation.LineStream;
import dev.orrery.runtime.isolation.NativeThread;
import dev.orrery.runtime.recording.Verdict;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Where one thread says that it is inside plugin code. Whoever ends a call first, the thread that
 * returns or the watchdog, says what it was; the other one's result is dropped.
 *
 * <p>Made for millions of calls a second: entering is one ordered write, leaving one
 * compare-and-set. The watchdog looks from outside and measures from its first sight of a call, so
 * a deadline is late by up to two looks and never early. A call it has ended it holds while it
 * takes a step of the {@link Warden}'s ladder; its thread cannot leave then, and waits without
 * taking a processor from those that the step waits for.
 *
 * <p>A thread is condemned on another thread than the watchdog's: every thread of the JVM must
 * answer before that is done, and one that hardly gets a processor may let it wait for a second.
 * What the condemned one is given until it is given up begins after that.
 *
 * <p>A slot belongs to its thread, which may outlive the runtime: it keeps nothing of that.
 */
final class CallSlot {
  private static final long OUTSIDE = 0;
  private static final long HELD = -1;
  private static final long ENDED = -2;
  private static final long CONDEMNING = -3;

  /** How long a thread that wants to leave waits for a step to be over, before it looks again. */
  private static final long LEAVING_NANOS = 50_000;

  /**
   * What part of the time before it is given up a thread must have run, and how many times that.
   */
  private static final int CHANCE = 10;

  /** How far the ladder was climbed with the call that is ended. */
  private enum Rung {
    INTERRUPTED,
    CONDEMNED,
    ABANDONED
  }

  private final Thread thread = Thread.currentThread();
  private final long nativeId = NativeThread.ownId();

  /**
   * OUTSIDE, the number of the call, HELD while the watchdog acts, ENDED when it has, CONDEMNING
   * from when it has said so until that is done.
   */
  private final AtomicLong state = new AtomicLong(OUTSIDE);

  /** Written by the thread before it enters; read by the watchdog between two looks at state. */
  private @Nullable Supervised inside;

  /** How far what the thread allocated is put down to somebody already. */
  private final AtomicLong counted = new AtomicLong(Allocations.UNKNOWN);

  private long lastCall = 1;
  private volatile boolean lookedAt;

  /** Of whom the thread was inside last; it keeps nothing of the plugin. Written by the thread. */
  private volatile @Nullable AllocationTally tally;

  // The thread's own.
  private final PrintedLines printed = new PrintedLines();

  /** Whether the thread has come out of an ended call and waits only for a step to be over. */
  private volatile boolean leaving;

  // Whose turn it is by the state: the watchdog's, the one's who condemns, or the thread's once it
  // has taken an ended call back.
  private volatile Rung rung = Rung.INTERRUPTED;

  /** Kept, because the strategy may be closed by the time its thread comes back. */
  private @Nullable PollGate condemnedAt;

  private String condemnedFor = "";
  private long rungAt;
  private long ranBefore;
  private long seenCall;
  private long seenAt;
  private long seenAllocated = Allocations.UNKNOWN;

  /** What a call has allocated that was stopped for it and not ended yet; the watchdog's. */
  private long overBudget;

  /** Enters plugin code; the owner thread. Returns the number to leave with. */
  long enter(Supervised call) {
    AllocationTally own = call.unit().allocations();
    if (tally != own) {
      count();
      tally = own;
    }
    inside = call;
    long number = ++lastCall;
    state.lazySet(number);
    return number;
  }

  /** Leaves; false when the watchdog has ended the call. Takes back what it did to the thread. */
  boolean leave(long call) {
    if (state.compareAndSet(call, OUTSIDE)) {
      // A thread that outlives the runtime must not keep its strategies alive.
      inside = null;
      return true;
    }
    leaving = true;
    while (!state.compareAndSet(ENDED, OUTSIDE)) {
      Thread.interrupted(); // with it nobody waits
      LockSupport.parkNanos(this, LEAVING_NANOS);
    }
    leaving = false;
    PollGate gate = condemnedAt;
    if (gate != null) {
      condemnedAt = null;
      gate.lower(thread);
    }
    Thread.interrupted();
    inside = null;
    return false;
  }

  /**
   * Puts down what the thread has allocated to whom it was inside of last; the owner thread. To ask
   * the JVM costs as much as a part of a small decision, so it is asked when the thread comes to
   * another strategy, and after a call only where the watchdog has looked since the last.
   */
  void countIfLookedAt() {
    if (wasLookedAt()) {
      count();
    }
  }

  private void count() {
    putDown(tally, Allocations.own());
  }

  /**
   * Puts down what the thread has allocated until now, also while it rests after a call that nobody
   * looked at; any thread.
   */
  void countNow() {
    putDown(tally, Allocations.of(thread));
  }

  private void putDown(@Nullable AllocationTally last, long now) {
    long before = counted.getAndAccumulate(now, Math::max);
    if (last != null && before != Allocations.UNKNOWN && now > before) {
      last.add(now - before);
    }
  }

  /** What the owner thread prints; null when it is not inside. The owner thread. */
  @Nullable LineStream output(boolean error) {
    Supervised call = inside;
    if (call == null) {
      return null;
    }
    return printed.of(call.unit(), error);
  }

  /** Tells what was printed and has no end of line; the owner thread, after a call. */
  void finishOutput() {
    printed.finish();
  }

  /** Whether the watchdog has looked since this was last asked; the owner thread. */
  boolean wasLookedAt() {
    boolean looked = lookedAt;
    if (looked) {
      lookedAt = false;
    }
    return looked;
  }

  /**
   * Stops the call under way if it has allocated more than its budget. Until the next {@link #look}
   * ends it, its thread does not leave. Allocates nothing: in a full heap that would wait until
   * memory comes back, which it does when calls like this one are stopped. The watchdog's thread.
   */
  void stopIfGreedy(Warden warden) {
    long call = state.get();
    Supervised watched = inside;
    long budget = warden.allocationBudget();
    if (call <= OUTSIDE || call != seenCall || watched == null || budget <= 0) {
      return;
    }
    long taken = Allocations.of(thread) - seenAllocated;
    if (taken > budget && state.compareAndSet(call, HELD)) {
      overBudget = taken;
      PollGate gate = watched.version().gate();
      condemnedAt = gate;
      gate.raiseForMemory(thread);
      thread.interrupt();
    }
  }

  /** Ends a call that lasts too long or was stopped, and goes on with one that was ended. */
  void look(long nanos, Warden warden) {
    lookedAt = true;
    Supervised stopped = inside;
    if (overBudget > 0 && stopped != null) {
      String cause = overBudget(overBudget, warden.allocationBudget());
      overBudget = 0;
      endHeld(stopped, Verdict.FAILED, cause, true, warden);
      return;
    }
    long call = state.get();
    if (call == ENDED) {
      climb(nanos, warden);
      return;
    }
    if (call == CONDEMNING) {
      return;
    }
    if (rung == Rung.ABANDONED) {
      rung = Rung.INTERRUPTED;
      warden.cameBack(thread);
    }
    if (call > OUTSIDE) {
      judge(call, nanos, warden);
    }
  }

  /**
   * Ends the call under way; the watchdog's thread.
   *
   * @param unit only if it is one of this strategy; null for whosever it is
   */
  void end(@Nullable StrategyUnit unit, String cause, long nanos, Warden warden) {
    long call = state.get();
    Supervised watched = inside;
    if (call > OUTSIDE && watched != null && (unit == null || unit.equals(watched.unit()))) {
      end(call, watched, Verdict.FAILED, cause, true, warden);
    }
  }

  /**
   * Ends the call under way if it has allocated so much; the watchdog's thread.
   *
   * @return what it allocated; 0 when it goes on, or there is none
   */
  long endOver(long bytes, String cause, Warden warden) {
    long call = state.get();
    Supervised watched = inside;
    if (call <= OUTSIDE || call != seenCall || watched == null) {
      return 0;
    }
    long taken = Allocations.of(thread) - seenAllocated;
    if (taken <= bytes) {
      return 0;
    }
    end(call, watched, Verdict.FAILED, cause, true, warden);
    return taken;
  }

  private void judge(long call, long nanos, Warden warden) {
    Supervised watched = inside;
    if (watched == null) {
      return;
    }
    long allocated = Allocations.of(thread);
    putDown(watched.unit().allocations(), allocated);
    if (call != seenCall) {
      seenCall = call;
      seenAt = nanos;
      seenAllocated = allocated;
      return;
    }
    if (nanos - seenAt >= watched.unit().limits().deadlineNanos()) {
      end(call, watched, Verdict.TIMED_OUT, overdue(watched), false, warden);
    }
  }

  private static String overdue(Supervised watched) {
    return "decide took longer than " + watched.unit().limits().deadline().toMillis() + " ms";
  }

  private static String overBudget(long taken, long budget) {
    return "decide allocated "
        + Warden.megabytes(taken)
        + " MB, more than its budget of "
        + Warden.megabytes(budget)
        + " MB";
  }

  private void end(
      long call, Supervised watched, Verdict verdict, String cause, boolean now, Warden warden) {
    if (state.compareAndSet(call, HELD)) {
      endHeld(watched, verdict, cause, now, warden);
    }
  }

  private void endHeld(
      Supervised watched, Verdict verdict, String cause, boolean now, Warden warden) {
    long next = ENDED;
    try {
      watched.ended(verdict, cause);
    } finally {
      rung = Rung.INTERRUPTED;
      rungAt = System.nanoTime();
      thread.interrupt();
      try {
        warden.interrupted(watched);
        if (now) {
          next = condemnSoon(watched, cause);
        }
      } finally {
        state.set(next);
      }
    }
  }

  private void climb(long nanos, Warden warden) {
    long passed = nanos - rungAt;
    boolean due =
        switch (rung) {
          case INTERRUPTED -> passed >= warden.pollAfterNanos();
          case CONDEMNED -> passed >= warden.quarantineAfterNanos() && hadItsChance(passed, warden);
          case ABANDONED -> false;
        };
    Supervised watched = inside;
    if (!due || watched == null || !state.compareAndSet(ENDED, HELD)) {
      return;
    }
    long next = ENDED;
    try {
      if (leaving) {
        return;
      }
      if (rung == Rung.INTERRUPTED) {
        next = condemnSoon(watched, "its decision was ended");
      } else {
        rung = Rung.ABANDONED;
        warden.abandon(watched, thread, nativeId);
      }
    } finally {
      state.set(next);
    }
  }

  /**
   * Whether a condemned thread could have left: one that runs, on a machine so busy that it hardly
   * had a processor since, is given more time, though not for ever.
   */
  private boolean hadItsChance(long passed, Warden warden) {
    long ran = Allocations.processorTime(thread) - ranBefore;
    return ranBefore == Allocations.UNKNOWN
        || thread.getState() != Thread.State.RUNNABLE
        || ran >= warden.quarantineAfterNanos() / CHANCE
        || passed >= warden.quarantineAfterNanos() * CHANCE;
  }

  /** Leaves the call to {@link #condemn}, with the gate that it has now. */
  private long condemnSoon(Supervised watched, String cause) {
    condemnedAt = watched.version().gate();
    condemnedFor = cause;
    return CONDEMNING;
  }

  /** Whether {@link #condemn} has something to do. Any thread. */
  boolean isToBeCondemned() {
    return state.get() == CONDEMNING;
  }

  /**
   * Condemns the thread if that is its turn, and waits until it is done; one thread, not the
   * watchdog's. When it fails, for want of memory, it is tried again after the step's time.
   */
  void condemn(Warden warden) {
    Supervised watched = inside;
    PollGate gate = condemnedAt;
    if (!isToBeCondemned() || watched == null || gate == null) {
      return;
    }
    try {
      gate.raise(thread, condemnedFor);
      rung = Rung.CONDEMNED;
      thread.interrupt(); // it may have swallowed the first one and wait again, where no poll is
      warden.condemned(watched);
    } finally {
      ranBefore = Allocations.processorTime(thread);
      rungAt = System.nanoTime();
      state.set(ENDED);
    }
  }

  /** Whether its thread is gone. */
  boolean isGone() {
    return !thread.isAlive();
  }

  /** Whose code its thread is in now; null when it is in none, or was given up. Any thread. */
  @Nullable StrategyUnit insideOf() {
    Supervised watched = inside;
    boolean counts = state.get() != OUTSIDE && rung != Rung.ABANDONED;
    return watched == null || !counts ? null : watched.unit();
  }

  /** Where its thread stands. */
  StackTraceElement[] stack() {
    return thread.getStackTrace();
  }
}
