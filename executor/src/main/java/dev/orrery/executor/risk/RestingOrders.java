package dev.orrery.executor.risk;

import dev.orrery.executor.account.AccountView;
import dev.orrery.executor.account.TrackedOrder;
import dev.orrery.executor.order.OrderSpec;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Orders that rest on the book and would not be cleared any more, because caps were lowered since:
 * caps bind new orders only. Pure.
 */
public final class RestingOrders {
  private static final Duration ANY_AGE = Duration.ofDays(100_000);

  /** What an order may come into by a change of caps. */
  private static final Set<DenialReason> BY_CAPS =
      EnumSet.of(
          DenialReason.SYMBOL_NOT_ALLOWED,
          DenialReason.POSITION_EXCEEDS_CAP,
          DenialReason.EXPOSURE_EXCEEDS_CAP,
          DenialReason.LEVERAGE_EXCEEDS_CAP,
          DenialReason.MARGIN_INSUFFICIENT);

  private RestingOrders() {}

  /** An order, and what the gate says of it. */
  public record OverCaps(OrderSpec order, Clearance.Denied denied) {}

  /**
   * Judges what rests as if it were placed again now, the oldest first, each after those before it
   * that passed. Symbols without a mark are passed over.
   */
  public static List<OverCaps> overCaps(RiskCaps caps, AccountView account) {
    RiskGate gate =
        new RiskGate(
            withoutRates(caps),
            ANY_AGE,
            account,
            TradingState.ACTIVE,
            account.market().time(),
            Fold.of(account, order -> !order.opens()));
    List<OverCaps> over = new ArrayList<>();
    for (TrackedOrder order : account.state().working()) {
      if (order.opens() && order.reserved().signum() > 0) {
        OrderSpec rest = remaining(order);
        if (gate.place(rest) instanceof Clearance.Denied denied
            && BY_CAPS.contains(denied.reason())) {
          over.add(new OverCaps(rest, denied));
        }
      }
    }
    return over;
  }

  private static OrderSpec remaining(TrackedOrder order) {
    OrderSpec spec = order.spec();
    return new OrderSpec(
        spec.id(),
        spec.symbol(),
        spec.side(),
        order.reserved(),
        spec.terms(),
        spec.reduceOnly(),
        spec.entry(),
        spec.label());
  }

  /** They were counted when they were placed, and were large enough then. */
  private static RiskCaps withoutRates(RiskCaps caps) {
    return new RiskCaps(
        caps.maxPositionPct(),
        caps.maxTotalExposurePct(),
        Integer.MAX_VALUE,
        Integer.MAX_VALUE,
        caps.maxLeverage(),
        BigDecimal.ZERO,
        caps.allowedSymbols(),
        caps.maxMonthlyCostUsd(),
        caps.dailyLossHaltPct());
  }
}
