package dev.orrery.runner.machine;

import dev.orrery.deployment.Lease;
import dev.orrery.deployment.LeaseTable;
import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to trade for a deployment, and on its account, kept by a thread of its own. It is
 * trusted for a bounded time after the last renewal began, by a clock that nobody sets: a process
 * that slept, or whose database is away, knows by itself when somebody else may have it. Once it is
 * known to be somebody else's it is lost for ever. Thread-safe, and asked without I/O.
 */
final class ExecutionLease implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ExecutionLease.class);
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final LeaseTable table;
  private final List<Lease> leases;
  private final LeaseTimes times;
  private final LongSupplier nanos;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread =
      Thread.ofPlatform().daemon().name("orrery-lease").unstarted(this::run);
  private volatile Consumer<String> whenLost = _ -> {};
  private volatile long trustedUntil;
  private volatile @Nullable String lost;
  private boolean away;

  private ExecutionLease(
      LeaseTable table, List<Lease> leases, LeaseTimes times, LongSupplier nanos) {
    this.table = table;
    this.leases = List.copyOf(leases);
    this.times = times;
    this.nanos = nanos;
    this.trustedUntil = nanos.getAsLong();
  }

  /**
   * Keeps leases from now on, all of which are the holder's at the same time.
   *
   * @param leases the deployment's first
   * @param nanos a clock that goes on while the process does not
   * @throws ProblemException LEASE_HELD when one of them is somebody else's by now, UNREACHABLE
   *     when the database is away
   */
  static ExecutionLease keep(
      LeaseTable table, List<Lease> leases, LeaseTimes times, LongSupplier nanos) {
    ExecutionLease kept = new ExecutionLease(table, leases, times, nanos);
    if (!kept.renew()) {
      String why = kept.lost;
      throw new ProblemException(
          new Problem(
              why == null ? ExitCode.UNREACHABLE : ExitCode.LEASE_HELD,
              leases.getFirst().resource(),
              why == null ? "the database does not answer any more" : why,
              "start it again"));
    }
    kept.thread.start();
    return kept;
  }

  /** What is to be done, once, when it is lost; at once when it is already. */
  void whenLost(Consumer<String> task) {
    whenLost = task;
    String why = lost;
    if (why != null) {
      task.accept(why);
    }
  }

  /** Of the deployment's: what is intended under another epoch is not sent. */
  long epoch() {
    return leases.getFirst().epoch();
  }

  /** For how long it is trusted; zero or less when it is not. */
  Duration trust() {
    return Duration.ofNanos(trustedUntil - nanos.getAsLong());
  }

  /** Who has it instead; empty while nobody is known to. */
  Optional<String> lost() {
    return Optional.ofNullable(lost);
  }

  /** Renews once; false when that was not possible. Not for two threads at once. */
  boolean renew() {
    long begun = nanos.getAsLong();
    try {
      for (Lease lease : leases) {
        if (!table.renew(lease, times.time())) {
          lose(lease);
          return false;
        }
      }
      trustedUntil = begun + times.trust().toNanos();
      if (away) {
        LOG.info("the lease is renewed again resource={}", leases.getFirst().resource());
      }
      away = false;
      return true;
    } catch (JdbiException e) {
      if (!away) {
        LOG.warn(
            "the lease cannot be renewed, trusted for {} more cause={}",
            trust(),
            String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
      }
      away = true;
      return false;
    } catch (OutOfMemoryError e) { // memory that a plugin took comes back
      return false;
    }
  }

  private void lose(Lease lease) {
    if (lost != null) {
      return;
    }
    String why =
        lease.resource()
            + " is held by "
            + table.standing(lease.resource()).map(LeaseTable.Standing::holder).orElse("nobody")
            + " now";
    lost = why;
    LOG.error("the lease is lost: {}", why);
    whenLost.accept(why);
  }

  private void run() {
    try {
      boolean renewed = true;
      while (lost == null
          && !closing.await(
              (renewed ? times.renewal() : AGAIN).toMillis(), TimeUnit.MILLISECONDS)) {
        renewed = renew();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Gives it back: whoever waits for it may go on at once. Nothing may be sent any more. */
  @Override
  public void close() {
    if (closing.getCount() == 0) {
      return;
    }
    closing.countDown();
    trustedUntil = nanos.getAsLong();
    try {
      thread.join(Duration.ofSeconds(5));
      for (Lease lease : leases.reversed()) {
        if (!table.release(lease)) {
          lose(lease);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (JdbiException e) {
      LOG.warn(
          "the lease is not given back, it runs out resource={}", leases.getFirst().resource(), e);
    }
  }
}
