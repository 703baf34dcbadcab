package dev.orrery.cli.feed;

import dev.orrery.runtime.StrategyStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How a run ends.
 *
 * @param cause why, for people
 * @param at the market's time
 * @param lasted since it was ready
 * @param overruns decisions a paced market did not wait for
 * @param strategies how they stand
 */
public record Closing(
    String cause, Instant at, Duration lasted, long overruns, List<StrategyStatus> strategies) {
  /** Copies. */
  public Closing {
    strategies = List.copyOf(strategies);
  }
}
