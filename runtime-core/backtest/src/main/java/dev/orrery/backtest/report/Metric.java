package dev.orrery.backtest.report;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * One figure with what it means.
 *
 * @param key stable, for programs: {@code max_drawdown}
 * @param name for people
 * @param unit how the value is to be read
 * @param value null where it cannot be told
 * @param silence why it cannot be told; empty where it can
 * @param definition how it is computed
 */
public record Metric(
    String key,
    String name,
    Group group,
    Unit unit,
    @Nullable BigDecimal value,
    String silence,
    String definition) {
  /** The value rounded for reading; a dash where it cannot be told. */
  public String shown() {
    return Shown.of(this);
  }

  /** What a figure is about. */
  public enum Group {
    /** What it earned. */
    RETURN("Return"),
    /** What it went through for it. */
    RISK("Risk"),
    /** What its trades were like. */
    TRADES("Trades"),
    /** How much it did. */
    ACTIVITY("Activity"),
    /** What the trading cost. */
    COSTS("Costs"),
    /** What the market did meanwhile. */
    MARKET("Buy and hold");

    private final String title;

    Group(String title) {
      this.title = title;
    }

    /** For people. */
    public String title() {
      return title;
    }
  }

  /** What a value is. */
  public enum Unit {
    /** US dollars. */
    USD,
    /** 0.12 is twelve percent. */
    FRACTION,
    /** A plain number. */
    RATIO,
    /** A whole number. */
    COUNT,
    /** Milliseconds. */
    MILLIS
  }
}
