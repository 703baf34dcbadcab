package dev.orrery.runner.boot;

import dev.orrery.api.market.Instrument;
import dev.orrery.api.market.PriceRule;
import dev.orrery.api.value.Usd;
import dev.orrery.broker.hyperliquid.connection.VenueAccess;
import dev.orrery.broker.hyperliquid.connection.VenueAddress;
import dev.orrery.broker.hyperliquid.feed.HyperliquidMarket;
import dev.orrery.config.Loaded;
import dev.orrery.config.run.BrokerConfig;
import dev.orrery.config.run.InstrumentEntry;
import dev.orrery.config.run.MarketConfig;
import dev.orrery.config.run.RunConfig;
import dev.orrery.config.run.TimelineMode;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.market.MarketFeed;
import dev.orrery.market.replay.Replay;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The market a configuration asks for. */
public final class MarketChoice {
  private static final Logger LOG = LoggerFactory.getLogger("live-runner");

  private MarketChoice() {}

  /**
   * Holds market and broker against what this version can do, and against each other.
   *
   * @throws ProblemException CONFIGURATION when it has no such market or broker
   */
  public static void requireSupported(Loaded<RunConfig> loaded) {
    List<Problem> problems = new ArrayList<>();
    MarketConfig market = loaded.value().market();
    if (!market.replayed()) {
      VenueAddress.of(market.source());
      if (!market.instruments().isEmpty()) {
        problems.add(
            loaded
                .origin("market.instruments")
                .problem(
                    "market.instruments",
                    "the rules of a live market are its venue's",
                    "remove the entries"));
      }
    }
    if (loaded.value().broker().kind() == BrokerConfig.Kind.HYPERLIQUID && market.replayed()) {
      problems.add(
          loaded
              .origin("broker.kind")
              .problem(
                  "broker.kind",
                  "hyperliquid trades on a live market, and market.source is " + market.source(),
                  "run with --market hyperliquid, or the URL of an exchange"));
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems, null);
    }
  }

  /**
   * The market. A recorded one is read; a live one is asked what can be traded.
   *
   * @param parts where the way to a venue is closed at the end
   * @param kept where a recording's columns are kept for the next start; empty not to keep them
   * @throws ProblemException when a recording is missing or malformed, or lacks an instrument that
   *     is configured; UNREACHABLE when a venue does not answer
   */
  public static ChosenMarket open(Loaded<RunConfig> loaded, Parts parts, Optional<Path> kept) {
    RunConfig config = loaded.value();
    if (config.market().replayed()) {
      Replay all = recorded(config.market());
      Replay recorded = kept.map(all::keptIn).orElse(all);
      LOG.info("market {}: {}", recorded.describe(), recorded.summary().line());
      return new ChosenMarket(
          withRules(recorded, loaded), Set.of(config.market().symbol()), Optional.empty());
    }
    VenueAddress address = VenueAddress.of(config.market().source());
    VenueAccess access =
        parts.add(Parts.Stage.VENUE, VenueSettings.access(address, config.venue()));
    HyperliquidMarket live =
        HyperliquidMarket.over(access, address.name()).with(VenueSettings.feed(config.venue()));
    Set<String> symbols = live.symbols();
    LOG.info("market {}: live, {} symbols, at {}", live.describe(), symbols.size(), address.rest());
    return new ChosenMarket(live, symbols, Optional.of(new ChosenMarket.Venue(address, access)));
  }

  private static Replay recorded(MarketConfig market) {
    Replay recorded =
        market.file().map(file -> Replay.of(file, market.symbol())).orElseGet(Replay::bundled);
    return market.timeline() == TimelineMode.WALL
        ? recorded.wall()
        : recorded.speed(market.speed().doubleValue());
  }

  /** The same market with the rules of its instruments changed as configured. */
  private static Replay withRules(Replay market, Loaded<RunConfig> loaded) {
    Replay changed = market;
    for (var entry : loaded.value().market().instruments().entrySet()) {
      Instrument usual =
          instruments(market).stream()
              .filter(known -> known.symbol().equals(entry.getKey()))
              .findFirst()
              .orElseThrow(() -> unknown(entry.getKey(), loaded));
      changed = changed.instrument(changed(usual, entry.getValue()));
    }
    return changed;
  }

  private static List<Instrument> instruments(Replay market) {
    try (MarketFeed feed = market.open(Optional.empty())) {
      return feed.instruments();
    }
  }

  private static ProblemException unknown(String symbol, Loaded<RunConfig> loaded) {
    String key = "market.instruments." + symbol;
    return new ProblemException(
        Problem.configuration(
            key,
            "the market has no " + symbol,
            "it has " + loaded.value().market().symbol() + "; remove the entry"));
  }

  private static Instrument changed(Instrument usual, InstrumentEntry entry) {
    PriceRule rule =
        new PriceRule(
            Optional.ofNullable(entry.priceIncrement()).orElse(usual.priceRule().increment()),
            Optional.ofNullable(entry.significantFigures())
                .orElse(usual.priceRule().significantFigures()));
    return new Instrument(
        usual.symbol(),
        rule,
        Optional.ofNullable(entry.quantityStep()).orElse(usual.quantityStep()),
        Optional.ofNullable(entry.minNotional()).map(Usd::new).orElse(usual.minNotional()),
        Optional.ofNullable(entry.maxLeverage()).orElse(usual.maxLeverage()));
  }
}
