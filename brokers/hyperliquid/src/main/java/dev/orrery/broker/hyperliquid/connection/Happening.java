package dev.orrery.broker.hyperliquid.connection;

import dev.orrery.hyperliquid.wire.socket.Subscription;
import java.time.Duration;

/** What the connection's thread is told by others. */
sealed interface Happening {
  /** A socket is open. */
  record Opened(Link link) implements Happening {}

  /** A frame came. */
  record Frame(Link link, String text) implements Happening {}

  /** A socket is closed, or did not open. */
  record Lost(Link link, String cause) implements Happening {}

  /** Somebody wants a channel. */
  record Wanted(Subscription subscription, Duration silence) implements Happening {}

  /** Nobody wants a channel any more. */
  record Unwanted(Subscription subscription) implements Happening {}

  /** Look again: it is closed, or is to begin anew. */
  record Woken() implements Happening {}
}
