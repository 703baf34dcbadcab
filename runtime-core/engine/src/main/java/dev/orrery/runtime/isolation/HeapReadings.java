package dev.orrery.runtime.isolation;

import org.jspecify.annotations.Nullable;

/** What collections of the whole heap left behind. Confined to the thread that looks. */
@FunctionalInterface
public interface HeapReadings {
  /** Nobody reads: the heap is never full. */
  HeapReadings NONE = () -> null;

  /** What the latest collection left, once; null when there was none since the last call. */
  @Nullable Reading next();

  /**
   * The heap after a collection.
   *
   * @param used bytes in use
   * @param max most bytes there can be
   */
  record Reading(long used, long max) {
    /** The part in use. */
    public double share() {
      return max <= 0 ? 0 : (double) used / max;
    }
  }
}
