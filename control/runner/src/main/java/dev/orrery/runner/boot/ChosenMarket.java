package dev.orrery.runner.boot;

import dev.orrery.broker.hyperliquid.connection.VenueAccess;
import dev.orrery.broker.hyperliquid.connection.VenueAddress;
import dev.orrery.broker.hyperliquid.feed.HyperliquidMarket;
import dev.orrery.market.MarketSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The market that a configuration asks for.
 *
 * @param source it
 * @param symbols what it knows
 * @param venue where a live one is
 */
public record ChosenMarket(MarketSource source, Set<String> symbols, Optional<Venue> venue) {
  /**
   * A venue and the one way to it.
   *
   * @param at where it is
   * @param access shared by market and accounts
   */
  public record Venue(VenueAddress at, VenueAccess access) {}

  /** The market, with what strategies may trade followed closely. */
  public MarketSource following(List<Planned> strategies) {
    return source instanceof HyperliquidMarket live
        ? live.following(
            strategies.stream()
                .flatMap(planned -> planned.caps().allowedSymbols().stream())
                .collect(Collectors.toSet()))
        : source;
  }
}
