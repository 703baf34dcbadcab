package dev.orrery.cli.backtest;

import dev.orrery.api.value.Usd;
import dev.orrery.broker.paper.PaperSettings;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The paper account of a backtest; what is not given is as for {@code run}. */
public final class PaperOptions {
  @Option(names = "--cash", paramLabel = "USD", description = "Cash at the start (10000).")
  private @Nullable BigDecimal cash;

  @Option(
      names = "--taker-fee",
      paramLabel = "RATE",
      description = "Fraction of notional an order that takes pays (0.00045).")
  private @Nullable BigDecimal takerFee;

  @Option(
      names = "--maker-fee",
      paramLabel = "RATE",
      description = "Fraction that a resting order pays (0.00015).")
  private @Nullable BigDecimal makerFee;

  @Option(
      names = "--slippage-bps",
      paramLabel = "N",
      description = "How far from the mark an order that takes is filled, 0 to 100 (1).")
  private @Nullable BigDecimal slippageBps;

  @Option(
      names = "--funding-rate",
      paramLabel = "RATE",
      description = "Hourly funding that longs pay shorts (0.0000125).")
  private @Nullable BigDecimal fundingRate;

  @Option(
      names = "--leverage",
      paramLabel = "N",
      description = "Leverage of symbols nobody has set (20).")
  private @Nullable Integer leverage;

  /** For picocli to fill in. */
  public PaperOptions() {}

  /**
   * The settings.
   *
   * @throws ProblemException when one is out of its range
   */
  public PaperSettings settings() {
    PaperSettings.Builder settings = PaperSettings.builder();
    if (cash != null) {
      settings.startCash(new Usd(cash));
    }
    if (takerFee != null) {
      settings.takerFee(takerFee.toPlainString());
    }
    if (makerFee != null) {
      settings.makerFee(makerFee.toPlainString());
    }
    if (slippageBps != null) {
      settings.slippageBps(slippageBps.toPlainString());
    }
    if (fundingRate != null) {
      settings.hourlyFundingRate(fundingRate.toPlainString());
    }
    if (leverage != null) {
      settings.leverage(leverage);
    }
    try {
      return settings.build();
    } catch (IllegalArgumentException e) {
      throw new ProblemException(
          Problem.configuration("the paper account", String.valueOf(e.getMessage()), ""), e);
    }
  }
}
