package dev.orrery.exchange.venue.account;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The last so many of something, oldest first.
 *
 * @param <T> what
 */
public final class History<T> {
  private final int kept;
  private final ToLongFunction<T> time;
  private final Deque<T> rows = new ArrayDeque<>();

  History(int kept, ToLongFunction<T> time) {
    this.kept = kept;
    this.time = time;
  }

  /** One more; the oldest gives way. */
  public void add(T row) {
    rows.addLast(row);
    if (rows.size() > kept) {
      rows.removeFirst();
    }
  }

  /** The newest, newest first. */
  public List<T> newest(int limit) {
    List<T> found = new ArrayList<>();
    for (var all = rows.descendingIterator(); all.hasNext() && found.size() < limit; ) {
      found.add(all.next());
    }
    return found;
  }

  /** The oldest of a range, oldest first; both ends belong to it. */
  public List<T> between(long from, long to, int limit) {
    List<T> found = new ArrayList<>();
    for (T row : rows) {
      long at = time.applyAsLong(row);
      if (found.size() == limit || at > to) {
        break;
      }
      if (at >= from) {
        found.add(row);
      }
    }
    return found;
  }

  /** All of them, oldest first. */
  public List<T> all() {
    return List.copyOf(rows);
  }

  void load(Collection<T> saved) {
    rows.addAll(saved);
  }
}
