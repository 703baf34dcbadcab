package dev.orrery.hyperliquid.wire.action;

/**
 * Names who referred the account, once.
 *
 * @param code the referrer's code
 */
public record SetReferrer(String code) implements L1Action {
  static final String TYPE = "setReferrer";

  static SetReferrer read(Fields in) {
    return new SetReferrer(in.text("code"));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public void write(CanonicalForm out) {
    out.beginMap(2).text("type", TYPE).text("code", code).endMap();
  }
}
