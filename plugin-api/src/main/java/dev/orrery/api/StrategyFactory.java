package dev.orrery.api;

import java.util.List;

/**
 * Makes strategies that take parameters. Implemented by plugins: a public class with a public
 * no-argument constructor, named in {@code META-INF/services/dev.orrery.api.StrategyFactory}.
 *
 * <p>The operator's values replace components of {@link #defaults} by name; the result is checked
 * against the Jakarta Validation constraints on the record before {@link #create} is called.
 * Components may be of type {@code int}, {@code long}, {@code double}, {@code boolean}, {@code
 * String}, {@code BigDecimal}, {@code Duration}, an enum, {@code Interval}, {@code Usd}, {@code
 * Price}, {@code Quantity}, or a {@code List} of these.
 *
 * @param <P> the parameters
 */
public interface StrategyFactory<P extends Record> {
  /** The strategy's name when the operator gives none; rules as {@link StrategyPlugin#name}. */
  String name();

  /** The class of the parameter record. */
  Class<P> parameterType();

  /** Parameters for a first run; must satisfy their own constraints. */
  P defaults();

  /**
   * Triggers for these parameters, unless the operator configures others; at least one.
   *
   * @param parameters validated
   * @throws IllegalArgumentException when parameters do not fit each other
   */
  List<Trigger> triggers(P parameters);

  /** The account when the operator binds none. */
  default String vaultId() {
    return "paper:" + name();
  }

  /**
   * A new instance. May be called any number of times, also only to check a configuration.
   *
   * @param parameters validated
   * @param binding what the strategy is to answer to; {@link BoundStrategy} does that
   * @throws IllegalArgumentException when parameters do not fit each other
   */
  StrategyPlugin create(P parameters, StrategyBinding binding);
}
