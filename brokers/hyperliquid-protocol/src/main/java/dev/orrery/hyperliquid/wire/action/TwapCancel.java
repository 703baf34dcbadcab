package dev.orrery.hyperliquid.wire.action;

/**
 * Ends a {@link TwapOrder}.
 *
 * @param asset the number of the market
 * @param twapId the venue's number of it
 */
public record TwapCancel(int asset, long twapId) implements L1Action {
  static final String TYPE = "twapCancel";

  static TwapCancel read(Fields in) {
    return new TwapCancel(in.asset("a"), in.amount("t"));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public void write(CanonicalForm out) {
    out.beginMap(3).text("type", TYPE).number("a", asset).number("t", twapId).endMap();
  }
}
