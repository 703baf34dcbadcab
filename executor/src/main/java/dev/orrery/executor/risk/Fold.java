package dev.orrery.executor.risk;

import dev.orrery.api.value.Price;
import dev.orrery.executor.account.AccountState;
import dev.orrery.executor.account.AccountView;
import dev.orrery.executor.account.Holding;
import dev.orrery.executor.account.LeverageSetting;
import dev.orrery.executor.account.TrackedOrder;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.OrderSpec;
import dev.orrery.executor.risk.Exposure.Pending;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the account comes to with what a decision has been cleared so far: exposure by symbol, the
 * entries that exits may be bound to, leverage, and how many orders. Confined to one thread.
 */
final class Fold {
  private static final int FEW = 2;

  private final AccountView account;
  private final Map<String, Exposure> exposures;
  private final Map<ClientOrderId, BigDecimal> entries;
  private final Map<String, LeverageSetting> leverage;
  private int placed;

  private Fold(
      AccountView account,
      Map<String, Exposure> exposures,
      Map<ClientOrderId, BigDecimal> entries,
      Map<String, LeverageSetting> leverage,
      int placed) {
    this.account = account;
    this.exposures = exposures;
    this.entries = entries;
    this.leverage = leverage;
    this.placed = placed;
  }

  /** Of the account alone: what it holds, and what its working orders may come to. */
  static Fold of(AccountView account) {
    return of(account, order -> true);
  }

  /** The same with some of its working orders only. */
  static Fold of(AccountView account, Predicate<TrackedOrder> counted) {
    Fold fold = new Fold(account, new HashMap<>(FEW), new HashMap<>(FEW), new HashMap<>(FEW), 0);
    for (AccountState.Held held : account.state().held()) {
      BigDecimal quantity = held.holding().quantity().value();
      Price mark = account.mark(held.symbol()).orElseGet(() -> held.holding().averageEntry());
      fold.put(held.symbol(), Exposure.of(mark.value().multiply(quantity), quantity));
    }
    for (TrackedOrder order : account.state().working()) {
      if (!counted.test(order)) {
        continue;
      }
      String symbol = order.spec().symbol();
      Pending pending = Pending.of(fold.value(order), !order.opens(), order.immediate());
      Exposure exposure = fold.exposure(symbol).with(order.spec().side(), pending);
      fold.put(symbol, order.immediate() ? exposure.maybeMoved(order.signedRemaining()) : exposure);
    }
    return fold;
  }

  /** This very fold, to go on from on its own. */
  Fold copy() {
    return new Fold(
        account, new HashMap<>(exposures), new HashMap<>(entries), new HashMap<>(leverage), placed);
  }

  Exposure exposure(String symbol) {
    return exposures.getOrDefault(symbol, Exposure.NONE);
  }

  void put(String symbol, Exposure exposure) {
    exposures.put(symbol, exposure);
  }

  /** Orders cleared so far. */
  int placed() {
    return placed;
  }

  /** An order has been cleared; exits may be bound to one that may open. */
  void placed(OrderSpec order) {
    placed++;
    if (!order.reduceOnly()) {
      entries.put(order.id(), order.quantity().value());
    }
  }

  /** Quantity of an order of this decision that exits may be bound to; null when there is none. */
  @Nullable BigDecimal entry(ClientOrderId id) {
    return entries.get(id);
  }

  LeverageSetting leverage(String symbol) {
    LeverageSetting changed = leverage.get(symbol);
    return changed != null ? changed : account.leverage(symbol);
  }

  void leverage(String symbol, LeverageSetting setting) {
    leverage.put(symbol, setting);
  }

  /** Gross exposure of all symbols but one. */
  BigDecimal gross(String but) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Map.Entry<String, Exposure> each : exposures.entrySet()) {
      if (!each.getKey().equals(but)) {
        sum = sum.add(each.getValue().worst());
      }
    }
    return sum;
  }

  /** Initial margin of all symbols but one. */
  BigDecimal margin(String but) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Map.Entry<String, Exposure> each : exposures.entrySet()) {
      if (!each.getKey().equals(but)) {
        sum = sum.add(margin(each.getKey(), each.getValue().worst()));
      }
    }
    return sum;
  }

  /** Initial margin of a notional, rounded up. */
  BigDecimal margin(String symbol, BigDecimal notional) {
    BigDecimal divisor = BigDecimal.valueOf(leverage(symbol).leverage());
    return notional.divide(divisor, Holding.DECIMALS, RoundingMode.UP);
  }

  /** Quantity at the worse of the order's own price and the mark; null without a mark. */
  @Nullable BigDecimal notional(OrderSpec order) {
    Price mark = account.mark(order.symbol()).orElse(null);
    if (mark == null) {
      return null;
    }
    Price own = TrackedOrder.priceOf(order.terms()).orElse(mark);
    return own.value().max(mark.value()).multiply(order.quantity().value());
  }

  /** What remains of a working order, at the worse of its own price and the mark. */
  BigDecimal value(TrackedOrder order) {
    Price mark = account.mark(order.spec().symbol()).orElse(null);
    Price own = order.ownPrice().orElse(mark);
    if (own == null) {
      return BigDecimal.ZERO;
    }
    BigDecimal price = mark == null ? own.value() : own.value().max(mark.value());
    return price.multiply(order.reserved().value());
  }
}
