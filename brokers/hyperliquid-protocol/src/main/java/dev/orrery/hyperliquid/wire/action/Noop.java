package dev.orrery.hyperliquid.wire.action;

/**
 * Does nothing and uses its nonce up: with the nonce of an order on its way, it kills that order.
 */
public record Noop() implements L1Action {
  static final String TYPE = "noop";

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public void write(CanonicalForm out) {
    out.beginMap(1).text("type", TYPE).endMap();
  }
}
