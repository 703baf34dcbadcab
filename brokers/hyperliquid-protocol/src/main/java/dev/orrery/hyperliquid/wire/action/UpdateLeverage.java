package dev.orrery.hyperliquid.wire.action;

/**
 * Sets the leverage of a market, and whether its margin is shared.
 *
 * @param asset the number of the market
 * @param isCross shared with other positions, or set apart; cannot change with an open position
 * @param leverage 1 to the market's highest
 */
public record UpdateLeverage(int asset, boolean isCross, int leverage) implements L1Action {
  static final String TYPE = "updateLeverage";

  static UpdateLeverage read(Fields in) {
    return new UpdateLeverage(in.asset("asset"), in.flag("isCross"), in.integer("leverage"));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public void write(CanonicalForm out) {
    out.beginMap(4)
        .text("type", TYPE)
        .number("asset", asset)
        .flag("isCross", isCross)
        .number("leverage", leverage)
        .endMap();
  }
}
