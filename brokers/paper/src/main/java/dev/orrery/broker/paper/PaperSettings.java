package dev.orrery.broker.paper;

import dev.orrery.api.market.Instrument;
import dev.orrery.api.value.Usd;
import dev.orrery.broker.margin.Fees;
import dev.orrery.broker.margin.MarginTiers;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a paper account. Immutable.
 *
 * @param startCash told once as a deposit; 10,000 USD by default
 * @param fees maker and taker rates; the venue's base tier, 0.015 % and 0.045 %, by default
 * @param slippageBps how far from the mark price an order that takes is executed, in hundredths of
 *     a percent, 0 to 100; 1 by default
 * @param hourlyFundingRate where the feed tells none; 0.0000125 by default
 * @param leverage leverage of a symbol nobody has set, cut to the instrument's highest; 20 by
 *     default
 * @param tiers margin tables by symbol; the venue's documented ones where it names the symbol, else
 *     one tier of the instrument's highest leverage
 * @param stopSlippageBps the same distance for a stop or take-profit that fired, to be executed at
 *     the market; that of other orders by default
 * @param participation most of the traded volume that may be ours, above 0 to 1; null, the default,
 *     for no limit
 * @param latency how long orders and cancels are on their way, on a simulated timeline; none by
 *     default
 */
public record PaperSettings(
    Usd startCash,
    Fees fees,
    BigDecimal slippageBps,
    BigDecimal hourlyFundingRate,
    int leverage,
    Map<String, MarginTiers> tiers,
    BigDecimal stopSlippageBps,
    @Nullable BigDecimal participation,
    Duration latency) {
  private static final BigDecimal MAX_SLIPPAGE_BPS = BigDecimal.valueOf(100);
  private static final Duration LONGEST_LATENCY = Duration.ofHours(1);

  /** Checks. */
  public PaperSettings {
    tiers = Map.copyOf(tiers);
    if (startCash.signum() < 0) {
      throw new IllegalArgumentException("start cash must not be negative: " + startCash);
    }
    if (slippageBps.signum() < 0 || slippageBps.compareTo(MAX_SLIPPAGE_BPS) > 0) {
      throw new IllegalArgumentException("slippage must be 0 to 100 bps: " + slippageBps);
    }
    if (stopSlippageBps.signum() < 0 || stopSlippageBps.compareTo(MAX_SLIPPAGE_BPS) > 0) {
      throw new IllegalArgumentException(
          "slippage of stops must be 0 to 100 bps: " + stopSlippageBps);
    }
    if (participation != null
        && (participation.signum() <= 0 || participation.compareTo(BigDecimal.ONE) > 0)) {
      throw new IllegalArgumentException(
          "participation must be above 0 and at most 1: " + participation);
    }
    if (latency.isNegative() || latency.compareTo(LONGEST_LATENCY) > 0) {
      throw new IllegalArgumentException("latency must be 0 s to 1 h: " + latency);
    }
    if (leverage < 1) {
      throw new IllegalArgumentException("leverage must be at least 1: " + leverage);
    }
  }

  /** The defaults, to be changed. */
  public static Builder builder() {
    return new Builder();
  }

  /** All defaults. */
  public static PaperSettings defaults() {
    return builder().build();
  }

  /** The margin table of an instrument. */
  MarginTiers tiersOf(Instrument instrument) {
    MarginTiers set = tiers.get(instrument.symbol());
    return set != null
        ? set
        : MarginTiers.hyperliquid(instrument.symbol())
            .orElseGet(() -> MarginTiers.flat(instrument.maxLeverage()));
  }

  /** Builds settings. */
  public static final class Builder {
    private Usd startCash = Usd.of(10_000);
    private BigDecimal makerFee = Fees.HYPERLIQUID_BASE.maker();
    private BigDecimal takerFee = Fees.HYPERLIQUID_BASE.taker();
    private BigDecimal slippageBps = BigDecimal.ONE;
    private BigDecimal hourlyFundingRate = new BigDecimal("0.0000125");
    private int leverage = 20;
    private @Nullable BigDecimal stopSlippageBps;
    private @Nullable BigDecimal participation;
    private Duration latency = Duration.ZERO;
    private final Map<String, MarginTiers> tiers = new HashMap<>();

    private Builder() {}

    /** Cash at the start. */
    public Builder startCash(Usd cash) {
      this.startCash = cash;
      return this;
    }

    /** Fee rate of resting orders, a fraction of notional. */
    public Builder makerFee(String rate) {
      this.makerFee = new BigDecimal(rate);
      return this;
    }

    /** Fee rate of orders that take, a fraction of notional. */
    public Builder takerFee(String rate) {
      this.takerFee = new BigDecimal(rate);
      return this;
    }

    /** Distance from the mark price, 0 to 100 hundredths of a percent. */
    public Builder slippageBps(String bps) {
      this.slippageBps = new BigDecimal(bps);
      return this;
    }

    /** Hourly funding rate where the feed tells none. */
    public Builder hourlyFundingRate(String rate) {
      this.hourlyFundingRate = new BigDecimal(rate);
      return this;
    }

    /** Leverage of symbols nobody has set. */
    public Builder leverage(int times) {
      this.leverage = times;
      return this;
    }

    /** Margin table of a symbol. */
    public Builder tiers(String symbol, MarginTiers table) {
      tiers.put(symbol, table);
      return this;
    }

    /** Distance from the mark price of a stop or take-profit that fired; 0 to 100. */
    public Builder stopSlippageBps(String bps) {
      this.stopSlippageBps = new BigDecimal(bps);
      return this;
    }

    /** Most of the traded volume that may be ours, above 0 to 1. */
    public Builder participation(String share) {
      this.participation = new BigDecimal(share);
      return this;
    }

    /** How long orders and cancels are on their way; for backtests. */
    public Builder latency(Duration length) {
      this.latency = length;
      return this;
    }

    /** The settings. */
    public PaperSettings build() {
      return new PaperSettings(
          startCash,
          new Fees(makerFee, takerFee),
          slippageBps,
          hourlyFundingRate,
          leverage,
          tiers,
          stopSlippageBps == null ? slippageBps : stopSlippageBps,
          participation,
          latency);
    }
  }
}
