package dev.orrery.broker.hyperliquid.order;

import dev.orrery.executor.order.OrderSpec;
import dev.orrery.hyperliquid.wire.action.ExchangeRequest;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * An order on its way from one price to another: taken off, and not known to stand again. Guarded
 * by the monitor of {@link Orders}.
 */
final class Move {
  /** The venue's number of what is taken off. */
  final long old;

  /** What is to stand once the old one is over: it is placed until it does, or is refused. */
  final OrderSpec wanted;

  /** What was left of the old one at the venue, and had been told of it, when this began. */
  final BigDecimal left;

  final BigDecimal told;

  /** What was sent to place it again; null before that, and of an earlier life of the process. */
  @Nullable ExchangeRequest request;

  /** Its trigger was passed while it did not stand: it closes at market. */
  boolean atMarket;

  /** Somebody does not want the order any more. */
  boolean dismissed;

  /** The venue has said that what was sent is too late. */
  boolean late;

  /** It is not sent again: it was there before, or is not wanted. */
  boolean used;

  /** Of one that is not sent again: nothing of it appears after this, in nanoseconds. */
  long appearsUntil;

  int failures;

  Move(long old, OrderSpec wanted, BigDecimal left, BigDecimal told) {
    this.old = old;
    this.wanted = wanted;
    this.left = left;
    this.told = told;
  }

  /** This is sent now, and what was sent before can arrive no more. */
  void sends(ExchangeRequest signed) {
    request = signed;
    late = false;
    used = false;
  }

  /** It is not sent again, and what was sent arrives before that time or not at all. */
  void waitUntil(long nanos) {
    if (!used) {
      used = true;
      appearsUntil = nanos;
    }
  }
}
