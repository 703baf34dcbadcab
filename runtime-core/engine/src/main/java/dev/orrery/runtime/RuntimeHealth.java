package dev.orrery.runtime;

import java.util.List;

/**
 * Three questions that are not the same.
 *
 * @param alive the process does its work
 * @param ready the market runs and strategies are asked
 * @param safeToTrade everything that would refuse an open is in order
 * @param reasons why one of them is not so
 */
public record RuntimeHealth(
    boolean alive, boolean ready, boolean safeToTrade, List<String> reasons) {
  /** Copies. */
  public RuntimeHealth {
    reasons = List.copyOf(reasons);
  }
}
