package dev.orrery.broker.hyperliquid.order;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.hyperliquid.wire.action.ExchangeRequest;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * One order of an exit at the venue. It is placed once, under a name of its own, and is never
 * changed there: it closes as much as it was placed for, or less. Guarded by the monitor of {@link
 * Orders}.
 */
final class ExitPart {
  final ClientOrderId name;

  /** What it was placed for; of one that was only heard of the most it can be. */
  BigDecimal size;

  /** By which terms; null when that is not known. */
  final @Nullable OrderTerms terms;

  /** It takes at once, or not at all. */
  final boolean atMarket;

  /** What was sent, while nobody knows whether it arrived. */
  @Nullable ExchangeRequest request;

  /** The venue has said that what was sent is too late, or was there before. */
  boolean late;

  boolean used;

  /** Of one that was there before: nothing of it appears after this, in nanoseconds. */
  long appearsUntil;

  long oid;

  /** Its price was reached. */
  boolean triggered;

  /** We have asked for its end. */
  boolean cancelling;

  /** Sum of its fills that were told. */
  BigDecimal filled = BigDecimal.ZERO;

  /** Of one that is over: what it executed in all, told or not. */
  @Nullable BigDecimal complete;

  ExitPart(ClientOrderId name, BigDecimal size, @Nullable OrderTerms terms, boolean atMarket) {
    this.name = name;
    this.size = size;
    this.terms = terms;
    this.atMarket = atMarket;
  }

  /** Whether it is known to be at the venue. */
  boolean stands() {
    return request == null && complete == null;
  }

  /** Whether it was sent and may be there, or come there yet. */
  boolean isUnknown() {
    return request != null && complete == null;
  }

  /** The most that may still be told of it. */
  BigDecimal left() {
    BigDecimal most = complete == null ? size : complete;
    return most.subtract(filled).max(BigDecimal.ZERO);
  }

  /** Whether it is over, and all it did is told. */
  boolean isSettled() {
    BigDecimal all = complete;
    return all != null && filled.compareTo(all) >= 0;
  }
}
