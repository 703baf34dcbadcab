package dev.orrery.executor.risk;

import dev.orrery.api.value.Usd;
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
 * @param gross gross exposure over all symbols, of this one the order's side
 * @param margin initial margin of that
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

  /** What its side of the symbol may come to with it. */
  BigDecimal worst() {
    return after.worst(order.side());
  }

  /** Whether caps apply: not to what can only shrink a position, nor to making an order smaller. */
  boolean enlarges() {
    boolean smaller = amendment && worst().compareTo(before.worst(order.side())) <= 0;
    return !smaller && !after.onlyShrinks(order.side());
  }

  Clearance.Denied denied(DenialReason reason, Object... pairs) {
    return Clearance.Denied.of(order.id(), reason, pairs);
  }
}
