package dev.orrery.hyperliquid.wire.action;

/**
 * Opens a sub-account; the answer is its address.
 *
 * @param name its name
 */
public record CreateSubAccount(String name) implements L1Action {
  static final String TYPE = "createSubAccount";

  static CreateSubAccount read(Fields in) {
    return new CreateSubAccount(in.text("name"));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public void write(CanonicalForm out) {
    out.beginMap(2).text("type", TYPE).text("name", name).endMap();
  }
}
