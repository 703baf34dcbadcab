package dev.orrery.runtime.tick;

import dev.orrery.kernel.Meters;
import dev.orrery.runtime.isolation.AbandonedThreads;
import dev.orrery.runtime.isolation.Ladder;
import dev.orrery.runtime.metrics.RuntimeMeters;
import dev.orrery.runtime.tick.TickEngine.TickObserver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rungs that a call climbs which does not end: interrupted, condemned at the gate of its jar,
 * given up. Called by the watchdog, and by the thread that condemns for it.
 */
final class Warden {
  private static final Logger LOG = LoggerFactory.getLogger(Warden.class);

  private final Ladder ladder;
  private final DecidePool pool;
  private final AbandonedThreads abandoned;
  private final Meters meters;
  private final TickObserver observer;

  Warden(
      Ladder ladder,
      DecidePool pool,
      AbandonedThreads abandoned,
      Meters meters,
      TickObserver observer) {
    this.ladder = ladder;
    this.pool = pool;
    this.abandoned = abandoned;
    this.meters = meters;
    this.observer = observer;
  }

  long pollAfterNanos() {
    return ladder.pollAfter().toNanos();
  }

  long quarantineAfterNanos() {
    return ladder.quarantineAfter().toNanos();
  }

  long allocationBudget() {
    return ladder.allocationBudget();
  }

  /** The first rung was taken. */
  void interrupted(Supervised call) {
    count(call, "interrupt");
  }

  /** The second: from now on the plugin's own code throws in its thread. */
  void condemned(Supervised call) {
    count(call, "poll");
  }

  /** Nothing of ours stops it: the strategy is asked no more, its thread is replaced. */
  void abandon(Supervised call, Thread thread, long nativeId) {
    count(call, "abandon");
    // Before its place is given back: what waits for one must find it quarantined.
    observer.hangs(call.unit(), Thrown.place(thread.getStackTrace()));
    call.abandoned();
    pool.abandon(thread);
    long lowered = call.onThreadOfOurs() ? nativeId : 0;
    abandoned.add(thread, lowered, "decide of strategy " + call.unit().name());
  }

  /** A thread that was given up has left plugin code after all. */
  void cameBack(Thread thread) {
    abandoned.remove(thread);
    LOG.warn("A thread that was given up came back thread={}", thread.getName());
  }

  /** For people. */
  static long megabytes(long bytes) {
    return bytes >> 20;
  }

  private void count(Supervised call, String rung) {
    meters.count(RuntimeMeters.CALLS_ENDED, 1, call.unit().name(), rung);
  }
}
