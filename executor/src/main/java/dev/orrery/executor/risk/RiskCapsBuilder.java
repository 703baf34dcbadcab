package dev.orrery.executor.risk;

import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts caps together by name, under the rules of the configuration's {@code caps}. None has a
 * default but {@code maxMonthlyCostUsd}, 200. Confined to one thread.
 */
public final class RiskCapsBuilder {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private final List<Problem> problems = new ArrayList<>();
  private @Nullable BigDecimal maxPositionPct;
  private @Nullable BigDecimal maxTotalExposurePct;
  private @Nullable Integer maxOrdersPerDay;
  private @Nullable Integer maxOrdersPerMinute;
  private @Nullable BigDecimal maxLeverage;
  private @Nullable BigDecimal minOrderUsd;
  private @Nullable Set<String> allowedSymbols;
  private BigDecimal maxMonthlyCostUsd = BigDecimal.valueOf(200);
  private @Nullable BigDecimal dailyLossHaltPct;

  RiskCapsBuilder() {}

  /** Highest notional of the position in one symbol, in percent of equity; above 0. */
  public RiskCapsBuilder maxPositionPct(String percent) {
    maxPositionPct = number("maxPositionPct", percent);
    return this;
  }

  /** Highest gross notional of all positions, in percent of equity; above 0. */
  public RiskCapsBuilder maxTotalExposurePct(String percent) {
    maxTotalExposurePct = number("maxTotalExposurePct", percent);
    return this;
  }

  /** Most orders since UTC midnight of the timeline; not below 0. */
  public RiskCapsBuilder maxOrdersPerDay(int orders) {
    maxOrdersPerDay = orders;
    return this;
  }

  /** Most orders in the last 60 s of the timeline; not below 0. */
  public RiskCapsBuilder maxOrdersPerMinute(int orders) {
    maxOrdersPerMinute = orders;
    return this;
  }

  /** Highest gross notional divided by equity, and highest leverage setting; at least 1. */
  public RiskCapsBuilder maxLeverage(String times) {
    maxLeverage = number("maxLeverage", times);
    return this;
  }

  /** Smallest value of an order that opens, in USD; not below 0. */
  public RiskCapsBuilder minOrderUsd(String usd) {
    minOrderUsd = number("minOrderUsd", usd);
    return this;
  }

  /** What may be opened; at least one symbol. */
  public RiskCapsBuilder allowedSymbols(String... symbols) {
    allowedSymbols = Set.of(symbols);
    return this;
  }

  /** Language-model cost of a UTC month at which the strategy pauses, in USD; 200 without. */
  public RiskCapsBuilder maxMonthlyCostUsd(String usd) {
    BigDecimal cost = number("maxMonthlyCostUsd", usd);
    maxMonthlyCostUsd = cost == null ? maxMonthlyCostUsd : cost;
    return this;
  }

  /** Loss since UTC midnight at which the strategy halts, in percent; above 0, at most 100. */
  public RiskCapsBuilder dailyLossHaltPct(String percent) {
    dailyLossHaltPct = number("dailyLossHaltPct", percent);
    return this;
  }

  /**
   * The caps.
   *
   * @throws ProblemException CONFIGURATION with every cap that is missing or out of its range
   */
  public RiskCaps build() {
    BigDecimal position = above("maxPositionPct", maxPositionPct);
    BigDecimal exposure = above("maxTotalExposurePct", maxTotalExposurePct);
    int day = orders("maxOrdersPerDay", maxOrdersPerDay);
    int minute = orders("maxOrdersPerMinute", maxOrdersPerMinute);
    BigDecimal leverage = atLeast("maxLeverage", maxLeverage, BigDecimal.ONE);
    BigDecimal order = atLeast("minOrderUsd", minOrderUsd, BigDecimal.ZERO);
    BigDecimal cost = atLeast("maxMonthlyCostUsd", maxMonthlyCostUsd, BigDecimal.ZERO);
    BigDecimal loss = above("dailyLossHaltPct", dailyLossHaltPct);
    if (loss.compareTo(HUNDRED) > 0) {
      wrong("dailyLossHaltPct", "is " + loss.toPlainString(), "at most 100");
    }
    Set<String> symbols = allowedSymbols;
    if (symbols == null || symbols.isEmpty() || symbols.stream().anyMatch(String::isBlank)) {
      wrong("allowedSymbols", "names no symbol, or a blank one", "name at least one");
    }
    if (symbols == null || !problems.isEmpty()) {
      throw new ProblemException(problems, null);
    }
    return new RiskCaps(position, exposure, day, minute, leverage, order, symbols, cost, loss);
  }

  private @Nullable BigDecimal number(String cap, String text) {
    try {
      return new BigDecimal(text.strip());
    } catch (NumberFormatException e) {
      wrong(cap, "is '" + text + "'", "write a number");
      return BigDecimal.valueOf(1); // told already: not a second time as missing
    }
  }

  private int orders(String cap, @Nullable Integer orders) {
    return atLeast(cap, orders == null ? null : BigDecimal.valueOf(orders), BigDecimal.ZERO)
        .intValue();
  }

  private BigDecimal above(String cap, @Nullable BigDecimal value) {
    BigDecimal there = present(cap, value);
    if (value != null && there.signum() <= 0) {
      wrong(cap, "is " + there.toPlainString(), "above 0");
    }
    return there;
  }

  private BigDecimal atLeast(String cap, @Nullable BigDecimal value, BigDecimal least) {
    BigDecimal there = present(cap, value);
    if (value != null && there.compareTo(least) < 0) {
      wrong(cap, "is " + there.toPlainString(), "at least " + least.toPlainString());
    }
    return there;
  }

  private BigDecimal present(String cap, @Nullable BigDecimal value) {
    if (value == null) {
      wrong(cap, "is missing", "caps have no default");
      return BigDecimal.ONE;
    }
    return value;
  }

  private void wrong(String cap, String cause, String wayOut) {
    problems.add(Problem.configuration("caps." + cap, cause, wayOut));
  }
}
