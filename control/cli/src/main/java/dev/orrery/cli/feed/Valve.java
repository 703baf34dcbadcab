package dev.orrery.cli.feed;

/** Lets so many lines through in each second, and counts the others. */
final class Valve {
  private static final long SECOND = 1_000_000_000L;

  private final int perSecond;
  private long second = Long.MIN_VALUE;
  private int used;
  private long held;

  Valve(int perSecond) {
    this.perSecond = perSecond;
  }

  /** Whether a line may be printed now. */
  boolean open(long nowNanos) {
    roll(nowNanos);
    if (used < perSecond) {
      used++;
      return true;
    }
    held++;
    return false;
  }

  /** How many lines were held back since the last call; zero while a second is being filled. */
  long held(long nowNanos) {
    roll(nowNanos);
    if (used >= perSecond) {
      return 0;
    }
    long before = held;
    held = 0;
    return before;
  }

  private void roll(long nowNanos) {
    long now = Math.floorDiv(nowNanos, SECOND);
    if (now != second) {
      second = now;
      used = 0;
    }
  }
}
