package dev.orrery.broker.hyperliquid.connection;

import dev.orrery.hyperliquid.client.RequestBudget;
import dev.orrery.hyperliquid.client.RestClient;
import dev.orrery.hyperliquid.client.RestSettings;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The way to a venue: requests, sockets, and the one budget that everything behind this address of
 * the internet shares. One for a process and venue, handed to the market and to every account.
 * Thread-safe.
 */
public final class VenueAccess implements AutoCloseable {
  private static final Duration QUICK = Duration.ofSeconds(2);

  private final ConnectionSettings sockets;
  private final RequestBudget budget;
  private final RestClient rest;
  private final RestClient quick;
  private final LongSupplier nanoTime;

  /**
   * A way that uses {@code budget}, which may be shared with others.
   *
   * @param nanoTime a clock that never goes back, as {@link System#nanoTime}
   */
  public VenueAccess(
      RestSettings requests,
      ConnectionSettings sockets,
      RequestBudget budget,
      LongSupplier nanoTime) {
    this.sockets = sockets;
    this.budget = budget;
    this.rest = new RestClient(requests, budget);
    this.quick = new RestClient(once(requests), budget);
    this.nanoTime = nanoTime;
  }

  /** Requests. */
  public RestClient rest() {
    return rest;
  }

  /** Requests of somebody who waits: asked once, for no longer than a tick may be held up. */
  public RestClient quick() {
    return quick;
  }

  /** What may still be asked and sent. */
  public RequestBudget budget() {
    return budget;
  }

  /** The clock of pauses and silences. */
  public LongSupplier nanoTime() {
    return nanoTime;
  }

  /** How sockets behave. */
  public ConnectionSettings sockets() {
    return sockets;
  }

  /** A new connection, not started yet; closing it is up to the caller. */
  public VenueConnection connection(String name, ConnectionListener listener) {
    return VenueConnection.of(name, sockets, nanoTime, listener);
  }

  private static RestSettings once(RestSettings usual) {
    return new RestSettings(
        usual.base(),
        shorter(usual.connectTimeout()),
        shorter(usual.answerTimeout()),
        1,
        usual.pause());
  }

  private static Duration shorter(Duration usual) {
    return usual.compareTo(QUICK) < 0 ? usual : QUICK;
  }

  @Override
  public void close() {
    quick.close();
    rest.close();
  }
}
