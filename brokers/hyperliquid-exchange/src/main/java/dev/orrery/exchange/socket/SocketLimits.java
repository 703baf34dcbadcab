package dev.orrery.exchange.socket;

import java.time.Duration;

/**
 * What a client may do with sockets. 0 is no limit.
 *
 * @param connections open at once from one address of the internet
 * @param connectionsPerMinute opened from one address in any minute
 * @param subscriptions of one address
 * @param users distinct ones in the subscriptions of one address
 * @param messagesPerMinute sent by one address
 * @param posts of one address without an answer yet
 * @param frameChars longest message a client may send
 * @param queueChars what may wait to be read by a client; whoever has more loses the connection
 * @param idle a connection on which nothing was sent for so long is closed
 */
public record SocketLimits(
    int connections,
    int connectionsPerMinute,
    int subscriptions,
    int users,
    int messagesPerMinute,
    int posts,
    int frameChars,
    int queueChars,
    Duration idle) {
  /** Those of Hyperliquid; of the number of users its own message, not its documentation. */
  public static final SocketLimits HYPERLIQUID =
      new SocketLimits(10, 30, 1_000, 15, 2_000, 100, 1_000_000, 8_000_000, Duration.ofSeconds(60));

  /** Those that protect the exchange itself, and no others. */
  public static final SocketLimits LOOSE =
      new SocketLimits(0, 0, 0, 0, 0, 0, 1_000_000, 8_000_000, Duration.ofSeconds(60));

  /** With another time of silence. */
  public SocketLimits withIdle(Duration other) {
    return new SocketLimits(
        connections,
        connectionsPerMinute,
        subscriptions,
        users,
        messagesPerMinute,
        posts,
        frameChars,
        queueChars,
        other);
  }
}
