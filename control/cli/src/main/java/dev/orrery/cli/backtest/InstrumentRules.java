package dev.orrery.cli.backtest;

import dev.orrery.api.market.Instrument;
import dev.orrery.api.market.PriceRule;
import dev.orrery.api.value.Usd;
import dev.orrery.broker.margin.MarginTier;
import dev.orrery.broker.margin.MarginTiers;
import dev.orrery.config.Names;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.market.replay.Replay;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rules of instruments as a command line gives them: {@code ETH:quantityStep=0.001,...}. */
final class InstrumentRules {
  private static final List<String> KEYS =
      List.of(
          "priceIncrement",
          "significantFigures",
          "quantityStep",
          "minNotional",
          "maxLeverage",
          "tiers");

  private InstrumentRules() {}

  /** A recording with what is said of its symbol. */
  static Replay applied(List<String> rules, Replay recording) {
    Replay changed = recording;
    for (String rule : rules) {
      if (symbol(rule).equals(recording.symbol())) {
        changed = changed.instrument(changed(rule, changed.instrument()));
      }
    }
    return changed;
  }

  static void requireKnown(List<String> rules, Set<String> symbols) {
    for (String rule : rules) {
      if (!symbols.contains(symbol(rule))) {
        throw problem(rule, "the market has no " + symbol(rule), "it has " + list(symbols));
      }
    }
  }

  private static String list(Set<String> symbols) {
    return String.join(", ", symbols);
  }

  static Map<String, MarginTiers> tiers(List<String> rules) {
    Map<String, MarginTiers> tiers = new LinkedHashMap<>();
    for (String rule : rules) {
      String steps = values(rule).get("tiers");
      if (steps != null) {
        tiers.put(symbol(rule), table(rule, steps));
      }
    }
    return tiers;
  }

  private static String symbol(String rule) {
    int colon = rule.indexOf(':');
    if (colon < 1) {
      throw problem(rule, "names no symbol", "write SYMBOL:quantityStep=0.001");
    }
    return rule.substring(0, colon);
  }

  private static Map<String, String> values(String rule) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String part : rule.substring(symbol(rule).length() + 1).split(",", -1)) {
      String[] pair = part.split("=", 2);
      if (!KEYS.contains(pair[0])) {
        throw problem(rule, "there is no rule " + pair[0], Names.wayOut(pair[0], KEYS));
      }
      if (pair.length < 2 || values.put(pair[0], pair[1]) != null) {
        throw problem(rule, pair[0] + " needs one value", "write " + pair[0] + "=VALUE");
      }
    }
    return values;
  }

  private static Instrument changed(String rule, Instrument usual) {
    Map<String, String> values = values(rule);
    try {
      return new Instrument(
          usual.symbol(),
          new PriceRule(
              number(values, "priceIncrement", usual.priceRule().increment()),
              whole(values, "significantFigures", usual.priceRule().significantFigures())),
          number(values, "quantityStep", usual.quantityStep()),
          new Usd(number(values, "minNotional", usual.minNotional().value())),
          whole(values, "maxLeverage", usual.maxLeverage()));
    } catch (IllegalArgumentException e) {
      throw problem(rule, String.valueOf(e.getMessage()), "");
    }
  }

  private static BigDecimal number(Map<String, String> values, String key, BigDecimal usual) {
    String text = values.get(key);
    try {
      return text == null ? usual : new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(key + " '" + text + "' is no number", e);
    }
  }

  private static int whole(Map<String, String> values, String key, int usual) {
    String text = values.get(key);
    try {
      return text == null ? usual : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(key + " '" + text + "' is no whole number", e);
    }
  }

  /** {@code 25/100000000/15}: a leverage, then bounds in USD, each with the leverage from there. */
  private static MarginTiers table(String rule, String text) {
    String[] parts = text.split("/", -1);
    try {
      List<MarginTier> steps = new ArrayList<>();
      steps.add(new MarginTier(Usd.ZERO, Integer.parseInt(parts[0])));
      for (int i = 1; i < parts.length; i += 2) {
        steps.add(new MarginTier(Usd.of(parts[i]), Integer.parseInt(parts[i + 1])));
      }
      return MarginTiers.of(steps);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw problem(
          rule, "tiers '" + text + "' make no table", "write leverage/bound/leverage: 25/1e8/15");
    }
  }

  private static ProblemException problem(String rule, String cause, String wayOut) {
    return new ProblemException(Problem.configuration("--instrument " + rule, cause, wayOut));
  }
}
