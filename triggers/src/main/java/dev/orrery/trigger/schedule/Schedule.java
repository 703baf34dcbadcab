package dev.orrery.trigger.schedule;

/**
 * A rule for instants, its marks. Pure, immutable, thread-safe; equal rules are equal objects, so
 * that strategies on one schedule share one wake-up. Instants are epoch milliseconds.
 */
public interface Schedule {
  /** The answer of {@link #next} when there is no further mark. */
  long NEVER = Long.MAX_VALUE;

  /** Enough to say that it was a long time. */
  long MOST_COUNTED = 100_000;

  /** The first mark strictly after an instant; {@link #NEVER} when there is none. */
  long next(long afterMillis);

  /**
   * The last mark after {@code afterMillis} and not after {@code upToMillis}; {@code afterMillis}
   * itself when there is none. A search by halves: about 40 questions.
   */
  default long last(long afterMillis, long upToMillis) {
    if (upToMillis <= afterMillis || next(afterMillis) > upToMillis) {
      return afterMillis;
    }
    long before = afterMillis;
    long reached = upToMillis;
    while (reached - before > 1) {
      long middle = before + (reached - before) / 2;
      if (next(middle) <= upToMillis) {
        before = middle;
      } else {
        reached = middle;
      }
    }
    return reached;
  }

  /**
   * How many marks lie after {@code afterMillis} and not after {@code upToMillis}. A schedule that
   * has to count them one by one stops at {@link #MOST_COUNTED}.
   */
  default long count(long afterMillis, long upToMillis) {
    long count = 0;
    long mark = next(afterMillis);
    while (mark <= upToMillis && mark != NEVER && count < MOST_COUNTED) {
      count++;
      mark = next(mark);
    }
    return count;
  }
}
