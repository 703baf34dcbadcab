package dev.orrery.exchange.venue;

import dev.orrery.hyperliquid.wire.info.MarginTier;
import java.math.BigDecimal;
import java.util.List;

/**
 * A perpetual of the venue.
 *
 * @param coin its name
 * @param szDecimals decimals of its sizes, 0 to 6
 * @param maxLeverage highest leverage
 * @param tiers margin by notional, lowest bound first; empty for one tier of the highest leverage
 * @param isolatedOnly whether its margin cannot be shared
 * @param impactNotional USD that the prices behind the funding premium are taken for
 * @param startPx oracle, mark and last price until the market says another
 */
public record PerpSettings(
    String coin,
    int szDecimals,
    int maxLeverage,
    List<MarginTier> tiers,
    boolean isolatedOnly,
    BigDecimal impactNotional,
    BigDecimal startPx) {
  /** Checks, copies, and fills in the one tier. */
  public PerpSettings {
    if (coin.isBlank() || szDecimals < 0 || szDecimals > 6 || maxLeverage < 1) {
      throw new IllegalArgumentException(
          "a perpetual has a name, 0 to 6 decimals of size and a leverage of 1 or more, not '%s', %d, %d"
              .formatted(coin, szDecimals, maxLeverage));
    }
    if (startPx.signum() <= 0 || impactNotional.signum() <= 0) {
      throw new IllegalArgumentException(coin + ": start price and impact notional are above zero");
    }
    tiers =
        tiers.isEmpty()
            ? List.of(new MarginTier(BigDecimal.ZERO, maxLeverage))
            : List.copyOf(tiers);
  }

  /** A perpetual with Hyperliquid's figures, as far as its documentation names them. */
  public static PerpSettings of(String coin, BigDecimal startPx) {
    return switch (coin) {
      case "BTC" -> stepped(coin, 5, 40, 150_000_000, 20, 20_000, startPx);
      case "ETH" -> stepped(coin, 4, 25, 100_000_000, 15, 20_000, startPx);
      case "SOL" -> stepped(coin, 2, 20, 70_000_000, 10, 6_000, startPx);
      case "XRP" -> stepped(coin, 0, 20, 40_000_000, 10, 6_000, startPx);
      default -> stepped(coin, 2, 10, 3_000_000, 5, 6_000, startPx);
    };
  }

  private static PerpSettings stepped(
      String coin, int decimals, int leverage, long bound, int above, long impact, BigDecimal px) {
    return new PerpSettings(
        coin,
        decimals,
        leverage,
        List.of(
            new MarginTier(BigDecimal.ZERO, leverage),
            new MarginTier(BigDecimal.valueOf(bound), above)),
        false,
        BigDecimal.valueOf(impact),
        px);
  }
}
