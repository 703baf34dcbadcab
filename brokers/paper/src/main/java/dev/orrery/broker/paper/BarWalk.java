package dev.orrery.broker.paper;

import dev.orrery.api.value.Price;
import dev.orrery.market.MarketEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Walks a finished bar as open, one extreme, the other, close, in the order that is worse for the
 * account: a long position sees the low first, a short one the high; a flat account sees first the
 * extreme that its resting entries do not wait for. On the way each order meets the price where it
 * would have met it; only orders take part that were there when the bar opened, or were on their
 * way for a moment. Confined to the broker's lock.
 */
final class BarWalk {
  /** A position falls below its liquidation price, not at it. */
  private static final double JUST_BEYOND = 1e-9;

  /** An order that is on its way for no more than this part of a bar does not miss the bar. */
  private static final int MOST_OF_A_BAR = 10;

  private final Exchange exchange;
  private final Execution execution;
  private final Upkeep upkeep;
  private final Liquidations liquidations;
  private final long onTheWay;

  BarWalk(Exchange exchange, Execution execution, Upkeep upkeep, Liquidations liquidations) {
    this.exchange = exchange;
    this.execution = execution;
    this.upkeep = upkeep;
    this.liquidations = liquidations;
    this.onTheWay = exchange.settings.latency().toMillis();
  }

  /**
   * Walks.
   *
   * @param marks whether the bar's prices are the mark prices too: only then triggers and
   *     liquidation follow its path
   */
  void walk(MarketEvent.Bar bar, boolean marks) {
    List<WorkingOrder> there = List.of();
    long late = onTheWay <= bar.interval().millis() / MOST_OF_A_BAR ? onTheWay : 0;
    for (WorkingOrder order : exchange.account.working()) {
      if (order.since() - late <= bar.openTime() && order.symbol().equals(bar.symbol())) {
        there = there.isEmpty() ? new ArrayList<>() : there;
        there.add(order);
      }
    }
    double quantity = exchange.account.symbol(bar.symbol()).quantityDouble();
    if (there.isEmpty() && (quantity == 0 || !marks)) {
      return;
    }
    if (there.isEmpty() && stands(bar)) {
      exchange.marks.arrive();
      return;
    }
    boolean lowFirst = quantity > 0 || (quantity == 0 && !anyBuy(there));
    try {
      leg(bar, there, marks, bar.open(), bar.open());
      leg(bar, there, marks, bar.open(), lowFirst ? bar.low() : bar.high());
      leg(bar, there, marks, lowFirst ? bar.low() : bar.high(), lowFirst ? bar.high() : bar.low());
      leg(bar, there, marks, lowFirst ? bar.high() : bar.low(), bar.close());
    } finally {
      exchange.marks.arrive();
    }
  }

  private static boolean anyBuy(List<WorkingOrder> orders) {
    for (WorkingOrder order : orders) {
      if (order.isBuy() && !order.spec().reduceOnly()) {
        return true;
      }
    }
    return false;
  }

  private void leg(
      MarketEvent.Bar bar, List<WorkingOrder> there, boolean marks, double from, double to) {
    double at = from;
    boolean mayFall = marks;
    while (true) {
      WorkingOrder next = null;
      double nearest = Double.NaN;
      for (WorkingOrder order : there) {
        double meets = meets(order, at, to, marks);
        if (!Double.isNaN(meets)
            && (next == null || Math.abs(meets - at) < Math.abs(nearest - at))) {
          next = order;
          nearest = meets;
        }
      }
      double falls = mayFall ? falls(bar.symbol(), at, to) : Double.NaN;
      boolean fallsFirst =
          !Double.isNaN(falls) && (next == null || Math.abs(falls - at) <= Math.abs(nearest - at));
      if (fallsFirst) {
        at = falls;
        exchange.marks.walk(bar.symbol(), at);
        mayFall = liquidations.check();
        upkeep.settle(there);
      } else if (next == null) {
        return;
      } else {
        at = nearest;
        meet(next, at, marks, there);
      }
    }
  }

  private void meet(WorkingOrder order, double price, boolean marks, List<WorkingOrder> there) {
    if (marks) {
      exchange.marks.walk(order.symbol(), price);
    }
    if (order.stage() == WorkingOrder.Stage.RESTING) {
      execution.rest(order, order.remaining());
    }
    upkeep.settle(marks ? there : List.of());
  }

  /** Where on the way an order is met; NaN when it is not. */
  private double meets(WorkingOrder order, double from, double to, boolean marks) {
    if (exchange.account.working(order.id()) != order) {
      return Double.NaN;
    }
    return switch (order.stage()) {
      case RESTING -> {
        if (exchange.volumeIsUsedUp(order.symbol())) {
          yield Double.NaN;
        }
        boolean reached = through(order, to);
        yield !reached ? Double.NaN : through(order, from) ? from : order.limit();
      }
      case ARMED ->
          !marks || !order.firesAt(to) ? Double.NaN : order.firesAt(from) ? from : order.trigger();
      case WAITING, IMMEDIATE -> Double.NaN;
    };
  }

  private static boolean through(WorkingOrder order, double price) {
    return order.isBuy() ? price < order.limit() : price > order.limit();
  }

  /** Where on the way the position falls; NaN when it stands all along. */
  private double falls(String symbol, double from, double to) {
    double quantity = exchange.account.symbol(symbol).quantityDouble();
    if (quantity == 0) {
      return Double.NaN;
    }
    if (stands(symbol, to) && stands(symbol, from)) {
      return Double.NaN;
    }
    exchange.marks.walk(symbol, from);
    Optional<Price> line = liquidations.priceOf(symbol);
    if (line.isEmpty()) {
      return Double.NaN;
    }
    double price = line.get().toDouble();
    boolean isLong = quantity > 0;
    if (isLong ? from < price : from > price) {
      return from;
    }
    boolean reached = isLong ? to < price : to > price;
    return reached ? price * (isLong ? 1 - JUST_BEYOND : 1 + JUST_BEYOND) : Double.NaN;
  }

  /** Whether nothing can fall on the way: what stands at both extremes stands between them. */
  private boolean stands(MarketEvent.Bar bar) {
    return stands(bar.symbol(), bar.low()) && stands(bar.symbol(), bar.high());
  }

  private boolean stands(String symbol, double price) {
    exchange.marks.walk(symbol, price);
    return liquidations.surelyStands();
  }
}
