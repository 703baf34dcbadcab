package dev.orrery.deployment;

import dev.orrery.kernel.Problem;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The deploy rules, without a database: shared by who deploys, by pages that lock what would be
 * refused, and by the messages of the indexes behind them.
 *
 * <ol>
 *   <li>One active deployment for each skill and broker: a further one replaces it.
 *   <li>One active mainnet deployment for each user, over all skills: one of another skill refuses.
 *   <li>No limit to paper.
 * </ol>
 */
public final class DeployRules {
  private DeployRules() {}

  /**
   * An agent wallet as a deploy sees it.
   *
   * @param master the account it trades for
   * @param validUntil when its approval ends; null for never
   * @param revokedAt when it was given up; null while it is in force
   */
  public record Agent(
      UUID id, String master, @Nullable Instant validUntil, @Nullable Instant revokedAt) {}

  /** The deployment that takes the user's one place on mainnet, one that ends included. */
  public static Optional<Deployment> activeMainnet(Collection<Deployment> ofUser) {
    return ofUser.stream().filter(DeployRules::isActiveMainnet).findFirst();
  }

  /** Rule 2: whether another skill of the user holds mainnet, while it ends, too. */
  public static boolean mainnetCapBlocks(
      Collection<Deployment> ofUser, UUID skill, BrokerKind broker) {
    return blocker(ofUser, skill, broker).isPresent();
  }

  /** Who blocks under rule 2. */
  static Optional<Deployment> blocker(
      Collection<Deployment> ofUser, UUID skill, BrokerKind broker) {
    return broker == BrokerKind.PAPER
        ? Optional.empty()
        : ofUser.stream()
            .filter(DeployRules::isActiveMainnet)
            .filter(each -> !each.skillId().equals(skill))
            .findFirst();
  }

  /**
   * Rule 1: what a deploy replaces. One that failed takes no place, but its machine may still
   * trade: it has to end, too.
   */
  public static List<Deployment> sameSkillBrokerCollisions(
      Collection<Deployment> ofUser, UUID skill, BrokerKind broker) {
    return ofUser.stream()
        .filter(each -> each.skillId().equals(skill) && each.broker() == broker)
        .filter(DeployRules::isToEnd)
        .toList();
  }

  /** Takes a place, or failed on a machine. */
  static boolean isToEnd(Deployment deployment) {
    return DeploymentStatus.OCCUPYING.contains(deployment.status())
        || (deployment.status() == DeploymentStatus.ERROR && deployment.host() == HostKind.MACHINE);
  }

  /**
   * Why this agent does not fit this broker: none on paper, one in force on mainnet.
   *
   * @param now by the clock of the database
   */
  public static Optional<Problem> agentRefusal(
      String name, BrokerKind broker, @Nullable Agent agent, Instant now) {
    if (broker == BrokerKind.PAPER) {
      return agent == null
          ? Optional.empty()
          : no(name, "is on paper and names an agent wallet", "leave the agent out");
    }
    if (agent == null) {
      return no(name, "is on mainnet and names no agent wallet", "approve one of your wallet");
    }
    if (agent.revokedAt() != null) {
      return no(
          name, "its agent wallet was revoked at " + agent.revokedAt(), "approve another one");
    }
    if (agent.validUntil() != null && !now.isBefore(agent.validUntil())) {
      return no(name, "its agent wallet expired at " + agent.validUntil(), "approve another one");
    }
    return Optional.empty();
  }

  /**
   * The message of rule 2.
   *
   * @param holder who has the place; null when it ended in the same moment
   */
  static Problem mainnetTaken(String name, @Nullable Deployment holder) {
    return Problem.refused(
        "deployment " + name,
        "you can deploy only one mainnet deployment"
            + (holder == null ? "" : ": " + holder.name() + " is " + holder.status().text()),
        holder == null ? "deploy again" : "stop that one first: orrery stop " + holder.name());
  }

  /** The message of rule 1, when two deploy at the same moment. */
  static Problem placeTaken(String what, BrokerKind broker) {
    String kind = broker == BrokerKind.PAPER ? "paper" : "mainnet";
    return Problem.refused(
        what,
        "another deployment of it on " + kind + " is active",
        "stop that one first: orrery deployments");
  }

  private static boolean isActiveMainnet(Deployment deployment) {
    return deployment.broker() == BrokerKind.HYPERLIQUID_MAINNET
        && DeploymentStatus.ACTIVE.contains(deployment.status());
  }

  private static Optional<Problem> no(String name, String cause, String wayOut) {
    return Optional.of(Problem.refused("deployment " + name, cause, wayOut));
  }
}
