package dev.orrery.cli.backtest;

import dev.orrery.api.value.Usd;
import dev.orrery.broker.margin.MarginTiers;
import dev.orrery.broker.paper.PaperSettings;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
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

  @Option(
      names = "--stop-slippage-bps",
      paramLabel = "N",
      description = "The same for stops and take-profits that fired (as --slippage-bps).")
  private @Nullable BigDecimal stopSlippageBps;

  @Option(
      names = "--participation",
      paramLabel = "SHARE",
      description = "Execute at most this share of a bar's volume, like 0.1; without, any.")
  private @Nullable BigDecimal participation;

  @Option(
      names = "--latency",
      paramLabel = "DURATION",
      description = "Let orders and cancels meet the market so much later: 250ms (0s).")
  private Duration latency = Duration.ZERO;

  /** For picocli to fill in. */
  public PaperOptions() {}

  /**
   * The settings.
   *
   * @param tiers margin tables of symbols whose own are not wanted
   * @throws ProblemException when one is out of its range
   */
  public PaperSettings settings(Map<String, MarginTiers> tiers) {
    PaperSettings.Builder settings = PaperSettings.builder();
    tiers.forEach(settings::tiers);
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
    if (stopSlippageBps != null) {
      settings.stopSlippageBps(stopSlippageBps.toPlainString());
    }
    if (participation != null) {
      settings.participation(participation.toPlainString());
    }
    settings.latency(latency);
    try {
      return settings.build();
    } catch (IllegalArgumentException e) {
      throw new ProblemException(
          Problem.configuration("the paper account", String.valueOf(e.getMessage()), ""), e);
    }
  }
}
