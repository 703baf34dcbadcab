package dev.orrery.exchange.socket;

import dev.orrery.hyperliquid.wire.info.Candle;
import dev.orrery.hyperliquid.wire.socket.ServerMessage;
import dev.orrery.hyperliquid.wire.socket.Subscription;
import java.util.List;

/** Something the teller has to do, in the order the venue did it. */
sealed interface Notice {
  /** Tell those who subscribed. */
  record News(Subscription topic, ServerMessage message) implements Notice {}

  /** Tell those who subscribed, or tell them of a later state of the same candle. */
  record CandleNews(Subscription.Candles topic, Candle candle) implements Notice {}

  /** From now on a connection belongs to those who subscribed; it is told this first. */
  record Joined(Connection who, Subscription topic, List<ServerMessage> first) implements Notice {}

  /** A connection belongs to them no more; it is told this last. */
  record Left(Connection who, Subscription topic, List<ServerMessage> last) implements Notice {}

  /** A connection has ended. */
  record Gone(Connection who) implements Notice {}
}
