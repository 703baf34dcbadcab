package dev.orrery.control.job;

import dev.orrery.deployment.Lease;
import dev.orrery.deployment.LeaseTable;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our own clock of the jobs. Of several control planes one has the lease {@code scheduler} and runs
 * them; when it goes away another takes over once the lease has run out. Should two believe that
 * they lead, a slot still runs once, because {@link Jobs} sees to it. One thread.
 */
public final class JobSchedule implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JobSchedule.class);

  /** What leaders hold. */
  static final String RESOURCE = "scheduler";

  private static final Duration TERM = Duration.ofSeconds(30);

  private final Jobs jobs;
  private final LeaseTable leases;
  private final String place;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable Lease lease;

  /**
   * Not started yet.
   *
   * @param place where this control plane is: one process at a time is there
   */
  public JobSchedule(Jobs jobs, LeaseTable leases, String place) {
    this.jobs = jobs;
    this.leases = leases;
    this.place = place;
    this.thread = Thread.ofVirtual().name("orrery-jobs").unstarted(this::run);
  }

  /** Begins; looks every 10 seconds. */
  public void start() {
    thread.start();
  }

  private void run() {
    try {
      do {
        try {
          look();
        } catch (RuntimeException e) {
          LOG.warn("jobs wait cause={}", e.toString());
        }
      } while (!closed.await(TERM.toMillis() / 3, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * One look: leads if nobody else does, and then runs every job whose slot has not run.
   *
   * @return whether it leads
   */
  boolean look() {
    Lease held = lease;
    if (held == null || !leases.renew(held, TERM)) {
      String holder = place + " pid " + ProcessHandle.current().pid();
      held = leases.take(RESOURCE, place, holder, TERM).orElse(null);
      lease = held;
    }
    if (held == null) {
      return false;
    }
    for (Job job : jobs.all()) {
      try {
        jobs.run(job);
      } catch (RuntimeException e) {
        LOG.error("job={} failed", job.name(), e);
      }
    }
    return true;
  }

  /** Ends, and lets another lead at once. */
  @Override
  public void close() {
    closed.countDown();
    try {
      if (thread.isAlive()) {
        thread.join(Duration.ofSeconds(5));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Lease held = lease;
    if (held != null) {
      leases.release(held);
    }
  }
}
