package dev.orrery.hyperliquid.wire.action;

import java.math.BigDecimal;

/**
 * Adds margin to an isolated position until it has this leverage.
 *
 * @param asset the number of the market
 * @param leverage the leverage to reach
 */
public record TopUpIsolatedOnlyMargin(int asset, BigDecimal leverage) implements L1Action {
  static final String TYPE = "topUpIsolatedOnlyMargin";

  static TopUpIsolatedOnlyMargin read(Fields in) {
    return new TopUpIsolatedOnlyMargin(in.asset("asset"), in.decimal("leverage"));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public void write(CanonicalForm out) {
    out.beginMap(3)
        .text("type", TYPE)
        .number("asset", asset)
        .decimal("leverage", leverage)
        .endMap();
  }
}
