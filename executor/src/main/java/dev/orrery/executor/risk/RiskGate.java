package dev.orrery.executor.risk;

import dev.orrery.api.action.MarginMode;
import dev.orrery.executor.account.AccountView;
import dev.orrery.executor.account.LeverageSetting;
import dev.orrery.executor.account.TrackedOrder;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.OrderSpec;
import dev.orrery.executor.risk.Clearance.Denied;
import dev.orrery.executor.risk.Exposure.Pending;
import java.math.BigDecimal;
import java.time.Duration;
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

  /** Made for the first order: a decision without any costs nothing. */
  private @Nullable Fold fold;

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

  /** A gate that goes on from a fold. */
  RiskGate(
      RiskCaps caps,
      Duration markStaleAfter,
      AccountView account,
      TradingState state,
      long nowMillis,
      Fold fold) {
    this(caps, markStaleAfter, account, state, nowMillis);
    this.fold = fold;
  }

  /** Judges a new order; a cleared one counts for those after it. */
  public Clearance place(OrderSpec order) {
    Denied denied;
    if (order.entry().isPresent()) {
      denied = exit(order, order.entry().get());
    } else if (order.reduceOnly()) {
      denied = reduce(order);
    } else {
      denied = open(order, fold().exposure(order.symbol()), false);
    }
    if (denied != null) {
      return denied;
    }
    fold().placed(order);
    return new Clearance.Cleared(new ClearedOrder(order));
  }

  /**
   * Judges a change of a working order to the price and remaining quantity of {@code changed}. One
   * that may open is judged as the order it becomes; it does not count as placed. An exit of a
   * working entry may be of any size: it is never executed for more than its entry has filled.
   */
  public Clearance amend(OrderSpec changed) {
    TrackedOrder before = account.order(changed.id()).orElse(null);
    if (before == null) {
      return missing(changed);
    }
    if (changed.reduceOnly()) {
      Denied denied = isNoLarger(changed, before) ? null : reduce(changed);
      return denied == null ? new Clearance.Cleared(new ClearedOrder(changed)) : denied;
    }
    Exposure now = fold().exposure(changed.symbol());
    Pending old = Pending.of(fold().value(before), false, before.immediate());
    Denied denied = open(changed, now.with(changed.side(), old.negate()), true);
    if (denied != null) {
      return denied;
    }
    // The old order may still fill: the worse of both counts.
    Exposure changedTo = fold().exposure(changed.symbol());
    if (now.worst(changed.side()).compareTo(changedTo.worst(changed.side())) > 0) {
      fold().put(changed.symbol(), now);
    }
    return new Clearance.Cleared(new ClearedOrder(changed));
  }

  /** Whether a change of a reduce-only order leaves its size, or lets its entry's rule it. */
  private boolean isNoLarger(OrderSpec changed, TrackedOrder before) {
    return changed.quantity().compareTo(before.remaining()) <= 0
        || before.spec().entry().flatMap(account::order).isPresent();
  }

  /** Whether a setting is above what is in force, as far as the broker has told it. */
  public boolean raisesLeverage(String symbol, int wanted) {
    return !account.state().leverage().containsKey(symbol)
        || wanted > fold().leverage(symbol).leverage();
  }

  /** Judges a leverage setting; empty when it may be sent. */
  public Optional<Denied> leverage(ClientOrderId id, String symbol, int wanted, MarginMode mode) {
    LeverageSetting setting = new LeverageSetting(wanted, mode);
    Optional<Denied> denied =
        new LeverageChecks(caps, account, state)
            .judge(id, symbol, setting, fold().leverage(symbol));
    if (denied.isEmpty()) {
      fold().leverage(symbol, setting);
    }
    return denied;
  }

  /** The fold as it stands, to come back to. */
  public Point point() {
    return new Point(fold().copy());
  }

  /** Forgets what was cleared since. */
  public void back(Point point) {
    fold = point.fold.copy();
  }

  private Fold fold() {
    Fold known = fold;
    if (known == null) {
      known = Fold.of(account);
      fold = known;
    }
    return known;
  }

  private @Nullable Denied open(OrderSpec order, Exposure base, boolean amendment) {
    Fold soFar = fold();
    String symbol = order.symbol();
    BigDecimal notional = soFar.notional(order);
    BigDecimal counted = notional == null ? BigDecimal.ZERO : notional;
    Exposure before = soFar.exposure(symbol);
    boolean immediate = TrackedOrder.immediate(order.terms());
    Exposure after = base.with(order.side(), Pending.of(counted, false, immediate));
    if (immediate) {
      after = after.moved(signed(order));
    }
    BigDecimal worst = after.worst(order.side());
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
                soFar.gross(symbol).add(worst),
                soFar.margin(symbol).add(soFar.margin(symbol, worst)),
                soFar.placed(),
                amendment));
    if (denied == null) {
      soFar.put(symbol, after);
    }
    return denied;
  }

  private @Nullable Denied reduce(OrderSpec order) {
    Exposure before = fold().exposure(order.symbol());
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
      fold().put(order.symbol(), after.moved(signed(order)));
    }
    return null;
  }

  private @Nullable Denied exit(OrderSpec order, ClientOrderId entry) {
    BigDecimal size = fold().entry(entry);
    boolean works = size == null && account.order(entry).filter(TrackedOrder::opens).isPresent();
    if (works && order.reduceOnly()) {
      countReducing(order);
      return null;
    }
    if (size == null || !order.reduceOnly() || order.quantity().value().compareTo(size) > 0) {
      return Denied.of(order.id(), DenialReason.EXIT_WITHOUT_ENTRY, "entry", entry);
    }
    countReducing(order);
    return null;
  }

  private Exposure countReducing(OrderSpec order) {
    BigDecimal notional = fold().notional(order);
    BigDecimal counted = notional == null ? BigDecimal.ZERO : notional;
    Exposure after =
        fold().exposure(order.symbol()).with(order.side(), Pending.of(counted, true, false));
    fold().put(order.symbol(), after);
    return after;
  }

  private static Denied missing(OrderSpec order) {
    return Denied.of(order.id(), DenialReason.ORDER_NOT_AMENDABLE, "id", order.id());
  }

  private static BigDecimal signed(OrderSpec order) {
    BigDecimal quantity = order.quantity().value();
    return order.side().sign() > 0 ? quantity : quantity.negate();
  }

  /** A place in the fold. */
  public static final class Point {
    private final Fold fold;

    private Point(Fold fold) {
      this.fold = fold;
    }
  }
}
