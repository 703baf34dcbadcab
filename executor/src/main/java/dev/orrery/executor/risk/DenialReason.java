package dev.orrery.executor.risk;

/**
 * Why an order was denied before it was sent. The codes are stable: tools and people match on them.
 * A denial's text is the code, then {@code key=value} with the numbers that decided. {@code
 * docs/denial-reasons.md} is generated from this list.
 */
public enum DenialReason {
  /** Halted. */
  TRADING_HALTED(
      "The deployment is halted; only orders that shrink a position pass.",
      "Find out why (`strategies`, `decisions`), then `clear-halt`."),
  /** Reducing. */
  TRADING_REDUCING(
      "Only orders that shrink a position pass now: the right to open is withheld.",
      "See `/health` for the cause: a pause, a lease, the journal, an operator's switch."),
  /** Symbol. */
  SYMBOL_NOT_ALLOWED(
      "The symbol is not among the caps' `allowedSymbols`.",
      "Add it to `allowedSymbols`, or correct the strategy."),
  /** Staleness. */
  MARK_STALE(
      "The feed has not confirmed a price of the symbol for longer than `market.staleAfter`, or"
          + " never.",
      "Opens pass again with the next price; closing orders pass always."),
  /** Price missing. */
  MARK_MISSING(
      "The size is a value in USD and the symbol has no mark price yet to divide it by.",
      "Wait for the first price, or give the size in base units."),
  /** Price. */
  PRICE_ROUNDS_TO_ZERO(
      "Rounded to the instrument's price rule, nothing is left of the price.",
      "Ask for a price of at least one increment."),
  /** Quantity. */
  QUANTITY_ROUNDS_TO_ZERO(
      "Rounded down to the instrument's quantity step, nothing is left of the size.",
      "Ask for at least one step."),
  /** Minimum. */
  NOTIONAL_BELOW_MINIMUM(
      "The order opens and is worth less than `minOrderUsd` or the instrument's minimum.",
      "Ask for more, or lower `minOrderUsd` where the venue allows it."),
  /** Maximum. */
  NOTIONAL_ABOVE_MAXIMUM(
      "The order opens and is worth more than the venue takes in one: by the symbol's highest"
          + " leverage 30M USD from 25, 5M from 20, 2M from 10, else 500k; limit orders ten times"
          + " that.",
      "Ask for less at a time."),
  /** Equity. */
  EQUITY_NOT_POSITIVE(
      "The account has no equity to open anything with.", "Deposit, or close what is open."),
  /** Position. */
  POSITION_EXCEEDS_CAP(
      "With every working order filled, the symbol's position would be worth more than"
          + " `maxPositionPct` of equity.",
      "Ask for less, or raise `maxPositionPct`."),
  /** Exposure. */
  EXPOSURE_EXCEEDS_CAP(
      "With every working order filled, gross exposure would be more than `maxTotalExposurePct` of"
          + " equity.",
      "Ask for less, or raise `maxTotalExposurePct`."),
  /** Leverage. */
  LEVERAGE_EXCEEDS_CAP(
      "Gross exposure divided by equity, or the leverage asked for, is above `maxLeverage`.",
      "Ask for less, or raise `maxLeverage`."),
  /** Leverage of the instrument. */
  LEVERAGE_EXCEEDS_INSTRUMENT(
      "The venue does not grant that leverage for the symbol.", "Ask for less."),
  /** Mode. */
  MARGIN_MODE_LOCKED(
      "The margin mode of a symbol cannot change while a position is open.",
      "Close the position first."),
  /** Margin. */
  MARGIN_INSUFFICIENT(
      "Positions and working orders would need more initial margin than there is equity.",
      "Ask for less, or set a higher leverage within the caps."),
  /** Daily. */
  ORDERS_PER_DAY_EXCEEDED(
      "`maxOrdersPerDay` orders have been placed since UTC midnight of the timeline.",
      "Opens pass again after midnight; closing orders pass always."),
  /** By the minute. */
  ORDERS_PER_MINUTE_EXCEEDED(
      "`maxOrdersPerMinute` orders have been placed in the last 60 s of the timeline.",
      "Opens pass again within the minute; closing orders pass always."),
  /** Reduce-only. */
  REDUCE_ONLY_WOULD_INCREASE(
      "The order is reduce-only and would open, enlarge or flip a position.",
      "Ask for at most what is held, on the other side."),
  /** Exit. */
  EXIT_WITHOUT_ENTRY(
      "A stop or take-profit is bound to an entry that was denied, or is larger than it.",
      "See the entry's own denial."),
  /** Exit price. */
  EXIT_ON_WRONG_SIDE(
      "A stop or take-profit lies on the wrong side of its entry's price, or of the mark price, and"
          + " would fire at once.",
      "A long's stop belongs below, its take-profit above; a short's the other way. When an entry"
          + " is amended its exits stay where they are: amend them with it."),
  /** Amend. */
  ORDER_NOT_AMENDABLE(
      "Only a resting limit order, a reduce-only stop or take-profit that has not fired, and the"
          + " exits of an entry can be amended.",
      "Cancel the order and place another."),
  /** Duplicate. */
  ORDER_ALREADY_PLACED(
      "This very order of this very decision has been placed before.",
      "Nothing to do: a decision is carried out at most once.");

  private final String meaning;
  private final String wayOut;

  DenialReason(String meaning, String wayOut) {
    this.meaning = meaning;
    this.wayOut = wayOut;
  }

  /** What it means, one sentence. */
  public String meaning() {
    return meaning;
  }

  /** What to do about it, one sentence. */
  public String wayOut() {
    return wayOut;
  }

  /**
   * The text of a denial: the code, then {@code key=value}.
   *
   * @param pairs key, value, key, value ...
   */
  public String text(Object... pairs) {
    StringBuilder text = new StringBuilder(name());
    for (int i = 0; i + 1 < pairs.length; i += 2) {
      text.append(' ').append(pairs[i]).append('=').append(pairs[i + 1]);
    }
    return text.toString();
  }
}
