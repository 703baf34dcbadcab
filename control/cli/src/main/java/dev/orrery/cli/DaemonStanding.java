package dev.orrery.cli;

import dev.orrery.deployment.DeploymentViewTable.View;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether the daemon behind some rows is up. A lock on a data directory says it for sure; of a
 * database by URL only its heartbeats tell.
 *
 * @param up whether it is
 * @param lastHeard the latest heartbeat in the rows; empty when there never was one
 * @param silent how long ago that was, by the database's clock
 */
record DaemonStanding(boolean up, Optional<Instant> lastHeard, Optional<Duration> silent) {
  /** Every deployment beats every two seconds, of very many every ten. */
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

  /**
   * Judges.
   *
   * @param held whether its data directory is held; empty when that cannot be seen
   */
  static DaemonStanding of(Optional<Boolean> held, List<View> views) {
    Optional<Instant> heard =
        views.stream()
            .map(View::heartbeatAt)
            .filter(Objects::nonNull)
            .max(Comparator.naturalOrder());
    Optional<Duration> silent =
        views.stream().map(View::silent).filter(Objects::nonNull).min(Comparator.naturalOrder());
    boolean beats = silent.map(since -> since.compareTo(LONGEST_SILENCE) < 0).orElse(false);
    return new DaemonStanding(held.orElse(beats), heard, silent);
  }
}
