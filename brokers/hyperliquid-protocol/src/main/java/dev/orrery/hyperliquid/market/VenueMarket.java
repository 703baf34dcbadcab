package dev.orrery.hyperliquid.market;

/**
 * A market of the venue.
 *
 * @param asset its number in actions
 * @param coin its name everywhere else
 * @param kind what is traded
 * @param dex the dex it is on; empty for the first, and for spot
 * @param szDecimals decimals of its sizes
 * @param maxLeverage highest leverage; 1 for spot
 * @param isolatedOnly whether its margin cannot be shared
 * @param delisted whether it is gone; it keeps its number
 */
public record VenueMarket(
    int asset,
    String coin,
    Kind kind,
    String dex,
    int szDecimals,
    int maxLeverage,
    boolean isolatedOnly,
    boolean delisted) {
  /** What is traded. */
  public enum Kind {
    /** A perpetual of the first dex. */
    PERP,
    /** A spot pair. */
    SPOT,
    /** A perpetual of another dex. */
    BUILDER_PERP,
    /** An outcome. */
    OUTCOME
  }

  /** Which prices and sizes it takes. */
  public MarketRules rules() {
    return kind == Kind.SPOT ? MarketRules.spot(szDecimals) : MarketRules.perp(szDecimals);
  }
}
