package dev.orrery.trigger.schedule;

import dev.orrery.api.Trigger.MissedFire;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One listener's place in a schedule. Marks are given by one thread at a time: the caller sees to
 * it.
 */
final class Place implements Comparable<Place> {
  private static final Logger LOG = LoggerFactory.getLogger(Place.class);

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
    try {
      listener.mark(mark, firedNanos);
    } catch (RuntimeException e) {
      LOG.error("A mark could not be handed on schedule=\"{}\" mark={}", schedule, mark, e);
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
