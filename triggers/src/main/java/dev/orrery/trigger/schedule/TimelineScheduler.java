package dev.orrery.trigger.schedule;

import dev.orrery.api.Trigger.MissedFire;
import dev.orrery.kernel.Timeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Marks on a simulated or paced timeline, by one alarm: at each instant all places of all schedules
 * due are woken in the order they were registered.
 *
 * <p>Registrations may come from any thread; listeners are called by the thread that drives the
 * timeline, never under the lock.
 */
public final class TimelineScheduler implements Scheduler {
  private final Timeline timeline;
  private final long toleranceMillis;
  private final Map<Schedule, Wake> wakes = new LinkedHashMap<>();
  private long arrivals;
  private boolean closed;

  private Timeline.@Nullable Alarm alarm;
  private long alarmAt = Schedule.NEVER;

  /** With the usual tolerance. */
  public TimelineScheduler(Timeline timeline) {
    this(timeline, QuartzScheduler.TOLERANCE);
  }

  /**
   * On a timeline.
   *
   * @param tolerance marks older than this at a registration after a restart count as missed
   */
  public TimelineScheduler(Timeline timeline, Duration tolerance) {
    this.timeline = timeline;
    this.toleranceMillis = tolerance.toMillis();
  }

  @Override
  public Registration every(
      Schedule schedule, MissedFire missedFire, OptionalLong lastMark, MarkListener listener) {
    Place place;
    synchronized (this) {
      if (closed) {
        throw new IllegalStateException("the scheduler is closed");
      }
      long now = timeline.nowMillis();
      place = new Place(schedule, missedFire, listener, arrivals++, lastMark.orElse(now));
      if (lastMark.isEmpty() || lastMark.getAsLong() >= now) {
        join(place, now);
      } else {
        timeline.at(now, () -> catchUp(place));
      }
    }
    return () -> leave(place);
  }

  @Override
  public synchronized void close() {
    closed = true;
    wakes.values().forEach(wake -> wake.places.forEach(Place::leave));
    wakes.clear();
    arm();
  }

  private synchronized void join(Place place, long after) {
    if (closed || place.hasLeft()) {
      return;
    }
    Wake wake = wakes.computeIfAbsent(place.schedule(), schedule -> new Wake(schedule, after));
    wake.add(place);
    arm();
  }

  private void leave(Place place) {
    place.leave();
    synchronized (this) {
      Wake wake = wakes.get(place.schedule());
      if (wake != null && wake.remove(place)) {
        wakes.remove(place.schedule());
        arm();
      }
    }
  }

  private void catchUp(Place place) {
    long now = timeline.nowMillis();
    place.catchUp(now, toleranceMillis, System.nanoTime());
    join(place, now);
  }

  /** Sets the one alarm to the next mark of all. */
  private void arm() {
    long next = nextDue();
    if (next == alarmAt) {
      return;
    }
    if (alarm != null) {
      alarm.cancel();
      alarm = null;
    }
    alarmAt = next;
    if (next != Schedule.NEVER) {
      alarm = timeline.at(next, this::wake);
    }
  }

  private long nextDue() {
    long next = Schedule.NEVER;
    for (Wake wake : wakes.values()) {
      next = Math.min(next, wake.due);
    }
    return next;
  }

  private void wake() {
    long now = timeline.nowMillis();
    long nanos = System.nanoTime();
    while (true) {
      long mark;
      List<Place> due;
      synchronized (this) {
        mark = nextDue();
        if (mark > now || mark == Schedule.NEVER) {
          alarmAt = Schedule.NEVER;
          alarm = null;
          arm();
          return;
        }
        due = take(mark);
      }
      for (int i = 0; i < due.size(); i++) {
        due.get(i).mark(mark, nanos);
      }
    }
  }

  /** Everybody due at a mark, in order, and their schedules moved on. */
  private List<Place> take(long mark) {
    List<Place> due = List.of();
    boolean merged = false;
    for (Wake wake : wakes.values()) {
      if (wake.due != mark) {
        continue;
      }
      wake.due = wake.schedule.next(mark);
      if (due.isEmpty()) {
        due = wake.places;
        continue;
      }
      if (!merged) {
        due = new ArrayList<>(due);
        merged = true;
      }
      due.addAll(wake.places);
    }
    if (merged) {
      due.sort(null);
    }
    return due;
  }
}
