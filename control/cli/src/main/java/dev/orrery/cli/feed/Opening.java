package dev.orrery.cli.feed;

import dev.orrery.runtime.StrategyStatus;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * How a run begins.
 *
 * @param market what prices are read from, for people
 * @param pace {@code 600x} or {@code moved to now}
 * @param dev whether decisions have no deadline
 * @param from the market's time
 * @param journal where it is kept
 * @param page the daemon's address
 * @param strategies as configured
 * @param began equity, before their first fills, of accounts that were traded on since
 * @param refused files of the plugins folder that are not used: a line each
 * @param ready how long the start took
 */
public record Opening(
    String market,
    String pace,
    boolean dev,
    Instant from,
    String journal,
    URI page,
    List<StrategyStatus> strategies,
    Map<String, BigDecimal> began,
    List<String> refused,
    Duration ready) {
  /** Copies. */
  public Opening {
    strategies = List.copyOf(strategies);
    began = Map.copyOf(began);
    refused = List.copyOf(refused);
  }

  /** The same with these. */
  Opening began(Map<String, BigDecimal> equity) {
    return new Opening(market, pace, dev, from, journal, page, strategies, equity, refused, ready);
  }
}
