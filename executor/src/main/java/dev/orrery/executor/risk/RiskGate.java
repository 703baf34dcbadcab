package dev.orrery.executor.risk;

import dev.orrery.api.action.MarginMode;
import dev.orrery.api.market.Instrument;
import dev.orrery.api.value.Price;
import dev.orrery.executor.TradingState;
import dev.orrery.executor.account.AccountState;
import dev.orrery.executor.account.AccountView;
import dev.orrery.executor.account.Holding;
import dev.orrery.executor.account.LeverageSetting;
import dev.orrery.executor.account.TrackedOrder;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.OrderSpec;
import dev.orrery.executor.risk.Clearance.Denied;
import dev.orrery.executor.risk.Exposure.Pending;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Judges the orders of one decision, each after the ones before it: a fold over the account as it
 * stands. Allows or denies, never resizes. Made for one decision, confined to one thread; reads no
 * clock and has no effect.
 *
 * <p>Every working order that may enlarge a position counts as if it had filled, at the worse of
 * its own price and the mark, from its intent until it is final. A cancel of the same decision
 * frees nothing: it may come too late. Reduce-only orders count as filled where that is worse.
 *
 * <p>A reduce-only order is held to one rule, that it can only shrink a position. Trading state,
 * prices and caps do not hold it back.
 */
public final class RiskGate {
  private final RiskCaps caps;
  private final Duration markStaleAfter;
  private final AccountView account;
  private final TradingState state;
  private final long nowMillis;
  private Map<String, Exposure> exposures = new HashMap<>();
  private Map<ClientOrderId, BigDecimal> entries = new HashMap<>();
  private Map<String, LeverageSetting> leverage = new HashMap<>();
  private int placed;
  private boolean begun;

  /**
   * A gate for one decision.
   *
   * @param caps the strategy's
   * @param markStaleAfter age of the feed's last word on a symbol from which nothing is opened
   * @param account the book at the prices of the moment
   * @param state what may be sent
   * @param nowMillis timeline instant
   */
  public RiskGate(
      RiskCaps caps,
      Duration markStaleAfter,
      AccountView account,
      TradingState state,
      long nowMillis) {
    this.caps = caps;
    this.markStaleAfter = markStaleAfter;
    this.account = account;
    this.state = state;
    this.nowMillis = nowMillis;
  }

  /** Judges a new order; a cleared one counts for those after it. */
  public Clearance place(OrderSpec order) {
    begin();
    Denied denied;
    if (order.entry().isPresent()) {
      denied = exit(order, order.entry().get());
    } else if (order.reduceOnly()) {
      denied = reduce(order);
    } else {
      denied = open(order, exposure(order.symbol()), false);
    }
    if (denied != null) {
      return denied;
    }
    placed++;
    if (!order.reduceOnly()) {
      entries.put(order.id(), order.quantity().value());
    }
    return new Clearance.Cleared(new ClearedOrder(order));
  }

  /**
   * Judges a change of a working order to the price and remaining quantity of {@code changed}. One
   * that may open is judged as the order it becomes; it does not count as placed.
   */
  public Clearance amend(OrderSpec changed) {
    begin();
    TrackedOrder before = account.order(changed.id()).orElse(null);
    if (changed.reduceOnly() || before == null) {
      Denied denied = before == null ? missing(changed) : reduce(changed);
      return denied == null ? new Clearance.Cleared(new ClearedOrder(changed)) : denied;
    }
    Exposure now = exposure(changed.symbol());
    Pending old = Pending.of(value(before), false, before.immediate());
    Denied denied = open(changed, now.with(changed.side(), old.negate()), true);
    if (denied != null) {
      return denied;
    }
    // The old order may still fill: the worse of both counts.
    Exposure changedTo = exposure(changed.symbol());
    if (now.worst(changed.side()).compareTo(changedTo.worst(changed.side())) > 0) {
      exposures.put(changed.symbol(), now);
    }
    return new Clearance.Cleared(new ClearedOrder(changed));
  }

