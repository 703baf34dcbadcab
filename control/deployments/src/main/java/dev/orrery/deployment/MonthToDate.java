package dev.orrery.deployment;

import java.math.BigDecimal;

/**
 * What language models have cost since the UTC month began, against the cap of the deployment's
 * version.
 *
 * @param spentUsd by all deployments of the same user, skill and broker
 * @param capUsd as the version's row has it
 */
public record MonthToDate(BigDecimal spentUsd, BigDecimal capUsd) {
  /** Whether it is over. */
  public boolean exceeded() {
    return spentUsd.compareTo(capUsd) > 0;
  }

  /** As in {@code month-to-date 0.31 exceeds 0.01}. */
  public String text() {
    return "month-to-date " + plain(spentUsd) + " exceeds " + plain(capUsd);
  }

  private static String plain(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }
}
