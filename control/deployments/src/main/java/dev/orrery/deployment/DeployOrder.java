package dev.orrery.deployment;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a user wants deployed.
 *
 * @param skill its name, as it is unique for the user
 * @param version null for the latest
 * @param agent the wallet that signs; mainnet needs one, paper has none
 * @param vault the paper account; null for one of the skill's own. On mainnet the account is the
 *     agent's master, whatever is here
 * @param id what the deployment is called; one that is there already is not made again. Null for
 *     any
 */
public record DeployOrder(
    String skill,
    @Nullable Integer version,
    BrokerKind broker,
    @Nullable UUID agent,
    @Nullable String vault,
    @Nullable UUID id) {
  /** The latest version of a skill, on paper. */
  public static DeployOrder paper(String skill) {
    return new DeployOrder(skill, null, BrokerKind.PAPER, null, null, null);
  }

  /** The latest version of a skill, with real money. */
  public static DeployOrder mainnet(String skill, UUID agent) {
    return new DeployOrder(skill, null, BrokerKind.HYPERLIQUID_MAINNET, agent, null, null);
  }

  /** The same, but this version. */
  public DeployOrder version(int wanted) {
    return new DeployOrder(skill, wanted, broker, agent, vault, id);
  }

  /** The same, under this id. */
  public DeployOrder id(UUID wanted) {
    return new DeployOrder(skill, version, broker, agent, vault, wanted);
  }
}
