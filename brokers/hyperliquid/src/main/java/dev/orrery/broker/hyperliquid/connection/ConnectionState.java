package dev.orrery.broker.hyperliquid.connection;

/** Where a connection stands. */
public enum ConnectionState {
  /** No socket is open; one is being opened, or waited for. */
  DOWN,
  /** A socket is open; subscriptions are not all acknowledged. */
  SUBSCRIBING,
  /** All subscriptions are acknowledged. */
  UP,
  /** Closed for good. */
  CLOSED
}