  /** Judges a leverage setting; empty when it may be sent. */
  public Optional<Denied> leverage(ClientOrderId id, String symbol, int wanted, MarginMode mode) {
    begin();
    LeverageSetting now = leverageOf(symbol);
    Instrument instrument = account.market().instrument(symbol);
    if (instrument != null && wanted > instrument.maxLeverage()) {
      return Optional.of(
          Denied.of(
              id,
              DenialReason.LEVERAGE_EXCEEDS_INSTRUMENT,
              "symbol",
              symbol,
              "leverage",
              wanted,
              "maximum",
              instrument.maxLeverage()));
    }
    if (wanted > now.leverage() && state != TradingState.ACTIVE) {
      return Optional.of(
          Denied.of(
              id,
              state == TradingState.HALTED
                  ? DenialReason.TRADING_HALTED
                  : DenialReason.TRADING_REDUCING));
    }
    if (BigDecimal.valueOf(wanted).compareTo(caps.maxLeverage()) > 0) {
      return Optional.of(
          Denied.of(
              id,
              DenialReason.LEVERAGE_EXCEEDS_CAP,
              "symbol",
              symbol,
              "leverage",
              wanted,
              "cap",
              caps.maxLeverage().toPlainString()));
    }
    if (mode != now.mode() && !account.state().holding(symbol).quantity().isZero()) {
      return Optional.of(
          Denied.of(id, DenialReason.MARGIN_MODE_LOCKED, "symbol", symbol, "mode", now.mode()));
    }
    leverage.put(symbol, new LeverageSetting(wanted, mode));
    return Optional.empty();
  }

  /** The fold as it stands, to come back to. */
  public Point point() {
    begin();
    return new Point(
        new HashMap<>(exposures), new HashMap<>(entries), new HashMap<>(leverage), placed);
  }

  /** Forgets what was cleared since. */
  public void back(Point point) {
    exposures = new HashMap<>(point.exposures);
    entries = new HashMap<>(point.entries);
    leverage = new HashMap<>(point.leverage);
    placed = point.placed;
  }

  private @Nullable Denied open(OrderSpec order, Exposure base, boolean amendment) {
    String symbol = order.symbol();
    BigDecimal notional = notional(order);
    BigDecimal counted = notional == null ? BigDecimal.ZERO : notional;
    Exposure before = exposure(symbol);
    boolean immediate = TrackedOrder.immediate(order.terms());
    Exposure after = base.with(order.side(), Pending.of(counted, false, immediate));
    if (immediate) {
      after = after.moved(signed(order));
    }
    exposures.put(symbol, after);
    Denied denied =
        OpeningChecks.judge(
            new Opening(
                order,
                state,
                caps,
                account,
                nowMillis,
                markStaleAfter.toMillis(),
                notional,
                before,
                after,
                gross(symbol).add(after.worst(order.side())),
                margin(symbol).add(margin(symbol, after.worst(order.side()))),
                placed,
                amendment));
    if (denied != null) {
      exposures.put(symbol, before);
    }
    return denied;
  }

  private @Nullable Denied reduce(OrderSpec order) {
    Exposure before = exposure(order.symbol());
    if (!before.canReduce(order.side(), order.quantity().value())) {
      return Denied.of(
          order.id(),
          DenialReason.REDUCE_ONLY_WOULD_INCREASE,
          "symbol",
          order.symbol(),
          "side",
          order.side(),
          "quantity",
          order.quantity(),
          "held",
          account.state().holding(order.symbol()).quantity());
    }
    Exposure after = countReducing(order);
    if (TrackedOrder.immediate(order.terms())) {
      exposures.put(order.symbol(), after.moved(signed(order)));
    }
    return null;
  }

  private @Nullable Denied exit(OrderSpec order, ClientOrderId entry) {
    BigDecimal size = entries.get(entry);
    if (size == null || !order.reduceOnly() || order.quantity().value().compareTo(size) > 0) {
      return Denied.of(order.id(), DenialReason.EXIT_WITHOUT_ENTRY, "entry", entry);
    }
    countReducing(order);
    return null;
  }

