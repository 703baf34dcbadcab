package dev.orrery.broker.paper;

import dev.orrery.api.action.Side;
import dev.orrery.api.market.Instrument;
import dev.orrery.api.value.Price;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What an order that takes is executed at: the mark price moved against it by the slippage setting,
 * then to the next price the instrument takes, never further than 1 % from the mark. Confined to
 * the broker's lock.
 */
final class Quotes {
  private static final BigDecimal BOUND = new BigDecimal("0.01");

  // What a mark price is multiplied by.
  private static final BigDecimal WORST_BUY = BigDecimal.ONE.add(BOUND);
  private static final BigDecimal WORST_SELL = BigDecimal.ONE.subtract(BOUND);
  private final BigDecimal buying;
  private final BigDecimal selling;

  /** An order asks for the same several times. */
  private @Nullable Asked last;

  private record Asked(Side side, Instrument instrument, Price mark, Price price) {
    boolean is(Side wanted, Instrument of, Price at) {
      return side == wanted && mark.equals(at) && instrument.equals(of);
    }
  }

  Quotes(BigDecimal slippageBps) {
    BigDecimal slippage = slippageBps.movePointLeft(4);
    this.buying = BigDecimal.ONE.add(slippage);
    this.selling = BigDecimal.ONE.subtract(slippage);
  }

  Price taking(Side side, Instrument instrument, Price mark) {
    Asked asked = last;
    if (asked == null || !asked.is(side, instrument, mark)) {
      asked = new Asked(side, instrument, mark, worked(side, instrument, mark));
      last = asked;
    }
    return asked.price;
  }

  private Price worked(Side side, Instrument instrument, Price mark) {
    boolean buys = side == Side.BUY;
    BigDecimal worst = mark.value().multiply(buys ? WORST_BUY : WORST_SELL);
    BigDecimal wanted = mark.value().multiply(buys ? buying : selling);
    BigDecimal rounded = PriceGrid.round(instrument.priceRule(), wanted, buys);
    boolean beyond = buys ? rounded.compareTo(worst) > 0 : rounded.compareTo(worst) < 0;
    return new Price(beyond || rounded.signum() <= 0 ? wanted : rounded);
  }
}
