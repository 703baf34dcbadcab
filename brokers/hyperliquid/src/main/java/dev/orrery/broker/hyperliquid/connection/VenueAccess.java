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
  /** The most that somebody who waits is kept waiting for one answer. */
  public static final Duration QUICK = Duration.ofSeconds(2);

  private final RestSettings requests;
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
    this(requests, sockets, budget, nanoTime, QUICK);
  }

  /**
   * A way on which somebody who waits is kept waiting for so long.
   *
   * @param quick the most for one answer
   */
  public VenueAccess(
      RestSettings requests,
      ConnectionSettings sockets,
      RequestBudget budget,
      LongSupplier nanoTime,
      Duration quick) {
    this.requests = requests;
    this.sockets = sockets;
    this.budget = budget;
    this.rest = new RestClient(requests, budget);
    this.quick = new RestClient(once(requests, quick), budget);
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

  /** How requests are made. */
  public RestSettings requests() {
    return requests;
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

  private static RestSettings once(RestSettings usual, Duration quick) {
    return new RestSettings(
        usual.base(),
        shorter(usual.connectTimeout(), quick),
        shorter(usual.answerTimeout(), quick),
        1,
        usual.pause());
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  @Override
  public void close() {
    quick.close();
    rest.close();
  }
}
