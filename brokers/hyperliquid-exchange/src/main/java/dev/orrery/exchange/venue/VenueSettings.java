package dev.orrery.exchange.venue;

import dev.orrery.broker.margin.Fees;
import dev.orrery.hyperliquid.Network;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a venue is made of.
 *
 * @param seed behind order numbers, trade numbers and hashes
 * @param network which network's signatures it takes
 * @param startingFund USDC an address finds when it first signs; 0 when nobody exists until funded
 * @param markets the perpetuals, in the order of their numbers
 * @param fees rates of everybody
 * @param makers the synthetic liquidity
 * @param blockMillis how long calls gather before a block takes them; 0 for at once. The venue has
 *     no clock: whoever calls {@link Venue#block} keeps to it
 * @param rateLimits whether addresses run out of actions
 */
public record VenueSettings(
    long seed,
    Network network,
    BigDecimal startingFund,
    List<PerpSettings> markets,
    Fees fees,
    Makers makers,
    long blockMillis,
    boolean rateLimits) {
  /** Checks and copies. */
  public VenueSettings {
    markets = List.copyOf(markets);
    if (markets.isEmpty()) {
      throw new IllegalArgumentException("a venue has at least one market");
    }
    Set<String> coins = new HashSet<>();
    for (PerpSettings market : markets) {
      if (!coins.add(market.coin())) {
        throw new IllegalArgumentException("two markets are called " + market.coin());
      }
    }
    if (startingFund.signum() < 0 || blockMillis < 0) {
      throw new IllegalArgumentException(
          "starting fund and block time are 0 or more: " + startingFund + ", " + blockMillis);
    }
  }

  /** Everything as usual: testnet signatures, 10,000 USDC for everybody, blocks at once. */
  public static VenueSettings of(PerpSettings... markets) {
    return new VenueSettings(
        1,
        Network.TESTNET,
        new BigDecimal("10000"),
        List.of(markets),
        Fees.HYPERLIQUID_BASE,
        Makers.STANDARD,
        0,
        true);
  }

  /** With another seed. */
  public VenueSettings withSeed(long other) {
    return new VenueSettings(
        other, network, startingFund, markets, fees, makers, blockMillis, rateLimits);
  }

  /** Taking the signatures of a network. */
  public VenueSettings withNetwork(Network other) {
    return new VenueSettings(
        seed, other, startingFund, markets, fees, makers, blockMillis, rateLimits);
  }

  /** With another starting fund. */
  public VenueSettings withStartingFund(BigDecimal other) {
    return new VenueSettings(seed, network, other, markets, fees, makers, blockMillis, rateLimits);
  }

  /** With other makers. */
  public VenueSettings withMakers(Makers other) {
    return new VenueSettings(
        seed, network, startingFund, markets, fees, other, blockMillis, rateLimits);
  }

  /** With or without limits of addresses. */
  public VenueSettings withRateLimits(boolean other) {
    return new VenueSettings(
        seed, network, startingFund, markets, fees, makers, blockMillis, other);
  }
}
