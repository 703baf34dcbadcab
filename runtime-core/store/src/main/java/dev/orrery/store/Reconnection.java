package dev.orrery.store;

import dev.orrery.database.Database;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries to reach the database again, on a thread of its own: a server that hangs takes a connection
 * and says nothing, and the writer has better things to do meanwhile. One outage each.
 */
final class Reconnection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Reconnection.class);
  private static final long FIRST_PAUSE_MILLIS = 50;

  private final Database database;
  private final String writer;
  private final long longestPauseMillis;
  private final int silenceMillis;
  private final SeqNumbers numbers;
  private final @Nullable Tenure tenure;
  private final Runnable connected;
  private final AtomicReference<@Nullable JournalLink> found = new AtomicReference<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  private Reconnection(
      Database database,
      String writer,
      long longestPauseMillis,
      int silenceMillis,
      SeqNumbers numbers,
      @Nullable Tenure tenure,
      Runnable connected) {
    this.tenure = tenure;
    this.database = database;
    this.writer = writer;
    this.longestPauseMillis = longestPauseMillis;
    this.silenceMillis = silenceMillis;
    this.numbers = numbers;
    this.connected = connected;
    this.thread = Thread.ofPlatform().daemon().name("orrery-journal-connect").unstarted(this::run);
  }

  /**
   * Begins.
   *
   * @param connected run once, when {@link #take} has something
   */
  static Reconnection start(
      Database database,
      String writer,
      Duration longestPause,
      int silenceMillis,
      SeqNumbers numbers,
      @Nullable Tenure tenure,
      Runnable connected) {
    Reconnection reconnection =
        new Reconnection(
            database, writer, longestPause.toMillis(), silenceMillis, numbers, tenure, connected);
    reconnection.thread.start();
    return reconnection;
  }

  /** A link that works and knows the writer. */
  static JournalLink connect(
      Database database,
      String writer,
      int silenceMillis,
      SeqNumbers numbers,
      @Nullable Tenure tenure)
      throws SQLException {
    JournalLink link = JournalLink.open(database, silenceMillis, tenure);
    try {
      link.enroll(writer);
      numbers.add(link.takeBlocks(numbers.wanted()));
      return link;
    } catch (SQLException e) {
      link.close();
      throw e;
    }
  }

  /** The new link, once; null before there is one. */
  @Nullable JournalLink take() {
    return found.getAndSet(null);
  }

  /** Gives up. */
  @Override
  public void close() {
    closing.countDown();
    JournalLink unused = found.getAndSet(null);
    if (unused != null) {
      unused.close();
    }
  }

  private void run() {
    long pause = FIRST_PAUSE_MILLIS;
    try {
      while (!closing.await(jittered(pause), TimeUnit.MILLISECONDS)) {
        try {
          found.set(connect(database, writer, silenceMillis, numbers, tenure));
          if (closing.getCount() == 0) {
            close();
          }
          connected.run();
          return;
        } catch (SQLException | OutOfMemoryError e) { // memory that a plugin took comes back
          LOG.debug("the journal's database is still away cause={}", e.getMessage());
        }
        pause = Math.min(longestPauseMillis, pause * 2);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static long jittered(long millis) {
    return ThreadLocalRandom.current().nextLong(millis / 2, millis + 1);
  }
}
