package dev.orrery.broker.hyperliquid;

import java.util.Map;

/**
 * The switch that real money hangs on: a variable of the process, which nobody sets by accident.
 *
 * @param on whether it is exactly {@code true}
 */
public record LiveSwitch(boolean on) {
  /** The variable. */
  public static final String VARIABLE = "HYPERLIQUID_LIVE_ENABLED";

  /** As the variables of a process say. */
  public static LiveSwitch of(Map<String, String> environment) {
    return new LiveSwitch("true".equals(environment.get(VARIABLE)));
  }
}
