package dev.orrery.broker.hyperliquid.connection;

import dev.orrery.hyperliquid.wire.socket.ServerMessage;
import dev.orrery.hyperliquid.wire.socket.Subscription;

/**
 * Hears a connection, on the connection's one thread, in order. Returns soon: pings wait for it. It
 * may call the connection.
 */
public interface ConnectionListener {
  /**
   * Every subscription wanted is acknowledged: for the first time, or again after {@link #down}.
   * What happened in between may have been missed, and nobody else says so.
   */
  void up();

  /**
   * It is lost; it comes back by itself.
   *
   * @param cause for a log
   */
  void down(String cause);

  /** Something the venue pushed on a channel. */
  void message(ServerMessage message);

  /** A subscription made while the connection was up is acknowledged. */
  default void subscribed(Subscription subscription) {}

  /** The venue does not take a subscription, for certain; it is not asked for again. */
  default void refused(Subscription subscription, String text) {}

  /**
   * A frame of a known channel could not be read, so news of that channel is lost.
   *
   * @param channel the channel; empty when not even that could be read
   */
  default void unreadable(String channel, String cause) {}
}
