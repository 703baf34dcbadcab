package dev.orrery.runner;

import dev.orrery.config.run.RunConfig;
import dev.orrery.kernel.ProblemException;
import dev.orrery.runner.boot.DataDirectory;
import dev.orrery.runner.boot.Ends;
import dev.orrery.runner.boot.Lineup;
import dev.orrery.runner.boot.Parts;
import dev.orrery.runner.boot.Storage;
import dev.orrery.runner.status.HostHealth;
import dev.orrery.runtime.MarketEnd;
import dev.orrery.runtime.StrategyRuntime;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A daemon's whole inside: the strategies of a configuration as deployments of the user {@code
 * local}, or one deployment of a database, with market, accounts, journal, commands and pages.
 *
 * <pre>{@code
 * try (Host host = Host.start(HostSettings.of(draft, Path.of("plugins")))) {
 *   host.await(Duration.ofMinutes(1));
 * }
 * }</pre>
 *
 * <p>After {@code kill -9} the next start on the same data directory goes on from the journal.
 * Thread-safe.
 */
public final class Host implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Host.class);
  private static final Duration LOOK = Duration.ofMillis(100);

  private final Parts parts;
  private final HostHealth health;
  private final StrategyRuntime runtime;
  private final Lineup lineup;
  private final Storage storage;
  private final int port;
  private final DataDirectory directory;
  private final Exhaustion exhaustion;
  private final Ends ends;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);

  Host(
      Parts parts,
      HostHealth health,
      StrategyRuntime runtime,
      Lineup lineup,
      Storage storage,
      int port,
      DataDirectory directory,
      Exhaustion exhaustion,
      Ends ends) {
    this.exhaustion = exhaustion;
    this.ends = ends;
    this.parts = parts;
    this.health = health;
    this.runtime = runtime;
    this.lineup = lineup;
    this.storage = storage;
    this.port = port;
    this.directory = directory;
  }

  /**
   * Starts one. When this returns it is ready: accounts are reconciled, triggers bound, the market
   * runs.
   *
   * @throws ProblemException CONFIGURATION with everything that is wrong, before anything was
   *     written; REFUSED when another daemon has the data directory, or the port is taken;
   *     UNREACHABLE when the database is not to be had. Nothing is left running then
   */
  public static Host start(HostSettings settings) {
    long begin = System.nanoTime();
    Host host = new Boot(settings).run();
    LOG.info(
        "ready strategies={} port={} millis={}",
        host.runtime.strategies().size(),
        host.port,
        (System.nanoTime() - begin) / 1_000_000);
    return host;
  }

  /**
   * Waits until the market has ended, the host is closed or must end, or this is over; whether it
   * was one of the former.
   */
  public boolean await(Duration longest) throws InterruptedException {
    long end = System.nanoTime() + longest.toNanos();
    while (closing.getCount() > 0
        && !exhaustion.isFound()
        && journalBroken().isEmpty()
        && ends.cause().isEmpty()) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      if (runtime.await(Duration.ofNanos(Math.min(left, LOOK.toNanos()))) != MarketEnd.NOT_YET) {
        return true;
      }
    }
    return true;
  }

  /** Why it is to end although nobody told the process to; empty while it is not. */
  public Optional<Ends.End> told() {
    return ends.cause();
  }

  /**
   * Why the process must end: its heap is full. Empty while it need not. What is not closed by then
   * is as after a kill, and the next start goes on from the journal.
   */
  public Optional<String> exhausted() {
    return exhaustion.cause();
  }

  /**
   * Why the journal is of no use any more; empty while it is. The process must end then, and when
   * this is so after closing, its end was not in order: the next start goes on from what was
   * written.
   */
  public Optional<String> journalBroken() {
    return storage.journal().broken();
  }

  /** Returns once the process must end, see {@link #exhausted}. */
  public void awaitExhausted() throws InterruptedException {
    exhaustion.await();
  }

  /** The strategies. */
  public StrategyRuntime runtime() {
    return runtime;
  }

  /** What is configured to run. */
  public Lineup lineup() {
    return lineup;
  }

  /** The configuration in force. */
  public RunConfig config() {
    return lineup.config().value();
  }

  /** The database and what writes there. */
  public Storage storage() {
    return storage;
  }

  /** How it stands. */
  public HostHealth.Answer health() {
    return health.answer();
  }

  /** Where pages and API are. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** The data directory. */
  public Path dataDir() {
    return directory.folder();
  }

  /**
   * Ends gracefully: no tick begins, those under way are waited for, the journal is written, the
   * feed's position kept, the database stopped, the lock given up. Positions and orders stay.
   * Repeatable; returns when it is done, whoever began.
   */
  @Override
  public void close() {
    boolean first;
    synchronized (closing) {
      first = closing.getCount() > 0;
      closing.countDown();
    }
    if (!first) {
      awaitClosed();
      return;
    }
    long begin = System.nanoTime();
    health.stopping();
    parts.close();
    closed.countDown();
    LOG.info("stopped millis={}", (System.nanoTime() - begin) / 1_000_000);
  }

  private void awaitClosed() {
    try {
      if (!closed.await(30, TimeUnit.SECONDS)) {
        LOG.warn("Still closing");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
