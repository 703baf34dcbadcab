package dev.orrery.broker.paper;

import dev.orrery.api.market.Instrument;
import dev.orrery.api.value.Quantity;
import dev.orrery.market.MarketEvent;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How much of what the market trades may be ours: a share of the volume of the last bar of a
 * symbol, or of its trades in the clock minute so far, less what was executed of it. Without a
 * share there is no limit and nothing is kept. Confined to the broker's lock.
 */
final class Volume {
  private static final long MINUTE = 60_000;

  private final @Nullable BigDecimal share;
  private final Map<String, Left> bySymbol = new HashMap<>();

  Volume(@Nullable BigDecimal share) {
    this.share = share;
  }

  /** What is left of a symbol's volume, in base units. */
  private static final class Left {
    BigDecimal quantity = BigDecimal.ZERO;
    long minute = Long.MIN_VALUE;
  }

  /** Whether there is a limit. */
  boolean limits() {
    return share != null;
  }

  void traded(MarketEvent event) {
    if (share == null) {
      return;
    }
    if (event instanceof MarketEvent.Bar bar) {
      Left left = of(bar.symbol());
      left.quantity = share.multiply(BigDecimal.valueOf(bar.volume()));
    } else if (event instanceof MarketEvent.Trade trade) {
      Left left = of(trade.symbol());
      long minute = Math.floorDiv(trade.time(), MINUTE);
      BigDecimal before = minute == left.minute ? left.quantity : BigDecimal.ZERO;
      left.minute = minute;
      left.quantity = before.add(share.multiply(BigDecimal.valueOf(trade.size())));
    }
  }

  /** As much of a quantity as may be executed now, in whole lots. */
  Quantity most(Instrument instrument, Quantity wanted) {
    if (share == null) {
      return wanted;
    }
    BigDecimal step = instrument.quantityStep();
    BigDecimal lots = of(instrument.symbol()).quantity.divide(step, 0, RoundingMode.DOWN);
    Quantity most = new Quantity(lots.multiply(step));
    return wanted.compareTo(most) <= 0 ? wanted : most;
  }

  /** Whether not even a lot may be executed now. */
  boolean isUsedUp(Instrument instrument) {
    return share != null
        && of(instrument.symbol()).quantity.compareTo(instrument.quantityStep()) < 0;
  }

  void executed(String symbol, Quantity quantity) {
    if (share != null) {
      Left left = of(symbol);
      left.quantity = left.quantity.subtract(quantity.value());
    }
  }

  private Left of(String symbol) {
    return bySymbol.computeIfAbsent(symbol, ignored -> new Left());
  }
}
