package dev.orrery.api.action;

import java.util.Optional;

/**
 * Place one order.
 *
 * @param symbol instrument
 * @param side buy or sell
 * @param size how much
 * @param terms at what price
 * @param reduceOnly whether it may only shrink a position
 * @param exits stop and take-profit of what it buys or sells; not with {@code reduceOnly}
 * @param label the strategy's own mark, at most 64 characters, shown again in {@code
 *     OpenOrder.label}; may be empty
 * @param reason why
 */
public record PlaceOrder(
    String symbol,
    Side side,
    OrderSize size,
    OrderTerms terms,
    boolean reduceOnly,
    Optional<Exits> exits,
    String label,
    String reason)
    implements Action {
  /** Checks. */
  public PlaceOrder {
    symbol = Reasons.symbol(symbol, "PlaceOrder");
    reason = Reasons.reason(reason, "PlaceOrder");
    label = Reasons.label(label, "PlaceOrder");
    Reasons.given(side, "PlaceOrder", "a side");
    Reasons.given(size, "PlaceOrder", "a size");
    Reasons.given(terms, "PlaceOrder", "terms");
    if (reduceOnly && exits.isPresent()) {
      throw new IllegalArgumentException("PlaceOrder cannot be reduce-only and have exits");
    }
  }

  /** An order of either side, without exits or label, that may open a position. */
  public static PlaceOrder of(
      String symbol, Side side, OrderSize size, OrderTerms terms, String reason) {
    return new PlaceOrder(symbol, side, size, terms, false, Optional.empty(), "", reason);
  }

  /** A buy. */
  public static PlaceOrder buy(String symbol, OrderSize size, OrderTerms terms, String reason) {
    return of(symbol, Side.BUY, size, terms, reason);
  }

  /** A sell. */
  public static PlaceOrder sell(String symbol, OrderSize size, OrderTerms terms, String reason) {
    return of(symbol, Side.SELL, size, terms, reason);
  }

  /** The same order with exits. */
  public PlaceOrder withExits(Exits wanted) {
    return new PlaceOrder(
        symbol, side, size, terms, reduceOnly, Optional.of(wanted), label, reason);
  }

  /** The same order with a label. */
  public PlaceOrder withLabel(String wanted) {
    return new PlaceOrder(symbol, side, size, terms, reduceOnly, exits, wanted, reason);
  }

  /** The same order, only to shrink a position. */
  public PlaceOrder asReduceOnly() {
    return new PlaceOrder(symbol, side, size, terms, true, exits, label, reason);
  }
}
