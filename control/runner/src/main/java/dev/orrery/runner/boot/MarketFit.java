package dev.orrery.runner.boot;

import dev.orrery.api.Trigger;
import dev.orrery.config.Origin;
import dev.orrery.config.Setting;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds a lineup against the market, before anything is kept: each problem with its place. */
public final class MarketFit {
  private static final Logger LOG = LoggerFactory.getLogger(MarketFit.class);

  private final Lineup lineup;
  private final Set<String> market;
  private final List<Problem> problems = new ArrayList<>();

  private MarketFit(Lineup lineup, Set<String> market) {
    this.lineup = lineup;
    this.market = market;
  }

  /**
   * Every strategy finds its candles, and may trade something that there is.
   *
   * @throws ProblemException CONFIGURATION with every problem
   */
  public static void require(Lineup lineup, Set<String> market) {
    MarketFit fit = new MarketFit(lineup, market);
    lineup.strategies().forEach(fit::judge);
    if (!fit.problems.isEmpty()) {
      throw new ProblemException(fit.problems, null);
    }
  }

  private void judge(Planned planned) {
    Set<String> candles = new TreeSet<>(lineup.reads().getOrDefault(planned.name(), Set.of()));
    for (Trigger trigger : planned.wakers()) {
      if (trigger instanceof Trigger.BarClose bar) {
        candles.add(bar.symbol());
      }
    }
    candles.removeAll(market);
    if (!candles.isEmpty()) {
      add(
          planned,
          ".parameters",
          "wants candles of " + String.join(", ", candles) + ", which the market does not know");
    }
    Set<String> unknown = new TreeSet<>(planned.caps().allowedSymbols());
    boolean none = !unknown.removeAll(market);
    if (none) {
      add(
          planned,
          ".caps.allowedSymbols",
          "has " + String.join(", ", unknown) + ", and the market none of them");
    } else if (!unknown.isEmpty()) {
      LOG.warn(
          "strategy {} may trade symbols that the market does not know: {}",
          planned.name(),
          unknown);
    }
  }

  private void add(Planned planned, String key, String cause) {
    String path = "strategies." + planned.name() + key;
    String wayOut = "the market has " + String.join(", ", new TreeSet<>(market));
    problems.add(
        written(path)
            .map(origin -> origin.problem(path, cause, wayOut))
            .orElseGet(() -> Problem.configuration("strategy " + planned.name(), cause, wayOut)));
  }

  /**
   * Where the first value at or below a path was written; empty for a strategy without an entry.
   */
  private Optional<Origin> written(String path) {
    return lineup.config().settings().stream()
        .filter(
            each -> each.key().equals(path) || each.key().matches(Pattern.quote(path) + "[.\\[].*"))
        .map(Setting::origin)
        .filter(origin -> origin.kind() != Origin.Kind.DEFAULT)
        .findFirst();
  }
}
