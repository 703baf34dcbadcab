package dev.orrery.hyperliquid.wire.socket;

/** What the server sends on the WebSocket. */
public sealed interface ServerMessage permits ControlMessage, MarketMessage, AccountMessage {
  /** The channel it comes on. */
  String channel();

  /** What the channel carries, to be written. */
  default Object content() {
    return this;
  }
}
