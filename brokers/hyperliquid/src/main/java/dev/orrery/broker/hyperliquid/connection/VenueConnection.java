package dev.orrery.broker.hyperliquid.connection;

import dev.orrery.hyperliquid.wire.socket.Subscription;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * One WebSocket to the venue with all its subscriptions, which comes back by itself. Thread-safe.
 *
 * <p>Its own thread owns everything: it opens sockets, pings, sends subscriptions, tells the
 * listener, and notices when a socket, or a channel on it, has gone quiet. A socket that is lost,
 * for whatever reason, is dropped and another opened after a pause; everything wanted is subscribed
 * again, and the listener hears {@link ConnectionListener#up} when all of it is acknowledged. The
 * venue says nowhere what was missed: asking for it is up to the listener.
 */
public final class VenueConnection implements AutoCloseable {
  private static final Duration LONGEST_END = Duration.ofSeconds(10);

  private final ConnectionLoop loop;
  private final Thread thread;

  private VenueConnection(ConnectionLoop loop, String name) {
    this.loop = loop;
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(loop);
  }

  /**
   * A connection that is not started yet.
   *
   * @param name of its thread
   * @param nanoTime a clock that never goes back, as {@link System#nanoTime}
   */
  public static VenueConnection of(
      String name,
      ConnectionSettings settings,
      LongSupplier nanoTime,
      ConnectionListener listener) {
    return new VenueConnection(new ConnectionLoop(settings, nanoTime, listener), name);
  }

  /** Begins to connect, once. Nothing is thrown when that fails: it goes on trying. */
  public VenueConnection start() {
    thread.start();
    return this;
  }

  /** Wants a channel that may be quiet for any time. */
  public void subscribe(Subscription subscription) {
    subscribe(subscription, Duration.ZERO);
  }

  /**
   * Wants a channel, from now on and over every loss.
   *
   * @param silence the channel has stopped when it is quiet for so long, and the connection begins
   *     anew; zero for one that may be quiet
   */
  public void subscribe(Subscription subscription, Duration silence) {
    loop.tell(new Happening.Wanted(subscription, silence));
  }

  /** Does not want a channel any more. */
  public void unsubscribe(Subscription subscription) {
    loop.tell(new Happening.Unwanted(subscription));
  }

  /** Where it stands. */
  public ConnectionState state() {
    return loop.state();
  }

  /** Closes for good; the listener hears nothing after this returns. Repeatable. */
  @Override
  public void close() {
    loop.end();
    if (thread.equals(Thread.currentThread()) || thread.getState() == Thread.State.NEW) {
      return;
    }
    try {
      if (!thread.join(LONGEST_END)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
