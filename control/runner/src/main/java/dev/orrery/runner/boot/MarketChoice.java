package dev.orrery.runner.boot;

import dev.orrery.api.market.Instrument;
import dev.orrery.api.market.PriceRule;
import dev.orrery.api.value.Usd;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The market a configuration asks for. */
public final class MarketChoice {
  private MarketChoice() {}

  /**
   * Holds market and broker against what this version can do.
   *
   * @throws ProblemException CONFIGURATION when it has no such market or broker
   */
  public static void requireSupported(Loaded<RunConfig> loaded) {
    List<Problem> problems = new ArrayList<>();
    RunConfig config = loaded.value();
    if (!config.market().replayed()) {
      problems.add(
          loaded
              .origin("market.source")
              .problem(
                  "market.source",
                  "is "
                      + config.market().source()
                      + ", but this version runs recorded markets only",
                  "write replay or replay:FILE"));
    }
    if (config.broker().kind() != BrokerConfig.Kind.PAPER) {
      problems.add(
          loaded
              .origin("broker.kind")
              .problem("broker.kind", "this version trades on paper only", "write paper"));
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems, null);
    }
  }

  /** The market; nothing of it is read yet. */
  public static Replay of(Loaded<RunConfig> loaded) {
    MarketConfig market = loaded.value().market();
    Replay recorded =
        market.file().map(file -> Replay.of(file, market.symbol())).orElseGet(Replay::bundled);
    return market.timeline() == TimelineMode.WALL
        ? recorded.wall()
        : recorded.speed(market.speed().doubleValue());
  }

  /**
   * The same market with the rules of its instruments changed as configured. Reads the recording.
   *
   * @throws ProblemException when the recording is missing or malformed, or has no such instrument
   */
  public static Replay withRules(Replay market, Loaded<RunConfig> loaded) {
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
