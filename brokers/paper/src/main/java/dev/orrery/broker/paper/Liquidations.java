package dev.orrery.broker.paper;

import dev.orrery.api.action.MarginMode;
import dev.orrery.api.action.Side;
import dev.orrery.api.value.Price;
import dev.orrery.broker.margin.Holding;
import dev.orrery.broker.margin.MarginView;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.BrokerEvent.CloseReason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Liquidates what does not meet its maintenance margin at the mark price: an isolated position by
 * itself; of cross positions the one that needs most maintenance, until the rest stands. Confined
 * to the broker's lock.
 */
final class Liquidations {
  private final Exchange exchange;
  private final Solvency solvency;
  private final Execution execution;

  Liquidations(Exchange exchange, Solvency solvency, Execution execution) {
    this.exchange = exchange;
    this.solvency = solvency;
    this.execution = execution;
  }

  /** Whether anything was liquidated. */
  boolean check() {
    boolean any = false;
    while (exchange.account.liquidating() != null || !solvency.surelyStands()) {
      String symbol = exchange.account.liquidating();
      Holding fallen = symbol == null ? fallen() : null;
      if (symbol == null && fallen == null) {
        return any;
      }
      if (fallen != null) {
        announce(fallen);
        symbol = fallen.symbol();
      }
      if (symbol != null && !execute(symbol)) {
        return any;
      }
      any = true;
    }
    return any;
  }

  /** A quick and strict screen. */
  boolean surelyStands() {
    return solvency.surelyStands();
  }

  private @Nullable Holding fallen() {
    MarginView view = solvency.view();
    for (Holding holding : view.holdings()) {
      if (!holding.isCross() && priced(holding) && MarginView.isolatedInsolvent(holding)) {
        return holding;
      }
    }
    if (!view.crossInsolvent()) {
      return null;
    }
    return view.holdings().stream()
        .filter(holding -> holding.isCross() && priced(holding))
        .max(Comparator.comparing(Holding::maintenance))
        .orElse(null);
  }

  private boolean priced(Holding holding) {
    return !Double.isNaN(exchange.marks.of(holding.symbol()));
  }

  private void announce(Holding holding) {
    String id = "liquidation-" + (exchange.account.liquidations() + 1);
    String detail =
        "position="
            + holding.position().quantity()
            + " mark="
            + holding.mark()
            + " maintenance="
            + holding.maintenance();
    exchange.tell(new BrokerEvent.Liquidated(id, holding.symbol(), detail, exchange.at()));
  }

  /** Ends the orders that could open again, then sells the whole position at the market. */
  private boolean execute(String symbol) {
    Side side =
        exchange.account.symbol(symbol).position().quantity().signum() > 0 ? Side.SELL : Side.BUY;
    Price quote = exchange.quote(symbol, side);
    if (quote == null) {
      return false;
    }
    boolean cross = exchange.account.symbol(symbol).mode() == MarginMode.CROSS;
    List<WorkingOrder> orders = new ArrayList<>(exchange.account.working());
    for (WorkingOrder order : orders) {
      if (cross || order.symbol().equals(symbol)) {
        execution.close(order.id(), CloseReason.LIQUIDATION, "the account was liquidated");
      }
    }
    execution.liquidate(symbol, quote);
    return true;
  }

  /** The mark price at which a symbol's position falls, if it has one that can. */
  Optional<Price> priceOf(String symbol) {
    MarginView view = solvency.view();
    return view.holdings().stream()
        .filter(holding -> holding.symbol().equals(symbol))
        .findFirst()
        .flatMap(view::liquidationPrice);
  }
}
