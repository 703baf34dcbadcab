package dev.orrery.exchange.venue.account;

import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.broker.margin.PerpPosition;
import dev.orrery.hyperliquid.wire.info.CumFunding;
import java.math.BigDecimal;

/**
 * What an account has in a market. Immutable.
 *
 * @param asset number of the market
 * @param position what is held
 * @param leverage as chosen
 * @param cross whether margin is shared
 * @param isolatedMargin cash set apart; zero when cross or flat
 * @param funding what the position has paid; below zero it was paid
 */
public record Stake(
    int asset,
    PerpPosition position,
    int leverage,
    boolean cross,
    Usd isolatedMargin,
    CumFunding funding) {
  /** Leverage of whoever has chosen none. */
  private static final int USUAL_LEVERAGE = 20;

  private static final CumFunding NO_FUNDING =
      new CumFunding(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

  /**
   * All of it, to be kept.
   *
   * @param asset number of the market
   * @param size signed
   * @param cost signed size times entry
   * @param leverage as chosen
   * @param cross whether margin is shared
   * @param isolatedMargin cash set apart
   * @param funding paid
   */
  public record Saved(
      int asset,
      BigDecimal size,
      BigDecimal cost,
      int leverage,
      boolean cross,
      BigDecimal isolatedMargin,
      CumFunding funding) {}

  /** Nothing held, nothing chosen. */
  public static Stake none(int asset, int maxLeverage, boolean isolatedOnly) {
    return new Stake(
        asset,
        PerpPosition.FLAT,
        Math.min(USUAL_LEVERAGE, maxLeverage),
        !isolatedOnly,
        Usd.ZERO,
        NO_FUNDING);
  }

  static Stake load(Saved saved) {
    return new Stake(
        saved.asset,
        new PerpPosition(new Quantity(saved.size), new Usd(saved.cost)),
        saved.leverage,
        saved.cross,
        new Usd(saved.isolatedMargin),
        saved.funding);
  }

  Saved saved() {
    return new Saved(
        asset, size(), position.cost().value(), leverage, cross, isolatedMargin.value(), funding);
  }

  /** What is held, signed. */
  public BigDecimal size() {
    return position.quantity().value();
  }

  /** With another choice of leverage. */
  public Stake leveraged(int other, boolean crossed) {
    return new Stake(asset, position, other, crossed, isolatedMargin, funding);
  }

  /** With other margin set apart. */
  public Stake withMargin(Usd margin) {
    return new Stake(asset, position, leverage, cross, margin, funding);
  }

  /** With another position, and the margin that goes with it. */
  public Stake moved(PerpPosition to, Usd margin) {
    boolean opened = position.isFlat() || to.isFlat() || sign(position) != sign(to);
    CumFunding paid =
        new CumFunding(
            funding.allTime(), opened ? BigDecimal.ZERO : funding.sinceOpen(), BigDecimal.ZERO);
    return new Stake(asset, to, leverage, cross, margin, paid);
  }

  /** After funding; {@code received} below zero was paid. */
  public Stake funded(Usd received) {
    BigDecimal paid = received.value().negate();
    CumFunding more =
        new CumFunding(
            funding.allTime().add(paid),
            funding.sinceOpen().add(paid),
            funding.sinceChange().add(paid));
    Usd margin = cross ? isolatedMargin : isolatedMargin.plus(received);
    return new Stake(asset, position, leverage, cross, margin, more);
  }

  private static int sign(PerpPosition position) {
    return position.quantity().signum();
  }
}
