package dev.orrery.trigger.schedule;

import dev.orrery.api.Trigger.MissedFire;
import dev.orrery.kernel.Unfailing;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One listener's place in a schedule. Marks are given by one thread at a time: the caller sees to
 * it.
 */
final class Place implements Comparable<Place> {
  private static final Logger LOG = LoggerFactory.getLogger(Place.class);

  private static final long LONGEST_WANT_NANOS = Duration.ofSeconds(10).toNanos();
  private static final long BETWEEN_TRIES_NANOS = Duration.ofMillis(5).toNanos();

  private final Schedule schedule;
  private final MissedFire missedFire;
  private final MarkListener listener;
  private final long arrival;

  /** Marks up to here are dealt with; keeps doubles out, whoever wakes twice. */
  private long dealtWith;

  private volatile boolean left;

  Place(
      Schedule schedule,
      MissedFire missedFire,
      MarkListener listener,
      long arrival,
      long dealtWith) {
    this.schedule = schedule;
    this.missedFire = missedFire;
    this.listener = listener;
    this.arrival = arrival;
    this.dealtWith = dealtWith;
  }

  void leave() {
    left = true;
  }

  boolean hasLeft() {
    return left;
  }

  Schedule schedule() {
    return schedule;
  }

  /** A mark that is on time. */
  void mark(long mark, long firedNanos) {
    if (left || mark <= dealtWith) {
      return;
    }
    dealtWith = mark;
    long end = System.nanoTime() + LONGEST_WANT_NANOS;
    while (!isHandedOn(mark, firedNanos) && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(BETWEEN_TRIES_NANOS);
    }
  }

  /** Whether it was, or never can be; memory that a plugin took comes back. */
  private boolean isHandedOn(long mark, long firedNanos) {
    try {
      listener.mark(mark, firedNanos);
      return true;
    } catch (RuntimeException e) {
      LOG.error("A mark could not be handed on schedule=\"{}\" mark={}", schedule, mark, e);
      return true;
    } catch (OutOfMemoryError e) {
      Unfailing.error(LOG, "A mark could not be handed on, trying again", e);
      return false;
    }
  }

  /** Deals with what passed before it was registered again. */
  void catchUp(long now, long toleranceMillis, long firedNanos) {
    missed(now - toleranceMillis - 1, firedNanos);
    long mark = schedule.next(dealtWith);
    while (mark <= now && mark != Schedule.NEVER) {
      mark(mark, firedNanos);
      mark = schedule.next(mark);
    }
    dealtWith = Math.max(dealtWith, now);
  }

  /** Marks up to {@code lastMissed} came too late: given up, or stood for by the last of them. */
  void missed(long lastMissed, long firedNanos) {
    if (left || lastMissed <= dealtWith) {
      return;
    }
    long last = schedule.last(dealtWith, lastMissed);
    if (last == dealtWith) {
      return;
    }
    boolean fires = missedFire == MissedFire.FIRE_ONCE;
    long given = schedule.count(dealtWith, last) - (fires ? 1 : 0);
    long lastGiven = fires ? schedule.last(dealtWith, last - 1) : last;
    LOG.debug(
        "Marks were missed schedule=\"{}\" given_up={} last={} policy={}",
        schedule,
        given,
        last,
        missedFire);
    if (given > 0) {
      dealtWith = lastGiven;
      try {
        listener.missed(given, lastGiven);
      } catch (RuntimeException e) {
        LOG.error("Missed marks could not be told schedule=\"{}\"", schedule, e);
      }
    }
    if (fires) {
      mark(last, firedNanos);
    }
  }

  @Override
  public int compareTo(Place other) {
    return Long.compare(arrival, other.arrival);
  }
}
