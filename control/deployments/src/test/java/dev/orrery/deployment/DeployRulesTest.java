package dev.orrery.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.kernel.Problem;
import dev.orrery.testing.Seeds;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class DeployRulesTest {
  private static final UUID SKILL = new UUID(1, 1);
  private static final UUID OTHER = new UUID(1, 2);
  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

  @Test
  void givesTheOnePlaceOnMainnetToOneSkillUntilItHasEnded() {
    for (DeploymentStatus status : DeploymentStatus.values()) {
      List<Deployment> standing =
          List.of(deployment(OTHER, BrokerKind.HYPERLIQUID_MAINNET, HostKind.MACHINE, status));
      boolean active = DeploymentStatus.ACTIVE.contains(status);
      assertThat(DeployRules.mainnetCapBlocks(standing, SKILL, BrokerKind.HYPERLIQUID_MAINNET))
          .as("another skill, %s", status)
          .isEqualTo(active);
      assertThat(DeployRules.mainnetCapBlocks(standing, OTHER, BrokerKind.HYPERLIQUID_MAINNET))
          .as("the same skill, %s", status)
          .isFalse();
      assertThat(DeployRules.mainnetCapBlocks(standing, SKILL, BrokerKind.PAPER)).isFalse();
      assertThat(DeployRules.activeMainnet(standing).isPresent()).isEqualTo(active);
    }
  }

  @Test
  void putsNoLimitToPaper() {
    List<Deployment> many = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      UUID skill = new UUID(9, i);
      many.add(deployment(skill, BrokerKind.PAPER, HostKind.MACHINE, DeploymentStatus.RUNNING));
    }
    assertThat(DeployRules.mainnetCapBlocks(many, SKILL, BrokerKind.PAPER)).isFalse();
    assertThat(DeployRules.mainnetCapBlocks(many, SKILL, BrokerKind.HYPERLIQUID_MAINNET)).isFalse();
    assertThat(DeployRules.sameSkillBrokerCollisions(many, SKILL, BrokerKind.PAPER)).isEmpty();
  }

  @Test
  void replacesWhatTakesAPlaceAndEndsWhatFailedOnAMachine() {
    for (DeploymentStatus status : DeploymentStatus.values()) {
      for (HostKind host : HostKind.values()) {
        Deployment one = deployment(SKILL, BrokerKind.PAPER, host, status);
        boolean expected =
            DeploymentStatus.OCCUPYING.contains(status)
                || (status == DeploymentStatus.ERROR && host == HostKind.MACHINE);
        assertThat(DeployRules.sameSkillBrokerCollisions(List.of(one), SKILL, BrokerKind.PAPER))
            .as("%s in %s", status, host)
            .isEqualTo(expected ? List.of(one) : List.of());
      }
    }
  }

  @Test
  void leavesAloneOtherSkillsAndOtherBrokersWhateverStands() {
    Seeds.each(
        200,
        random -> {
          List<Deployment> standing = new ArrayList<>();
          int count = random.nextInt(8);
          for (int i = 0; i < count; i++) {
            standing.add(
                deployment(
                    random.nextBoolean() ? SKILL : OTHER,
                    pick(random, BrokerKind.values()),
                    pick(random, HostKind.values()),
                    pick(random, DeploymentStatus.values())));
          }
          BrokerKind broker = pick(random, BrokerKind.values());
          assertThat(DeployRules.sameSkillBrokerCollisions(standing, SKILL, broker))
              .allMatch(each -> each.skillId().equals(SKILL) && each.broker() == broker)
              .noneMatch(each -> each.status() == DeploymentStatus.STOPPED);
        });
  }

  @Test
  void wantsAnAgentInForceOnMainnetAndNoneOnPaper() {
    DeployRules.Agent good = agent(null, null);
    assertThat(cause(BrokerKind.PAPER, null)).isEmpty();
    assertThat(cause(BrokerKind.PAPER, good)).hasValue("is on paper and names an agent wallet");
    assertThat(cause(BrokerKind.HYPERLIQUID_MAINNET, good)).isEmpty();
    assertThat(cause(BrokerKind.HYPERLIQUID_MAINNET, agent(NOW.plusSeconds(1), null))).isEmpty();
    assertThat(cause(BrokerKind.HYPERLIQUID_MAINNET, null))
        .hasValue("is on mainnet and names no agent wallet");
    assertThat(cause(BrokerKind.HYPERLIQUID_MAINNET, agent(NOW, null)))
        .hasValue("its agent wallet expired at 2026-03-01T00:00:00Z");
    assertThat(cause(BrokerKind.HYPERLIQUID_MAINNET, agent(null, NOW)))
        .hasValue("its agent wallet was revoked at 2026-03-01T00:00:00Z");
  }

  @Test
  void opensLiveForExactlyTrueAndClosesDeploymentsForAnythingButFalse() {
    PanicState calm = new PanicState(false, null, null, NOW);
    assertThat(gate(Map.of(), BrokerKind.PAPER, calm)).isEmpty();
    assertThat(gate(Map.of("DEPLOYMENTS_DISABLED", "false"), BrokerKind.PAPER, calm)).isEmpty();
    for (String value : List.of("true", "1", "True", "yes")) {
      assertThat(gate(Map.of("DEPLOYMENTS_DISABLED", value), BrokerKind.PAPER, calm))
          .hasValue("deployments are disabled: DEPLOYMENTS_DISABLED is set");
    }
    for (String value : List.of("", "1", "TRUE", " true", "false")) {
      assertThat(
              gate(Map.of("HYPERLIQUID_LIVE_ENABLED", value), BrokerKind.HYPERLIQUID_MAINNET, calm))
          .hasValue("live trading is off: HYPERLIQUID_LIVE_ENABLED is not exactly true");
    }
    Map<String, String> live = Map.of("HYPERLIQUID_LIVE_ENABLED", "true");
    assertThat(gate(live, BrokerKind.HYPERLIQUID_MAINNET, calm)).isEmpty();
    PanicState panic = new PanicState(true, "smoke", "owner:local", NOW);
    assertThat(gate(live, BrokerKind.PAPER, panic)).hasValue("panic is engaged: smoke");
  }

  private static Optional<String> gate(
      Map<String, String> environment, BrokerKind broker, PanicState panic) {
    return DeployGates.of(environment).refusal("one", broker, panic).map(Problem::cause);
  }

  private static Optional<String> cause(BrokerKind broker, DeployRules.@Nullable Agent agent) {
    return DeployRules.agentRefusal("one", broker, agent, NOW).map(Problem::cause);
  }

  private static DeployRules.Agent agent(
      @Nullable Instant validUntil, @Nullable Instant revokedAt) {
    return new DeployRules.Agent(OTHER, "0xab", validUntil, revokedAt);
  }

  private static <T> T pick(SplittableRandom random, T[] all) {
    return all[random.nextInt(all.length)];
  }

  private static Deployment deployment(
      UUID skill, BrokerKind broker, HostKind host, DeploymentStatus status) {
    return new Deployment(
        UUID.nameUUIDFromBytes(
            (skill + " " + broker + host + status).getBytes(StandardCharsets.UTF_8)),
        Users.LOCAL,
        skill,
        1,
        "one",
        "paper-1",
        broker,
        host,
        Wanted.RUNNING,
        status,
        Latches.NONE,
        null,
        Duration.ofMinutes(5),
        NOW,
        null,
        null);
  }
}
