package dev.orrery.deployment;

import dev.orrery.kernel.Problem;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is open to new deployments on this platform. What runs is not touched by a gate that closes.
 *
 * @param deploymentsDisabled nothing is deployed
 * @param liveEnabled real money may be traded
 */
public record DeployGates(boolean deploymentsDisabled, boolean liveEnabled) {
  /** Closes all. */
  public static final String DISABLED = "DEPLOYMENTS_DISABLED";

  /** Opens mainnet. */
  public static final String LIVE = "HYPERLIQUID_LIVE_ENABLED";

  private static final Set<String> NOT_DISABLED = Set.of("", "false");

  /**
   * As the environment has it. Whoever doubts is safe: live is open for exactly {@code true}, and
   * deployments are closed for anything but nothing and {@code false}.
   */
  public static DeployGates of(Map<String, String> environment) {
    return new DeployGates(
        !NOT_DISABLED.contains(environment.getOrDefault(DISABLED, "")),
        "true".equals(environment.get(LIVE)));
  }

  /** Why nothing of this kind is deployed now; empty when the gates are open. */
  public Optional<Problem> refusal(String name, BrokerKind broker, PanicState panic) {
    if (deploymentsDisabled) {
      return Optional.of(
          problem(name, "deployments are disabled: " + DISABLED + " is set", "unset it"));
    }
    if (panic.engaged()) {
      return Optional.of(
          problem(name, "panic is engaged: " + panic.reason(), "orrery panic clear"));
    }
    if (broker == BrokerKind.HYPERLIQUID_MAINNET && !liveEnabled) {
      return Optional.of(
          problem(
              name,
              "live trading is off: " + LIVE + " is not exactly true",
              "set it, or deploy on paper"));
    }
    return Optional.empty();
  }

  private static Problem problem(String name, String cause, String wayOut) {
    return Problem.refused("deployment " + name, cause, wayOut);
  }
}
