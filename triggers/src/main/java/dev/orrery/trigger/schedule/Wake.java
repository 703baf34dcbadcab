package dev.orrery.trigger.schedule;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quartz.JobKey;

/**
 * One distinct schedule and everybody on it. The list is replaced with each change and read without
 * a lock; {@code due} belongs to whoever wakes.
 */
final class Wake {
  final Schedule schedule;
  volatile List<Place> places = List.of();

  /** The next mark to hand on. */
  long due;

  /** What Quartz knows it by; null where Quartz does not. Guarded by the scheduler. */
  @Nullable JobKey job;

  Wake(Schedule schedule, long after) {
    this.schedule = schedule;
    this.due = schedule.next(after);
  }

  void add(Place place) {
    List<Place> more = new ArrayList<>(places);
    more.add(place);
    more.sort(null); // one that had to catch up first comes back to where it was registered
    places = List.copyOf(more);
  }

  /** True when nobody is left. */
  boolean remove(Place place) {
    List<Place> fewer = new ArrayList<>(places);
    fewer.remove(place);
    places = List.copyOf(fewer);
    return fewer.isEmpty();
  }
}
