package dev.orrery.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.testing.Seeds;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class DeploymentStatusTest {
  /**
   * All 49 pairs: from (line) to (column), in the order of the enum; x is legal. What has stopped
   * comes back only in one process.
   */
  private static final String TABLE =
      """
      provisioning . x x x x x x
      running      . . x x x x x
      paused       . x . x x x x
      halted       . x x . x x x
      stopping     . . . . . x x
      stopped      x . . . . . .
      error        x . . . x x .
      """;

  @ParameterizedTest
  @EnumSource(HostKind.class)
  void knowsTheWholeTable(HostKind host) {
    List<String[]> lines = TABLE.lines().map(line -> line.split(" +", -1)).toList();
    assertThat(lines).hasSameSizeAs(DeploymentStatus.values());
    for (String[] line : lines) {
      DeploymentStatus from = DeploymentStatus.of(line[0]);
      int column = 1;
      for (DeploymentStatus to : DeploymentStatus.values()) {
        boolean comesBack = from != DeploymentStatus.STOPPED || host == HostKind.RUN;
        assertThat(from.mayBecome(to, host))
            .as("%s to %s", from, to)
            .isEqualTo("x".equals(line[column++]) && comesBack);
      }
    }
  }

  @Test
  void namesItsSets() {
    assertThat(DeploymentStatus.ACTIVE)
        .containsExactlyInAnyOrder(
            DeploymentStatus.PROVISIONING,
            DeploymentStatus.RUNNING,
            DeploymentStatus.PAUSED,
            DeploymentStatus.HALTED,
            DeploymentStatus.STOPPING);
    EnumSet<DeploymentStatus> occupying = EnumSet.copyOf(DeploymentStatus.ACTIVE);
    occupying.remove(DeploymentStatus.STOPPING);
    assertThat(DeploymentStatus.OCCUPYING).isEqualTo(occupying);
    assertThat(DeploymentStatus.UPGRADABLE)
        .containsExactlyInAnyOrder(
            DeploymentStatus.RUNNING,
            DeploymentStatus.PAUSED,
            DeploymentStatus.HALTED,
            DeploymentStatus.ERROR);
  }

  @Test
  void comesToRunningOnlyThroughProvisioningOrFromWhatIsUp() {
    Seeds.each(
        200,
        random -> {
          DeploymentStatus status = DeploymentStatus.PROVISIONING;
          boolean ended = false;
          for (int i = 0; i < 50; i++) {
            List<DeploymentStatus> next = List.copyOf(status.next(HostKind.RUN));
            DeploymentStatus before = status;
            status = next.get(random.nextInt(next.size()));
            assertThat(status).isNotEqualTo(before);
            if (status == DeploymentStatus.PROVISIONING) {
              ended = false;
            } else if (status == DeploymentStatus.STOPPING
                || status == DeploymentStatus.STOPPED
                || status == DeploymentStatus.ERROR) {
              ended = true;
            } else {
              assertThat(ended).as("%s after %s", status, before).isFalse();
            }
          }
        });
  }

  @Test
  void followsTheLatches() {
    Stream.of(
            new Case(Latches.NONE, DeploymentStatus.RUNNING),
            new Case(new Latches("p", null, null, null, null), DeploymentStatus.PAUSED),
            new Case(new Latches(null, null, "f", null, null), DeploymentStatus.PAUSED),
            new Case(new Latches("p", "h", "f", null, null), DeploymentStatus.HALTED),
            new Case(new Latches("p", "h", "f", "s", null), DeploymentStatus.STOPPING))
        .forEach(it -> assertThat(it.latches().status()).isEqualTo(it.status()));
  }

  private record Case(Latches latches, DeploymentStatus status) {}
}
