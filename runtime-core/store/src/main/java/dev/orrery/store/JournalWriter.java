package dev.orrery.store;

import dev.orrery.database.Database;
import dev.orrery.runtime.recording.DecisionJournal.State;
import java.io.IOException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that makes groups durable, in order.
 *
 * <p>Three states. DATABASE: each batch is one transaction. SPOOL: the database is gone, or the
 * spool is not yet drained; each batch is a frame of the spool, and in between frames go into the
 * database, oldest first. FAILED: neither can be written, or there is no memory to do it with; the
 * batch at hand is kept and tried again. Memory that stays away for longer than the settings allow
 * ends the writer: nothing it could still do would be heard.
 *
 * <p>Nothing is written twice, whatever breaks off: the numbers of a batch are fixed when it is
 * encoded, and the transaction that writes it moves the writer's mark from the batch before to this
 * one, or fails. A batch that got no answer goes to the spool like any other; a new connection
 * looks where the mark is, and should the old one's transaction come in even later, one of the two
 * finds the mark moved. A writer under a {@link Tenure} ends when that is lost.
 */
final class JournalWriter implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(JournalWriter.class);
  private static final String NO_MEMORY = "no memory to write with";
  private static final int LONGEST_SILENCE_MILLIS = 15_000;
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** How long draining keeps groups waiting. */
  private static final long DRAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final Database database;
  private final JournalSettings settings;
  private final GroupQueue queue;
  private final BatchEncoder encoder;
  private final SeqNumbers numbers;
  private final SpoolFile spool;
  private final InstantSource wall;
  private final @Nullable Tenure tenure;
  private final Hunger hunger;

  private @Nullable JournalLink link;
  private @Nullable Reconnection reconnection;

  /** Grows while draining: a server too slow for a large step must not look gone for ever. */
  private int silenceMillis;

  private long refusedUntil = System.nanoTime();
  private volatile @Nullable Throwable failure;
  private volatile Standing standing = new Standing(State.DATABASE, "");

  JournalWriter(
      Database database,
      JournalSettings settings,
      GroupQueue queue,
      SeqNumbers numbers,
      SpoolFile spool,
      JournalLink link,
      @Nullable Tenure tenure,
      InstantSource wall) {
    this.tenure = tenure;
    this.database = database;
    this.settings = settings;
    this.queue = queue;
    this.numbers = numbers;
    this.encoder = new BatchEncoder(numbers::next, tenure);
    this.spool = spool;
    this.link = link;
    this.wall = wall;
    this.hunger = new Hunger(settings.hunger());
    this.silenceMillis = Math.toIntExact(settings.silence().toMillis());
  }

  /** Where things stand, for any thread. */
  record Standing(State state, String detail) {}

  Standing standing() {
    return standing;
  }

  @Override
  public void run() {
    try {
      while (!queue.isClosedAndEmpty()) {
        turn();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      fail("the writer was interrupted", e);
    } catch (RuntimeException | Error e) {
      fail("the writer ended", e);
    } finally {
      finish();
    }
  }

  private void turn() throws InterruptedException {
    try {
      List<GroupQueue.Group> groups = queue.take(patience());
      if (!groups.isEmpty()) {
        write(groups);
      }
      drainSome();
      topUp();
      hunger.fed();
    } catch (OutOfMemoryError e) {
      hunger.await(e);
    }
  }

  /** While frames wait to be drained the writer comes back to them soon. */
  private long patience() {
    if (spool.isEmpty()) {
      return GroupQueue.FOREVER;
    }
    return link != null && System.nanoTime() - refusedUntil >= 0 ? 1 : RETRY_NANOS;
  }

  /** Returns when they are durable, in order and once each, however often memory runs out. */
  private void write(List<GroupQueue.Group> groups) throws InterruptedException {
    Batch batch = null;
    boolean inDatabase = false;
    boolean inSpool = false;
    while (!inDatabase && !inSpool) {
      try {
        if (batch == null) {
          batch = encoder.encode(groups);
        }
        inDatabase = spool.isEmpty() && intoDatabase(batch);
        inSpool = !inDatabase && intoSpool(batch);
        if (!inDatabase && !inSpool) {
          waitForDisk();
        }
      } catch (OutOfMemoryError e) {
        tryToStand(State.FAILED, NO_MEMORY);
        hunger.await(e);
      }
    }
    if (inDatabase) {
      tryToStand(State.DATABASE, "");
    } else if (standing.state() == State.FAILED) {
      tryToStand(State.SPOOL, "database gone");
    }
    queue.flushed(groups, inDatabase);
  }

  /** Tells where things stand, if there is memory to say it with: else the next batch does. */
  private void tryToStand(State state, String detail) {
    try {
      stand(state, detail);
    } catch (OutOfMemoryError e) {
      // What was written is written all the same.
    }
  }

  private void waitForDisk() throws InterruptedException {
    if (queue.isClosed()) {
      throw new IllegalStateException("closing with groups that cannot be written");
    }
    TimeUnit.NANOSECONDS.sleep(RETRY_NANOS);
    drainSome();
  }

  private boolean intoSpool(Batch batch) {
    try {
      spool.append(BatchBytes.write(batch));
      return true;
    } catch (IOException e) {
      if (standing.state() != State.FAILED) {
        LOG.error("the journal can be written nowhere", e);
      }
      stand(State.FAILED, "neither database nor spool: " + e.getMessage());
      return false;
    }
  }

  /** Puts a batch into the database; false when that is not possible now. */
  private boolean intoDatabase(Batch batch) {
    JournalLink present = usable();
    if (present == null) {
      return false;
    }
    try {
      boolean there = false;
      while (!there) {
        there = batch.lastSeq() <= present.reached() || present.load(spool.writer(), batch);
      }
      return true;
    } catch (SQLException e) {
      gone(present, e);
      return false;
    } catch (OutOfMemoryError e) {
      leave(present);
      throw e;
    }
  }

  /** The connection, if there is one and it is time to try. */
  private @Nullable JournalLink usable() {
    Reconnection trying = reconnection;
    if (link == null && trying != null) {
      link = trying.take();
      if (link != null) {
        reconnection = null;
        LOG.info("the journal's database is back spool_bytes={}", spool.size());
      }
    } else if (link == null) {
      reconnect();
    }
    return System.nanoTime() - refusedUntil < 0 ? null : link;
  }

  private void gone(JournalLink broken, SQLException cause) {
    if (standing.state() == State.DATABASE) {
      LOG.warn("the journal goes to the spool cause={}", firstLine(cause));
      stand(State.SPOOL, "database gone: " + firstLine(cause));
    }
    if (JournalLink.refuses(cause)) {
      refusedUntil = System.nanoTime() + settings.longestRetry().toNanos();
      LOG.error("the database refuses a batch of the journal", cause);
      return;
    }
    leave(broken);
    if (!spool.isEmpty()) {
      silenceMillis = Math.min(LONGEST_SILENCE_MILLIS, silenceMillis * 2);
    }
    reconnect();
  }

  /** Nobody knows what a connection that broke off at some point would say next. */
  private void leave(JournalLink broken) {
    link = null;
    broken.close();
  }

  private void reconnect() {
    reconnection =
        Reconnection.start(
            database,
            spool.writer(),
            settings.longestRetry(),
            silenceMillis,
            numbers,
            tenure,
            queue::wake);
  }

  /** Some of the spool goes into the database, if that is there. */
  private void drainSome() {
    long end = System.nanoTime() + DRAIN_NANOS;
    while (!spool.isEmpty() && System.nanoTime() - end < 0) {
      JournalLink present = usable();
      if (present == null) {
        return;
      }
      try {
        SpoolDrain.step(spool, present);
      } catch (SQLException e) {
        gone(present, e);
      } catch (IOException e) {
        throw new IllegalStateException("the spool cannot be read back", e);
      } catch (OutOfMemoryError e) {
        leave(present);
        throw e;
      }
      if (spool.isEmpty()) {
        drained();
      }
    }
  }

  private void drained() {
    LOG.info("the journal's spool is drained");
    stand(State.DATABASE, "");
    queue.drained();
    silenceMillis = Math.toIntExact(settings.silence().toMillis());
    JournalLink present = link;
    try {
      if (present != null) {
        present.silence(silenceMillis);
      }
    } catch (SQLException e) {
      gone(present, e);
    }
  }

  private void topUp() {
    JournalLink present = link;
    int wanted = numbers.wanted();
    if (present == null || wanted < 2) {
      return;
    }
    try {
      numbers.add(present.takeBlocks(wanted));
    } catch (SQLException e) {
      gone(present, e);
    } catch (OutOfMemoryError e) {
      leave(present);
      throw e;
    }
  }

  private void stand(State state, String detail) {
    if (standing.state() == state) {
      return;
    }
    String since = " since " + wall.instant().truncatedTo(ChronoUnit.SECONDS);
    standing = new Standing(state, state == State.DATABASE ? "" : detail + since);
  }

  /** For good: what waits is told, and nothing is taken any more. */
  private void fail(String what, Throwable cause) {
    failure = cause;
    stand(State.FAILED, what + ": " + cause);
    queue.fail();
    LOG.error("the journal has failed: {}", what, cause);
  }

  /** What ended the writer; null while it writes, and when it has ended in order. */
  @Nullable Throwable failure() {
    return failure;
  }

  private void finish() {
    try {
      if (reconnection != null) {
        reconnection.close();
      }
      if (spool.isEmpty() && link != null) {
        spool.delete();
        link.dismiss(spool.writer());
      } else {
        spool.close();
      }
    } catch (SQLException | IOException e) {
      LOG.warn("ending the journal, the next start looks after the rest", e);
    }
    if (link != null) {
      link.close();
    }
  }

  private static String firstLine(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
