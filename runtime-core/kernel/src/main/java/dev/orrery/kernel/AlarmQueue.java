package dev.orrery.kernel;

import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Tasks by due time, those ahead of others first, then by order of arrival. Thread-safe. */
final class AlarmQueue {
  private final PriorityQueue<Entry> entries = new PriorityQueue<>();
  private long arrivals;

  /** Due time of the first entry, for a look without the lock. */
  private volatile long firstDue = Long.MAX_VALUE;

  synchronized Timeline.Alarm add(long due, boolean ahead, Runnable task) {
    Entry entry = new Entry(this, due, ahead, arrivals++, task);
    entries.add(entry);
    firstDue = entries.element().due;
    return entry;
  }

  long firstDue() {
    return firstDue;
  }

  /** Takes the first entry due before or at {@code limit}. */
  synchronized @Nullable Entry poll(long limit) {
    Entry first = entries.peek();
    if (first == null || first.due > limit) {
      return null;
    }
    entries.poll();
    refresh();
    return first;
  }

  private synchronized void remove(Entry entry) {
    entries.remove(entry);
    refresh();
  }

  private void refresh() {
    Entry first = entries.peek();
    firstDue = first == null ? Long.MAX_VALUE : first.due;
  }

  /** One waiting task. */
  static final class Entry implements Timeline.Alarm, Comparable<Entry> {
    final long due;
    final Runnable task;
    private final AlarmQueue queue;
    private final boolean ahead;
    private final long arrival;

    private Entry(AlarmQueue queue, long due, boolean ahead, long arrival, Runnable task) {
      this.queue = queue;
      this.due = due;
      this.ahead = ahead;
      this.arrival = arrival;
      this.task = task;
    }

    @Override
    public void cancel() {
      queue.remove(this);
    }

    @Override
    public int compareTo(Entry other) {
      if (due != other.due) {
        return Long.compare(due, other.due);
      }
      return ahead != other.ahead
          ? Boolean.compare(other.ahead, ahead)
          : Long.compare(arrival, other.arrival);
    }
  }
}
