package dev.orrery.control;

import dev.orrery.database.Database;
import dev.orrery.deployment.Lease;
import dev.orrery.deployment.LeaseTable;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One control plane at a time works on a database: it holds the lease {@code control-plane} and
 * renews it. Who comes second is refused, or waits until the first has ended or was silent for a
 * term. One that finds its lease taken may do nothing any more. Thread-safe.
 */
public final class PlaneTenure implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PlaneTenure.class);
  private static final Duration TERM = Duration.ofSeconds(30);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final int BEATS_A_TERM = 6;

  /** What it holds. */
  static final String RESOURCE = "control-plane";

  private final LeaseTable leases;
  private final Lease lease;
  private final Duration term;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean lost;

  private PlaneTenure(LeaseTable leases, Lease lease, Duration term) {
    this.leases = leases;
    this.lease = lease;
    this.term = term;
    Thread.ofVirtual().name("orrery-tenure").start(this::beat);
  }

  /**
   * Takes it, or is told who has it.
   *
   * @param place where this control plane is: one process at a time is there, so who held it there
   *     before has ended
   * @param words who that is, for people
   * @throws ProblemException REFUSED while another control plane works on the database
   */
  public static PlaneTenure take(Database database, String place, String words) {
    LeaseTable leases = new LeaseTable(database);
    return tried(leases, place, words, TERM)
        .orElseThrow(() ->
            new ProblemException(
                Problem.refused(
                    "database " + database.settings().url(),
                    "is another control plane's: " + holder(leases),
                    "end that one, or wait for its end with --standby")));
  }

  /**
   * Takes it when nobody has it any more.
   *
   * @param waits is told once, by whom it is held, when it has to wait
   */
  public static PlaneTenure await(
      Database database, String place, String words, Consumer<String> waits)
      throws InterruptedException {
    return await(new LeaseTable(database), place, words, TERM, waits);
  }

  static PlaneTenure await(
      LeaseTable leases, String place, String words, Duration term, Consumer<String> waits)
      throws InterruptedException {
    boolean told = false;
    while (true) {
      try {
        Optional<PlaneTenure> mine = tried(leases, place, words, term);
        if (mine.isPresent()) {
          return mine.get();
        }
        if (!told) {
          waits.accept(holder(leases));
        }
        told = true;
      } catch (JdbiException e) {
        LOG.warn("the database does not say who has it cause={}", e.toString());
      }
      TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
    }
  }

  static Optional<PlaneTenure> tried(LeaseTable leases, String place, String words, Duration term) {
    return leases
        .take(RESOURCE, place, place + " " + words, term)
        .map(lease -> new PlaneTenure(leases, lease, term));
  }

  private static String holder(LeaseTable leases) {
    return leases.standing(RESOURCE).map(LeaseTable.Standing::holder).orElse("nobody");
  }

  private void beat() {
    try {
      while (!closed.await(term.toMillis() / BEATS_A_TERM, TimeUnit.MILLISECONDS)) {
        try {
          if (!leases.renew(lease, term)) {
            lost = true;
            LOG.error("another control plane works on the database holder={}", holder(leases));
            return;
          }
        } catch (JdbiException e) {
          LOG.warn("the control plane's lease waits for the database cause={}", e.toString());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Whether it is still held.
   *
   * @throws ProblemException REFUSED when another has taken it
   */
  public void require() {
    if (lost) {
      throw new ProblemException(
          Problem.refused(
              "control plane",
              "has lost its database to another: " + holder(leases),
              "machines go on; use that one, or start this with --standby"));
    }
  }

  /** Lets another take it at once. Repeatable. */
  @Override
  public void close() {
    closed.countDown();
    if (!lost) {
      lost = true;
      try {
        leases.release(lease);
      } catch (JdbiException e) {
        LOG.debug("the next control plane waits for the end of the lease", e);
      }
    }
  }
}
