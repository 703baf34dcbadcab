package dev.orrery.backtest.check;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What came of a trial.
 *
 * @param trial how it was played
 * @param compared how many decisions were compared; 0 says nothing
 * @param difference the first decision that differs; null when none does
 */
public record TrialResult(Trial trial, long compared, @Nullable Difference difference) {
  /**
   * A decision that came out differently.
   *
   * @param number which decision, from 1
   * @param at when, in market time
   * @param trigger what woke the strategy
   * @param what what differs: its answer, a series, the state written
   * @param first as it was at first
   * @param second as it was in the trial
   */
  public record Difference(
      long number, Instant at, String trigger, String what, String first, String second) {}
}
