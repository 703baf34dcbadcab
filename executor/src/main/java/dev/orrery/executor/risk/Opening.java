package dev.orrery.executor.risk;

import dev.orrery.api.value.Usd;
import dev.orrery.executor.TradingState;
import dev.orrery.executor.account.AccountView;
import dev.orrery.executor.order.OrderSpec;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * All that the checks of one opening order look at.
 *
 * @param order the order
 * @param state what may be sent
 * @param caps the strategy's
 * @param account book at the prices of the moment
 * @param nowMillis timeline instant
 * @param markStaleAfterMillis setting
 * @param notional value of the order; null when the symbol has no price
 * @param before exposure of its symbol before it
 * @param after exposure of its symbol with it
 * @param gross gross exposure over all symbols with it
 * @param margin initial margin over all symbols with it
 * @param placed orders placed before it in this decision
 * @param amendment whether it changes an order that is placed already
 */
record Opening(
    OrderSpec order,
    TradingState state,
    RiskCaps caps,
    AccountView account,
    long nowMillis,
    long markStaleAfterMillis,
    @Nullable BigDecimal notional,
    Exposure before,
    Exposure after,
    BigDecimal gross,
    BigDecimal margin,
    int placed,
    boolean amendment) {
  Usd equity() {
    return account.equity();
  }

  /** Whether it makes the worst case of its symbol worse. */
  boolean enlarges() {
    return after.worst().compareTo(before.worst()) > 0;
  }

  Clearance.Denied denied(DenialReason reason, Object... pairs) {
    return Clearance.Denied.of(order.id(), reason, pairs);
  }
}
