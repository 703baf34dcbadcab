package dev.orrery.runtime.isolation;

import org.jspecify.annotations.Nullable;

/** What collections of the whole heap left behind. Confined to the thread that looks. */
@FunctionalInterface
public interface HeapReadings {
  /** Nobody reads: the heap is never full. */
  HeapReadings NONE = () -> null;

  /** What the latest collection left, once; null when there was none since the last call. */
  @Nullable Reading next();

  /** Whether {@link #collect} does anything; else it is left to the JVM. */
  default boolean canCollect() {
    return false;
  }

  /** Has the whole heap collected, so that {@link #next} tells what it is like now. */
  default void collect() {}

  /**
   * The heap after a collection.
   *
   * @param used bytes in use
   * @param lasting most bytes of what outlives collections: past that they come one after the other
   * @param max most bytes there can be
   */
  record Reading(long used, long lasting, long max) {
    /** A heap without a part that is for new objects only. */
    public Reading(long used, long max) {
      this(used, max, max);
    }

    /** The part in use. */
    public double share() {
      return part(max);
    }

    /** How much of what may outlive collections there is; over 1 when it takes room of the new. */
    public double lastingShare() {
      return part(lasting);
    }

    private double part(long of) {
      return of <= 0 ? 0 : (double) used / of;
    }
  }
}
