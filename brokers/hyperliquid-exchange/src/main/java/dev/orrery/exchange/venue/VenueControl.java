package dev.orrery.exchange.venue;

import dev.orrery.hyperliquid.Address;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What only a local exchange has: the hand that gives, takes and breaks. All at the venue's present
 * time. Confined to the venue's thread.
 */
public interface VenueControl {
  /** Gives USDC to an address, which exists from then on. */
  void deposit(Address user, BigDecimal usdc);

  /**
   * Takes USDC away, however little is left behind positions.
   *
   * @throws IllegalArgumentException when there is no such account or it has less
   */
  void withdraw(Address user, BigDecimal usdc);

  /**
   * Liquidates all positions of an account, however healthy it is.
   *
   * @throws IllegalArgumentException when there is no such account
   */
  void liquidate(Address user);

  /** Pays an hour of funding on a market at its present rate. */
  void fund(String coin);

  /** Removes an agent of an account at once, named or not; whether there was one. */
  boolean revokeAgent(Address user, Address agent);

  /** Holds the oracle price of a market; null lets it follow the market again. */
  void holdOracle(String coin, @Nullable BigDecimal px);

  /** Holds the mark price of a market; null lets it follow its rule again. */
  void holdMark(String coin, @Nullable BigDecimal px);

  /**
   * Refuses orders that would have been taken, which makes a batch fail in part.
   *
   * @param user whose; null for anybody
   * @param pass so many are let through first
   * @param count so many are refused after them
   * @param text what they are answered
   */
  void rejectNext(@Nullable Address user, int pass, int count, String text);
}
