package dev.orrery.deployment;

import dev.orrery.database.NotificationListener;
import java.time.Duration;

/**
 * Knows how the panic latch stands without asking the database: for the permit before every open. A
 * change is known within milliseconds by notification, within a second without. While the database
 * is away it stays as last known. Thread-safe.
 */
public final class PanicWatch implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final PanicTable panic;
  private final Poller poller;
  private final NotificationListener.Subscription subscription;
  private volatile PanicState state;

  /** Reads it, and follows it from now on. */
  public PanicWatch(PanicTable panic, NotificationListener notifications) {
    this.panic = panic;
    this.state = panic.state();
    this.poller = Poller.start("panic-watch", PERIOD, this::refresh);
    this.subscription = notifications.listen("operator_latches", new Waker(poller));
  }

  /** How it stands; does no I/O. */
  public PanicState state() {
    return state;
  }

  @Override
  public void close() {
    subscription.close();
    poller.close();
  }

  private void refresh() {
    state = panic.state();
  }

  private record Waker(Poller poller) implements NotificationListener.Subscriber {
    @Override
    public void onConnected() {
      poller.wake();
    }

    @Override
    public void onNotify(String channel, String payload) {
      poller.wake();
    }
  }
}
