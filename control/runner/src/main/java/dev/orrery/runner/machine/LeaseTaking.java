package dev.orrery.runner.machine;

import dev.orrery.deployment.Lease;
import dev.orrery.deployment.LeaseTable;
import dev.orrery.deployment.LeaseTable.Standing;
import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes leases at the start of a machine. Whoever has one that is not renewed is dead, or drains
 * and gives it back: it is waited for. Whoever renews is alive. Confined to one thread.
 */
final class LeaseTaking {
  private static final Logger LOG = LoggerFactory.getLogger("live-runner");
  private static final Duration LOOK = Duration.ofMillis(250);
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final LeaseTable table;
  private final String place;
  private final String holder;
  private final LeaseTimes times;
  private final LongSupplier nanos;

  /**
   * For a machine.
   *
   * @param place its directory's name for it, which one process at a time can have
   */
  LeaseTaking(LeaseTable table, String place, long pid, LeaseTimes times, LongSupplier nanos) {
    this.table = table;
    this.place = place;
    this.holder = place + " pid " + pid;
    this.times = times;
    this.nanos = nanos;
  }

  /**
   * The deployment's.
   *
   * @throws ProblemException LEASE_HELD when another machine hosts it, and lives
   */
  Lease deployment(String resource) {
    return take(resource, times.time().plus(GRACE), true, () -> {});
  }

  /**
   * An account's: of the deployment that is replaced, until it has drained. That may take longer
   * than a lease is good for, so the deployment's is renewed meanwhile.
   *
   * @param held the deployment's
   * @throws ProblemException LEASE_HELD when that takes too long, or when the deployment's is
   *     somebody else's by now
   */
  Lease account(String resource, Lease held) {
    return take(resource, times.patience(), false, renewing(held));
  }

  /** Renews when it is time to. */
  private Runnable renewing(Lease held) {
    AtomicLong renewed = new AtomicLong(nanos.getAsLong());
    return () -> {
      long now = nanos.getAsLong();
      if (now - renewed.get() < times.renewal().toNanos()) {
        return;
      }
      if (!table.renew(held, times.time())) {
        throw held(
            held.resource(),
            table
                .standing(held.resource())
                .orElseThrow(() -> new IllegalStateException("gone: " + held.resource())));
      }
      renewed.set(now);
    };
  }

  private Lease take(
      String resource, Duration longest, boolean renewedIsAlive, Runnable meanwhile) {
    long end = nanos.getAsLong() + longest.toNanos();
    Optional<Standing> before = Optional.empty();
    while (true) {
      meanwhile.run();
      Optional<Lease> taken = table.take(resource, place, holder, times.time());
      if (taken.isPresent()) {
        LOG.info("lease taken resource={} epoch={}", resource, taken.get().epoch());
        return taken.get();
      }
      Optional<Standing> now = table.standing(resource);
      boolean renewed = renewedIsAlive && before.isPresent() && isRenewed(before.get(), now);
      if (now.isPresent() && (renewed || nanos.getAsLong() - end > 0)) {
        throw held(resource, now.get());
      }
      if (before.isEmpty()) {
        now.ifPresent(it ->
            LOG.info("waiting for predecessor ({} s) {}", it.left().toSeconds(), it.holder()));
      }
      before = now;
      LockSupport.parkNanos(LOOK.toNanos());
      if (Thread.currentThread().isInterrupted()) {
        throw new IllegalStateException("interrupted while waiting for " + resource);
      }
    }
  }

  private static boolean isRenewed(Standing before, Optional<Standing> now) {
    return now.isPresent()
        && (!now.get().token().equals(before.token())
            || now.get().left().compareTo(before.left()) > 0);
  }

  private static ProblemException held(String resource, Standing standing) {
    return new ProblemException(
        new Problem(
            ExitCode.LEASE_HELD,
            resource,
            "is held by "
                + standing.holder()
                + ", which trades; this one does not"
                + " (epoch "
                + standing.epoch()
                + ")",
            "stop that one first; its right ends with it"));
  }
}
