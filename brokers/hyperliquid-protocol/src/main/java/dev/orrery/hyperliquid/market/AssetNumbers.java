package dev.orrery.hyperliquid.market;

import java.util.OptionalInt;

/** How the venue numbers its markets. Each kind has a range of its own. */
public final class AssetNumbers {
  private static final int SPOT = 10_000;
  private static final int BUILDER_PERP = 100_000;
  private static final int PER_DEX = 10_000;
  private static final int OUTCOME = 100_000_000;
  private static final char OUTCOME_MARK = '#';

  private AssetNumbers() {}

  /** A perpetual of the first dex, by its place in the dex's list. */
  public static int perp(int place) {
    return within(place, SPOT);
  }

  /** A spot pair, by the pair's number (not its token's). */
  public static int spot(int pair) {
    return SPOT + within(pair, BUILDER_PERP - SPOT);
  }

  /**
   * A perpetual of another dex.
   *
   * @param dex the dex's place in the list of dexes, in which the first dex is 0
   * @param place in the dex's list
   */
  public static int builderPerp(int dex, int place) {
    if (dex < 1) {
      throw new IllegalArgumentException("dex 0 is the venue's own: its markets count from 0");
    }
    return within(Math.addExact(BUILDER_PERP + PER_DEX * dex, within(place, PER_DEX)), OUTCOME);
  }

  /** An outcome, by its name: {@code #} and a number. */
  public static OptionalInt outcome(String coin) {
    if (coin.length() < 2 || coin.length() > 9 || coin.charAt(0) != OUTCOME_MARK) {
      return OptionalInt.empty();
    }
    String digits = coin.substring(1);
    return digits.chars().allMatch(c -> c >= '0' && c <= '9')
        ? OptionalInt.of(OUTCOME + Integer.parseInt(digits))
        : OptionalInt.empty();
  }

  /** Which kind of market a number belongs to. */
  public static VenueMarket.Kind kind(int asset) {
    if (asset < 0) {
      throw new IllegalArgumentException("asset " + asset + " is below 0");
    }
    if (asset < SPOT) {
      return VenueMarket.Kind.PERP;
    }
    if (asset < BUILDER_PERP) {
      return VenueMarket.Kind.SPOT;
    }
    return asset < OUTCOME ? VenueMarket.Kind.BUILDER_PERP : VenueMarket.Kind.OUTCOME;
  }

  private static int within(int number, int end) {
    if (number < 0 || number >= end) {
      throw new IllegalArgumentException(number + " is outside of 0 to " + (end - 1));
    }
    return number;
  }
}
