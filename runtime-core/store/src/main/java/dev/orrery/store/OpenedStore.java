package dev.orrery.store;

import dev.orrery.database.Database;
import dev.orrery.database.NotificationListener;
import dev.orrery.database.Retention;
import dev.orrery.runtime.RuntimeStore;
import dev.orrery.runtime.control.LatchStore;
import dev.orrery.runtime.recording.DecisionHistory;
import dev.orrery.runtime.recording.DecisionJournal;
import dev.orrery.trigger.event.EventInbox;
import dev.orrery.trigger.event.Notifications;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of a {@link PostgresStore}, open, and closed in the order that loses nothing. */
final class OpenedStore implements RuntimeStore.Opened {
  private static final Logger LOG = LoggerFactory.getLogger(OpenedStore.class);

  private final Database database;
  private final NotificationListener channels;
  private final PostgresJournal journal;
  private final PostgresHistory history;
  private final PostgresInbox inbox;
  private final PostgresNotifications notifications;
  private final EmbeddedLatches latches;
  private final DeploymentLocks locks;
  private final ScheduledExecutorService housekeeping;
  private final AtomicBoolean closed = new AtomicBoolean();

  OpenedStore(
      Database database,
      NotificationListener channels,
      PostgresJournal journal,
      Retention retention,
      InstantSource clock) {
    this.database = database;
    this.channels = channels;
    this.journal = journal;
    this.history = new PostgresHistory(database);
    this.inbox = new PostgresInbox(database);
    this.notifications = new PostgresNotifications(channels);
    this.latches = new EmbeddedLatches(database);
    this.locks = new DeploymentLocks(database);
    this.housekeeping =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("orrery-retention").factory());
    housekeeping.scheduleWithFixedDelay(() -> maintain(retention, clock), 1, 60, TimeUnit.MINUTES);
  }

  @Override
  public DecisionJournal journal() {
    return journal;
  }

  @Override
  public DecisionHistory history() {
    return history;
  }

  @Override
  public EventInbox inbox() {
    return inbox;
  }

  @Override
  public Notifications notifications() {
    return notifications;
  }

  @Override
  public LatchStore latches() {
    return latches;
  }

  @Override
  public void take(String deployment, String strategy) {
    locks.take(deployment, strategy);
    latches.register(deployment, strategy);
  }

  /**
   * Ends.
   *
   * @throws IllegalStateException when the journal could not write all; the rest is closed then too
   */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    housekeeping.shutdownNow();
    try {
      journal.close();
    } finally {
      channels.close();
      locks.close();
      database.close();
    }
  }

  private static void maintain(Retention retention, InstantSource clock) {
    try {
      retention.maintain(clock.instant());
    } catch (RuntimeException e) {
      LOG.warn("Old rows are not forgotten now, again in an hour cause={}", e.getMessage());
    }
  }
}
