package dev.orrery.config.run;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What the jars that are present say, for checks that need it. Immutable.
 *
 * @param vaults the vault each strategy declares, by the strategy's name
 * @param refused names of strategies whose jars were refused: known, shown as refused, no problem
 *     of the configuration
 * @param cron what is wrong with a cron expression; empty when nothing is
 */
public record KnownStrategies(
    Map<String, String> vaults, Set<String> refused, Function<String, Optional<String>> cron) {
  /** Copies. */
  public KnownStrategies {
    vaults = Map.copyOf(vaults);
    refused = Set.copyOf(refused);
  }
}