  private Exposure countReducing(OrderSpec order) {
    BigDecimal notional = notional(order);
    BigDecimal counted = notional == null ? BigDecimal.ZERO : notional;
    Exposure after = exposure(order.symbol()).with(order.side(), Pending.of(counted, true, false));
    exposures.put(order.symbol(), after);
    return after;
  }

  private static Denied missing(OrderSpec order) {
    return Denied.of(order.id(), DenialReason.ORDER_NOT_AMENDABLE, "id", order.id());
  }

  /** What the account brings along. Put off until the first order: a noop costs nothing. */
  private void begin() {
    if (begun) {
      return;
    }
    begun = true;
    for (AccountState.Held held : account.state().held()) {
      BigDecimal quantity = held.holding().quantity().value();
      Price mark = account.mark(held.symbol()).orElseGet(() -> held.holding().averageEntry());
      exposures.put(held.symbol(), Exposure.of(mark.value().multiply(quantity), quantity));
    }
    for (TrackedOrder order : account.state().working()) {
      String symbol = order.spec().symbol();
      Exposure exposure = exposure(symbol);
      Pending pending = Pending.of(value(order), !order.opens(), order.immediate());
      exposure = exposure.with(order.spec().side(), pending);
      if (order.immediate()) {
        exposure = exposure.maybeMoved(order.signedRemaining());
      }
      exposures.put(symbol, exposure);
    }
  }

  private Exposure exposure(String symbol) {
    return exposures.getOrDefault(symbol, Exposure.NONE);
  }

  /** Gross exposure of all symbols but one. */
  private BigDecimal gross(String but) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Map.Entry<String, Exposure> each : exposures.entrySet()) {
      if (!each.getKey().equals(but)) {
        sum = sum.add(each.getValue().worst());
      }
    }
    return sum;
  }

  /** Initial margin of all symbols but one. */
  private BigDecimal margin(String but) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Map.Entry<String, Exposure> each : exposures.entrySet()) {
      if (!each.getKey().equals(but)) {
        sum = sum.add(margin(each.getKey(), each.getValue().worst()));
      }
    }
    return sum;
  }

  private BigDecimal margin(String symbol, BigDecimal notional) {
    BigDecimal divisor = BigDecimal.valueOf(leverageOf(symbol).leverage());
    return notional.divide(divisor, Holding.DECIMALS, RoundingMode.UP);
  }

  private LeverageSetting leverageOf(String symbol) {
    LeverageSetting changed = leverage.get(symbol);
    return changed != null ? changed : account.leverage(symbol);
  }

  /** Quantity at the worse of the order's own price and the mark; null without either. */
  private @Nullable BigDecimal notional(OrderSpec order) {
    Price mark = account.mark(order.symbol()).orElse(null);
    if (mark == null) {
      return null;
    }
    Price own = TrackedOrder.priceOf(order.terms()).orElse(mark);
    return own.value().max(mark.value()).multiply(order.quantity().value());
  }

  private BigDecimal value(TrackedOrder order) {
    Price mark = account.mark(order.spec().symbol()).orElse(null);
    Price own = order.ownPrice().orElse(mark);
    if (own == null) {
      return BigDecimal.ZERO;
    }
    BigDecimal price = mark == null ? own.value() : own.value().max(mark.value());
    return price.multiply(order.reserved().value());
  }

  private static BigDecimal signed(OrderSpec order) {
    BigDecimal quantity = order.quantity().value();
    return order.side().sign() > 0 ? quantity : quantity.negate();
  }

  /** A place in the fold. */
  public static final class Point {
    private final Map<String, Exposure> exposures;
    private final Map<ClientOrderId, BigDecimal> entries;
    private final Map<String, LeverageSetting> leverage;
    private final int placed;

    private Point(
        Map<String, Exposure> exposures,
        Map<ClientOrderId, BigDecimal> entries,
        Map<String, LeverageSetting> leverage,
        int placed) {
      this.exposures = exposures;
      this.entries = entries;
      this.leverage = leverage;
      this.placed = placed;
    }
  }
}
