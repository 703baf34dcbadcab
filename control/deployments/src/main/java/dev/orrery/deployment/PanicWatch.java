package dev.orrery.deployment;

import dev.orrery.database.NotificationListener;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Knows how the panic latch stands without asking the database: for the permit before every open. A
 * change is known within milliseconds by notification, within a second without. While the database
 * is away it stays as last known, unless it is engaged here meanwhile. Thread-safe.
 */
public final class PanicWatch implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final PanicTable panic;
  private final Poller poller;
  private final NotificationListener.Subscription subscription;
  private volatile PanicState state;

  /** Engaged here; null when the database knows all. */
  private final AtomicReference<@Nullable PanicState> held = new AtomicReference<>();

  /** Reads it, and follows it from now on. */
  public PanicWatch(PanicTable panic, NotificationListener notifications) {
    this.panic = panic;
    this.state = panic.state();
    this.poller = Poller.start("panic-watch", PERIOD, this::refresh);
    this.subscription = notifications.listen("operator_latches", new Waker(poller));
  }

  /** How it stands; does no I/O. */
  public PanicState state() {
    PanicState here = held.get();
    return here == null ? state : here;
  }

  /** Is engaged from now on, whatever the database says, until {@link #written}. */
  public void hold(PanicState engaged) {
    held.set(engaged);
  }

  /** What is held here and the database may not have yet; null when nothing is. */
  public @Nullable PanicState held() {
    return held.get();
  }

  /**
   * The database has what was held: what it says counts again. Does I/O.
   *
   * @param known what {@link #held} was before the database was found to have everything: what was
   *     engaged since stays held
   */
  public void written(@Nullable PanicState known) {
    refresh();
    held.compareAndSet(known, null);
  }

  /** Reads it anew, for whoever just changed it. Does I/O. */
  public synchronized void refresh() {
    state = panic.state(); // one at a time: what was read before a change never follows it
  }

  @Override
  public void close() {
    subscription.close();
    poller.close();
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
