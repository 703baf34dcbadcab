package dev.orrery.hyperliquid.wire.info;

import dev.orrery.hyperliquid.Address;
import java.math.BigDecimal;
import java.util.List;

/**
 * What an account could do in a market.
 *
 * @param user the account
 * @param coin the market
 * @param leverage as chosen
 * @param maxTradeSzs largest sizes to buy and to sell
 * @param availableToTrade USD to buy and to sell with
 * @param markPx mark price
 */
public record ActiveAssetData(
    Address user,
    String coin,
    Leverage leverage,
    List<BigDecimal> maxTradeSzs,
    List<BigDecimal> availableToTrade,
    BigDecimal markPx) {
  /** Copies the lists. */
  public ActiveAssetData {
    maxTradeSzs = List.copyOf(maxTradeSzs);
    availableToTrade = List.copyOf(availableToTrade);
  }
}
