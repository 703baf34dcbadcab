package dev.orrery.runtime;

import dev.orrery.api.Trigger;
import dev.orrery.executor.risk.RiskCaps;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.market.MarketSnapshot;
import dev.orrery.runtime.plugin.LoadedStrategy;
import dev.orrery.trigger.TriggerRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What of a strategy does not fit the market: it would fail at its start, or never trade. */
final class MarketChecks {
  private MarketChecks() {}

  /** What would fail when triggers are bound and candles kept. */
  static void require(LoadedStrategy loaded, MarketSnapshot market) {
    require(candles(loaded, market));
  }

  /** The same, and whether its caps let it trade anything that there is. */
  static void require(LoadedStrategy loaded, RiskCaps caps, MarketSnapshot market) {
    List<Problem> problems = new ArrayList<>(candles(loaded, market));
    if (caps.allowedSymbols().stream().allMatch(each -> market.instrument(each) == null)) {
      problems.add(
          Problem.configuration(
              "strategy " + loaded.binding().name(),
              "may trade "
                  + String.join(", ", new TreeSet<>(caps.allowedSymbols()))
                  + " by allowedSymbols, which the market does not know",
              has(market)));
    }
    require(problems);
  }

  /** Which bars it wakes on without subscribing to them; null for none. */
  static @Nullable String unsubscribed(LoadedStrategy loaded) {
    String bars =
        loaded.binding().triggers().stream()
            .filter(Trigger.BarClose.class::isInstance)
            .map(Trigger.BarClose.class::cast)
            .filter(bar ->
                loaded.subscriptions().stream()
                    .noneMatch(each ->
                        each.symbol().equals(bar.symbol())
                            && each.interval().equals(bar.interval())))
            .map(bar -> bar.symbol() + " " + bar.interval())
            .distinct()
            .collect(Collectors.joining(", "));
    return bars.isEmpty()
        ? null
        : "wakes on bars of "
            + bars
            + " without subscribing to them: after each start it reads only those that came since"
            + " (declare them in subscriptions())";
  }

  private static void require(List<Problem> problems) {
    if (!problems.isEmpty()) {
      throw new ProblemException(problems, null);
    }
  }

  private static List<Problem> candles(LoadedStrategy loaded, MarketSnapshot market) {
    String subject = "strategy " + loaded.binding().name();
    List<Trigger> triggers = loaded.binding().triggers();
    List<Problem> problems = new ArrayList<>(TriggerRules.problems(subject, triggers));
    Set<String> symbols = new TreeSet<>();
    loaded.subscriptions().forEach(each -> symbols.add(each.symbol()));
    for (Trigger trigger : triggers) {
      if (trigger instanceof Trigger.BarClose bar) {
        symbols.add(bar.symbol());
      }
    }
    for (String symbol : symbols) {
      if (market.instrument(symbol) == null) {
        problems.add(
            Problem.configuration(
                subject,
                "wants candles of " + symbol + ", which the market does not know",
                has(market)));
      }
    }
    return problems;
  }

  private static String has(MarketSnapshot market) {
    return "the market has " + String.join(", ", market.symbols());
  }
}
