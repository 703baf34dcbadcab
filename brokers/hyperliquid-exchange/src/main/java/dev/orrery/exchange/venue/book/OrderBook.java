package dev.orrery.exchange.venue.book;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The book of a market: best price first, and of one price first come first. */
public final class OrderBook {
  private static final BigDecimal HALF = new BigDecimal("0.5");

  private final NavigableMap<BigDecimal, Level> bids = new TreeMap<>(Comparator.reverseOrder());
  private final NavigableMap<BigDecimal, Level> asks = new TreeMap<>();

  /** Puts an order behind all others of its price. */
  public void add(Order order) {
    side(order.isBuy()).computeIfAbsent(order.price(), Level::new).add(order);
  }

  /** Takes an order off; whether it was there. */
  public boolean remove(Order order) {
    NavigableMap<BigDecimal, Level> side = side(order.isBuy());
    Level level = side.get(order.price());
    if (level == null || !level.remove(order)) {
      return false;
    }
    if (level.count() == 0) {
      side.remove(order.price());
    }
    return true;
  }

  /** An order of the book is about to have so much less left; it keeps its place. */
  public void reduce(Order order, BigDecimal by) {
    Level level = side(order.isBuy()).get(order.price());
    if (level == null) {
      throw new IllegalStateException(order + " is not on the book");
    }
    level.reduce(by);
  }

  /** The order that is next to match on a side; null when it is empty. */
  public @Nullable Order best(boolean isBuy) {
    NavigableMap<BigDecimal, Level> side = side(isBuy);
    return side.isEmpty() ? null : side.firstEntry().getValue().first();
  }

  /** The best price of a side; null when it is empty. */
  public @Nullable BigDecimal bestPrice(boolean isBuy) {
    NavigableMap<BigDecimal, Level> side = side(isBuy);
    return side.isEmpty() ? null : side.firstKey();
  }

  /** Whether an order of this side and price would match at once. */
  public boolean crosses(boolean isBuy, BigDecimal price) {
    BigDecimal opposite = bestPrice(!isBuy);
    return opposite != null && reaches(isBuy, price, opposite);
  }

  /** Whether a limit lets an order of this side match a price of the other side. */
  public static boolean reaches(boolean isBuy, BigDecimal limit, BigDecimal opposite) {
    int order = limit.compareTo(opposite);
    return isBuy ? order >= 0 : order <= 0;
  }

  /** The middle of the best prices; null when a side is empty. */
  public @Nullable BigDecimal mid() {
    BigDecimal bid = bestPrice(true);
    BigDecimal ask = bestPrice(false);
    return bid == null || ask == null ? null : bid.add(ask).multiply(HALF).stripTrailingZeros();
  }

  /** The levels of a side, best first. */
  public Collection<Level> levels(boolean isBuy) {
    return Collections.unmodifiableCollection(side(isBuy).values());
  }

  /**
   * The average price of taking so much notional from a side, rounded to 12 decimals; null when it
   * does not have as much.
   */
  public @Nullable BigDecimal impactPrice(boolean isBuy, BigDecimal notional) {
    BigDecimal open = notional;
    BigDecimal base = BigDecimal.ZERO;
    for (Level level : side(isBuy).values()) {
      BigDecimal worth = level.price().multiply(level.size());
      if (worth.compareTo(open) >= 0) {
        base = base.add(open.divide(level.price(), 18, RoundingMode.HALF_EVEN));
        return notional.divide(base, 12, RoundingMode.HALF_EVEN);
      }
      open = open.subtract(worth);
      base = base.add(level.size());
    }
    return null;
  }

  private NavigableMap<BigDecimal, Level> side(boolean isBuy) {
    return isBuy ? bids : asks;
  }
}
