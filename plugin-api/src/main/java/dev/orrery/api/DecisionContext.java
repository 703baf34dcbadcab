package dev.orrery.api;

import dev.orrery.api.account.Account;
import dev.orrery.api.market.Market;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;

/**
 * Everything a strategy may look at to decide. Implemented by the runtime, which may add methods in
 * any version. Everything read through it is recorded, so that the decision can be run again; what
 * is read elsewhere (clocks, files, static fields) cannot be.
 *
 * <p>Made fresh for each call of {@code decide} and valid until that call returns; afterwards every
 * method throws {@link IllegalStateException}. Never null anywhere.
 */
public interface DecisionContext {
  /** The timeline's now: the same for the whole decision. Use this and no other clock. */
  Instant now();

  /** What woke the strategy. */
  Firing firing();

  /** The market at this moment. */
  Market market();

  /** The account at this moment. */
  Account account();

  /** Memory over ticks. */
  State state();

  /** Random numbers seeded by the firing: the same when the decision is run again. */
  RandomGenerator random();

  /**
   * Keeps one value of a series for charts and reports; the last value of a name in one decision
   * stands.
   *
   * @param series 1 to 64 letters, digits, {@code _ . -}; at most 32 series a decision
   * @param value any finite number; NaN leaves a gap
   * @throws IllegalArgumentException for another name, an infinite value, or a 33rd series
   */
  void record(String series, double value);

  /** The language model, if the operator configured one. */
  Model model();

  /** The strategy's own log, at most 100 lines a second; further lines are counted and dropped. */
  Logger log();
}
