package dev.orrery.hyperliquid.wire.action;

/**
 * Moves margin to or from an isolated position.
 *
 * @param asset the number of the market
 * @param isBuy has no effect yet; clients send true
 * @param ntli millionths of a USD; above zero adds, below takes away
 */
public record UpdateIsolatedMargin(int asset, boolean isBuy, long ntli) implements L1Action {
  static final String TYPE = "updateIsolatedMargin";

  static UpdateIsolatedMargin read(Fields in) {
    return new UpdateIsolatedMargin(in.asset("asset"), in.flag("isBuy"), in.signed("ntli"));
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
        .flag("isBuy", isBuy)
        .number("ntli", ntli)
        .endMap();
  }
}
