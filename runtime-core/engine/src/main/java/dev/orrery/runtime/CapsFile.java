package dev.orrery.runtime;

import dev.orrery.config.ConfigLoader;
import dev.orrery.config.run.Caps;
import dev.orrery.config.run.DefaultsConfig;
import dev.orrery.executor.risk.RiskCaps;
import java.nio.file.Path;
import java.util.Set;

/** Caps as configuration has them, as the risk gate wants them. */
public final class CapsFile {
  private CapsFile() {}

  /**
   * Reads a YAML file with the keys of a strategy's {@code caps}.
   *
   * @throws dev.orrery.kernel.ProblemException with everything that is wrong, by file and line
   */
  public static RiskCaps read(Path file) {
    return of(ConfigLoader.of(Caps.class).file(file).read().require().value());
  }

  /** The shipped caps of {@code defaults.paper}, for these symbols. */
  static RiskCaps paperDefaults(Set<String> symbols) {
    RiskCaps shipped = of(DefaultsConfig.defaults().paper());
    return new RiskCaps(
        shipped.maxPositionPct(),
        shipped.maxTotalExposurePct(),
        shipped.maxOrdersPerDay(),
        shipped.maxOrdersPerMinute(),
        shipped.maxLeverage(),
        shipped.minOrderUsd(),
        symbols,
        shipped.maxMonthlyCostUsd(),
        shipped.dailyLossHaltPct());
  }

  private static RiskCaps of(Caps caps) {
    return new RiskCaps(
        caps.maxPositionPct(),
        caps.maxTotalExposurePct(),
        caps.maxOrdersPerDay(),
        caps.maxOrdersPerMinute(),
        caps.maxLeverage(),
        caps.minOrderUsd(),
        caps.allowedSymbols(),
        caps.maxMonthlyCostUsd(),
        caps.dailyLossHaltPct());
  }
}
