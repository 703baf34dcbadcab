package dev.orrery.store;

import dev.orrery.database.Database;
import dev.orrery.executor.journal.AccountEntry;
import dev.orrery.executor.journal.AccountHistory;
import dev.orrery.executor.journal.JournalEntry;
import dev.orrery.kernel.IdSource;
import dev.orrery.kernel.IoFailure;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.runtime.recording.DecisionJournal;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one ordered journal on PostgreSQL: groups go through a bounded queue to one writer, who puts
 * many of them into one transaction. When the database is gone they go to a local spool instead and
 * into the database when it is back, in order and once each.
 *
 * <p>Deployments are named by their UUID. Texts lose what PostgreSQL cannot hold: NUL and broken
 * surrogates become U+FFFD. Thread-safe.
 */
public final class PostgresJournal implements DecisionJournal, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresJournal.class);
  private static final Duration CATCH_UP = Duration.ofSeconds(30);
  private static final int BLOCKS = 2;

  private final Database database;
  private final GroupQueue queue;
  private final SeqNumbers numbers;
  private final JournalWriter writer;
  private final SpoolLock lock;
  private final Thread thread;
  private volatile boolean late;

  private PostgresJournal(
      Database database,
      GroupQueue queue,
      SeqNumbers numbers,
      JournalWriter writer,
      SpoolLock lock) {
    this.lock = lock;
    this.database = database;
    this.queue = queue;
    this.numbers = numbers;
    this.writer = writer;
    this.thread = new WriterThread(writer);
  }

  /**
   * A database as the place a runtime keeps everything in, its journal first: for {@code
   * RuntimeBuilder.journal}.
   *
   * @param url {@code jdbc:postgresql://host:port/database}, without a password
   */
  public static PostgresStore at(String url) {
    return PostgresStore.at(url);
  }

  /**
   * When a spool was last written that holds what the database does not know; empty when it holds
   * nothing. For readers: their figures are older than that.
   */
  public static Optional<Instant> spooledAt(Path spoolFolder) {
    return SpoolFile.writtenAt(spoolFolder);
  }

  /**
   * Opens the journal of a migrated database. What a former start left in the spool is in the
   * database when this returns.
   *
   * @param ids names this writer
   * @param wall for people: since when the database is gone
   * @throws ProblemException UNREACHABLE when the database is gone; FAILED when the spool cannot be
   *     read, made, or is refused by the database
   */
  public static PostgresJournal open(
      Database database, JournalSettings settings, IdSource ids, InstantSource wall) {
    return open(database, settings, ids, wall, null);
  }

  /**
   * The same for one deployment alone, under a lease: see {@link Tenure}.
   *
   * @param tenure null for a host that owns the database
   */
  public static PostgresJournal open(
      Database database,
      JournalSettings settings,
      IdSource ids,
      InstantSource wall,
      @Nullable Tenure tenure) {
    SeqNumbers numbers = new SeqNumbers();
    String name = ids.next().toString();
    SpoolLock lock = null;
    boolean opened = false;
    try {
      lock = SpoolLock.take(settings.spoolFolder());
      int silence = Math.toIntExact(settings.silence().toMillis());
      JournalLink link = Reconnection.connect(database, name, silence, numbers, tenure);
      try {
        SpoolDrain.drain(settings, link);
        SpoolFile spool = SpoolFile.create(settings.spoolFolder(), name, settings.spoolBytes());
        GroupQueue queue = new GroupQueue(settings);
        JournalWriter writer =
            new JournalWriter(database, settings, queue, numbers, spool, link, tenure, wall);
        PostgresJournal journal = new PostgresJournal(database, queue, numbers, writer, lock);
        journal.thread.start();
        opened = true;
        return journal;
      } catch (SQLException | IOException | RuntimeException e) {
        link.close();
        throw e;
      }
    } catch (SQLException e) {
      throw unreachable(database, e);
    } catch (IOException e) {
      throw new ProblemException(
          Problem.refused(
              "journal spool in " + settings.spoolFolder(),
              IoFailure.cause(e),
              "let this user write the folder, with space left"),
          e);
    } finally {
      if (!opened && lock != null) {
        closeQuietly(lock);
      }
    }
  }

  private static void closeQuietly(SpoolLock lock) {
    try {
      lock.close();
    } catch (IOException e) {
      LOG.warn("the spool's lock is not given up", e);
    }
  }

  @Override
  public boolean durable() {
    return true;
  }

  @Override
  public boolean reserve() {
    return queue.reserve();
  }

  @Override
  public void release() {
    queue.release();
  }

  /**
   * Appends a group.
   *
   * @throws IllegalArgumentException when the deployment is no UUID or an entry of a kind unknown
   *     here
   * @throws IllegalStateException when the journal is closed, or cannot be written for so long that
   *     it holds several times its capacity
   */
  @Override
  public long append(String deployment, List<? extends JournalEntry> group) {
    requireUuid(deployment);
    for (JournalEntry entry : group) {
      BatchEncoder.requireKnown(entry);
    }
    return queue.append(deployment, group);
  }

  @Override
  public Receipt await(long position, Duration limit) throws InterruptedException {
    return queue.await(position, limit);
  }

  /**
   * The account's past. From here on this journal's entries of the deployment are numbered above
   * everything any writer had before.
   *
   * @throws ProblemException UNREACHABLE when the database is gone
   */
  @Override
  public AccountHistory history(String deployment) {
    try {
      return read(deployment, AccountEntries::sinceStanding);
    } catch (IllegalArgumentException e) {
      LOG.warn("an account's entries are read from the first one on deployment={}", deployment, e);
      return wholeHistory(deployment);
    }
  }

  @Override
  public AccountHistory wholeHistory(String deployment) {
    return read(deployment, AccountEntries::all);
  }

  private AccountHistory read(String deployment, Reading reading) {
    UUID id = requireUuid(deployment);
    try {
      if (!queue.awaitDatabase(CATCH_UP)) {
        throw new SQLException("entries wait for the database: " + writer.standing().detail());
      }
      try {
        return readOnce(id, reading);
      } catch (SQLException e) {
        if (JournalLink.refuses(e)) {
          throw e;
        }
        LOG.debug(
            "once more: a connection of the pool may have died with a server that is back", e);
        return readOnce(id, reading);
      }
    } catch (SQLException e) {
      throw unreachable(database, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while reading an account's history", e);
    }
  }

  private AccountHistory readOnce(UUID deployment, Reading reading) throws SQLException {
    try (Connection connection = database.dataSource().getConnection()) {
      numbers.restart(JournalLink.takeBlocks(connection, BLOCKS));
      return new AccountHistory(reading.of(connection, deployment));
    }
  }

  @Override
  public Health health() {
    JournalWriter.Standing standing = writer.standing();
    if (queue.isClosed() && standing.state() != State.FAILED) {
      return new Health(State.FAILED, queue.pending(), "closed");
    }
    return new Health(standing.state(), queue.pending(), standing.detail());
  }

  /**
   * Writes what was appended and ends; what only the spool takes, the next start drains.
   *
   * @throws IllegalStateException when entries were not written: the writer has failed before, or
   *     does not end
   */
  @Override
  public void close() {
    queue.close();
    boolean ended = awaitWriter();
    if (ended) {
      closeQuietly(lock);
    }
    late = !ended;
    broken()
        .ifPresent(why -> {
          throw new IllegalStateException("the journal " + why, writer.failure());
        });
  }

  /** Whether the writer has ended in time; an interrupt meanwhile is kept for the caller. */
  private boolean awaitWriter() {
    long end = System.nanoTime() + CATCH_UP.toNanos();
    boolean interrupted = false;
    boolean ended = false;
    long left = CATCH_UP.toNanos();
    while (!ended && left > 0) {
      try {
        ended = thread.join(Duration.ofNanos(left));
      } catch (InterruptedException e) {
        interrupted = true;
      }
      left = end - System.nanoTime();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return ended;
  }

  /**
   * What went wrong with it for good: its writer has failed, or it was closed and not everything
   * was written. Empty while it works, also while it can be written nowhere and tries again.
   */
  public Optional<String> broken() {
    Throwable failure = writer.failure();
    String unwritten = "; groups not written: " + queue.pending();
    if (failure != null) {
      return Optional.of("has failed: " + failure + unwritten);
    }
    if (late) {
      return Optional.of("did not end in time" + unwritten);
    }
    return queue.isClosed() && !thread.isAlive() && queue.pending() > 0
        ? Optional.of("has ended" + unwritten)
        : Optional.empty();
  }

  /** Reads entries of an account. */
  private interface Reading {
    List<AccountEntry> of(Connection connection, UUID deployment) throws SQLException;
  }

  private static UUID requireUuid(String deployment) {
    try {
      return UUID.fromString(deployment);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("a deployment has a UUID, not '" + deployment + "'", e);
    }
  }

  private static ProblemException unreachable(Database database, SQLException cause) {
    return new ProblemException(
        Problem.unreachable(
            "database " + database.settings().url(),
            String.valueOf(cause.getMessage()).lines().findFirst().orElse(""),
            "check that the server runs"),
        cause);
  }
}
