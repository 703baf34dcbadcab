package dev.orrery.broker.hyperliquid.order;

import dev.orrery.hyperliquid.wire.action.ExchangeRequest;
import org.jspecify.annotations.Nullable;

/**
 * An order on its way from one price to another: taken off, and not known to stand again. Guarded
 * by the monitor of {@link Orders}.
 */
final class Move {
  /** The venue's number of what is taken off. */
  final long old;

  /** What was sent to place it again; null before that, and of an earlier life of the process. */
  @Nullable ExchangeRequest request;

  /** Somebody does not want the order any more. */
  boolean dismissed;

  /** The venue has said that what was sent is too late. */
  boolean late;

  /** It is not sent again: it was there before, or is not wanted. */
  boolean used;

  /** Of one that is not sent again: nothing of it appears after this, in nanoseconds. */
  long appearsUntil;

  int failures;

  Move(long old) {
    this.old = old;
  }

  /** It is not sent again, and what was sent arrives before that time or not at all. */
  void waitUntil(long nanos) {
    if (!used) {
      used = true;
      appearsUntil = nanos;
    }
  }
}
