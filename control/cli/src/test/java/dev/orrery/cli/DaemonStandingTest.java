package dev.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.deployment.BrokerKind;
import dev.orrery.deployment.DeploymentStatus;
import dev.orrery.deployment.DeploymentViewTable.View;
import dev.orrery.deployment.HostKind;
import dev.orrery.deployment.Latches;
import dev.orrery.deployment.Wanted;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DaemonStandingTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void isWhatTheLockSaysWhateverTheRowsSay() {
    List<View> silent = List.of(view(NOON, Duration.ofHours(1)));
    assertThat(DaemonStanding.of(Optional.of(true), silent).up()).isTrue();
    List<View> loud = List.of(view(NOON, Duration.ofSeconds(1)));
    assertThat(DaemonStanding.of(Optional.of(false), loud).up()).isFalse();
  }

  @Test
  void isWhatHeartbeatsSayWhereNoLockIsSeen() {
    View dead = view(NOON.minusSeconds(600), Duration.ofMinutes(11));
    View alive = view(NOON, Duration.ofSeconds(3));
    assertThat(DaemonStanding.of(Optional.empty(), List.of(dead, alive)).up()).isTrue();
    assertThat(DaemonStanding.of(Optional.empty(), List.of(dead)))
        .isEqualTo(
            new DaemonStanding(
                false, Optional.of(NOON.minusSeconds(600)), Optional.of(Duration.ofMinutes(11))));
    assertThat(DaemonStanding.of(Optional.empty(), List.of()))
        .isEqualTo(new DaemonStanding(false, Optional.empty(), Optional.empty()));
  }

  private static View view(@Nullable Instant heartbeat, @Nullable Duration silent) {
    return new View(
        new UUID(0, 1),
        "grid",
        1,
        "paper-grid",
        BrokerKind.PAPER,
        HostKind.RUN,
        Wanted.RUNNING,
        DeploymentStatus.RUNNING,
        Latches.NONE,
        null,
        NOON,
        heartbeat,
        silent,
        "healthy",
        null,
        null,
        "[]",
        "[]",
        NOON);
  }
}
