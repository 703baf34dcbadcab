package dev.orrery.runner.machine;

import dev.orrery.executor.Permit;
import dev.orrery.executor.TradingRight;
import dev.orrery.executor.risk.TradingState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The host's right, as far as the lease goes. A lease that is lost allows nothing. One that is not
 * trusted any more, because the database is away, leaves paper alone, whose effects are in the
 * journal and so under the same lease; on a venue only what shrinks a position is sent.
 * Thread-safe, without I/O.
 */
final class LeaseRight implements TradingRight {
  private final TradingRight host;
  private final ExecutionLease lease;
  private final boolean venue;
  private final InstantSource clock;

  /**
   * Of one deployment.
   *
   * @param venue whether orders have their effects outside
   */
  LeaseRight(TradingRight host, ExecutionLease lease, boolean venue, InstantSource clock) {
    this.host = host;
    this.lease = lease;
    this.venue = venue;
    this.clock = clock;
  }

  @Override
  public Permit permit() {
    Permit given = host.permit();
    Optional<String> lost = lease.lost();
    if (lost.isPresent()) {
      // Its end is past: what is on its way to a venue is late, whatever it does there.
      return new Permit(
          TradingState.HALTED,
          given.epoch(),
          Instant.EPOCH,
          with(given.reasons(), "lease: " + lost.get()));
    }
    if (!venue) {
      return given;
    }
    Duration trust = lease.trust();
    if (trust.isPositive()) {
      Instant end = clock.instant().plus(trust);
      return new Permit(
          given.state(),
          given.epoch(),
          end.isBefore(given.validUntil()) ? end : given.validUntil(),
          given.reasons());
    }
    TradingState state =
        given.state().compareTo(TradingState.REDUCING) >= 0 ? given.state() : TradingState.REDUCING;
    return new Permit(
        state,
        given.epoch(),
        given.validUntil(),
        with(given.reasons(), "lease: not renewed, nothing is opened"));
  }

  private static List<String> with(List<String> reasons, String more) {
    List<String> all = new ArrayList<>(reasons);
    all.add(more);
    return all;
  }
}
