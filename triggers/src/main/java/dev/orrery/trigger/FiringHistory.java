package dev.orrery.trigger;

import java.util.OptionalLong;

/**
 * What is known of firings from before: the journal's answers at binding and redelivery.
 * Implemented by the engine; thread-safe.
 */
public interface FiringHistory {
  /** Knows nothing: a first start, or a backtest. */
  FiringHistory NONE =
      new FiringHistory() {
        @Override
        public OptionalLong lastMark(BoundTrigger trigger) {
          return OptionalLong.empty();
        }

        @Override
        public boolean decided(FiredTrigger firing) {
          return false;
        }
      };

  /**
   * The scheduled instant of the last firing of a schedule that was decided or skipped with a
   * reason, epoch milliseconds; empty when there was none. Marks after it count as missed.
   */
  OptionalLong lastMark(BoundTrigger trigger);

  /** Whether a firing of a durable event was decided, or skipped with a reason, before. */
  boolean decided(FiredTrigger firing);

  /**
   * The id of a durable event up to which every one of the topic is dealt with; 0 to look at all
   * kept. Not the greatest that is: decisions that run in parallel finish in any order.
   */
  default long eventsDoneTo(BoundTrigger trigger) {
    return 0;
  }
}
