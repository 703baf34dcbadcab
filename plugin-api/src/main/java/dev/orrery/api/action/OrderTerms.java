package dev.orrery.api.action;

import dev.orrery.api.value.Price;
import java.util.Optional;

/** At what price an order may trade. */
public sealed interface OrderTerms {
  /** At once, at the market, within the broker's slippage bound. */
  static OrderTerms market() {
    return new AtMarket();
  }

  /** At {@code price} or better, resting until cancelled. */
  static OrderTerms limit(Price price) {
    return new Limit(price, TimeInForce.GTC);
  }

  /** At {@code price} or better, only as maker. */
  static OrderTerms postOnly(Price price) {
    return new Limit(price, TimeInForce.POST_ONLY);
  }

  /** At the market once the mark price has moved against the order's side to {@code trigger}. */
  static OrderTerms stop(Price trigger) {
    return new Stop(trigger, Optional.empty());
  }

  /** At the market once the mark price has moved in the order's favour to {@code trigger}. */
  static OrderTerms takeProfit(Price trigger) {
    return new TakeProfit(trigger, Optional.empty());
  }

  /** A market order: executed at once or not at all, as an IOC with a slippage bound. */
  record AtMarket() implements OrderTerms {}

  /**
   * A limit order.
   *
   * @param price worst acceptable price
   * @param timeInForce how long it works
   */
  record Limit(Price price, TimeInForce timeInForce) implements OrderTerms {}

  /**
   * A stop: a buy fires when the mark price is at or above the trigger, a sell when at or below.
   *
   * @param trigger mark price that fires it
   * @param limit worst acceptable price once fired; empty for a market order
   */
  record Stop(Price trigger, Optional<Price> limit) implements OrderTerms {}

  /**
   * A take-profit: a sell fires when the mark price is at or above the trigger, a buy when at or
   * below.
   *
   * @param trigger mark price that fires it
   * @param limit worst acceptable price once fired; empty for a market order
   */
  record TakeProfit(Price trigger, Optional<Price> limit) implements OrderTerms {}
}
