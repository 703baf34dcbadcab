package dev.orrery.hyperliquid.wire.action;

/**
 * Replaces one order. The answer does not say the new number; {@link BatchModify} does.
 *
 * @param change which, and by what
 * @param always place the new order even if the old one could not be cancelled
 */
public record ModifyOrder(OrderChange change, boolean always) implements L1Action {
  static final String TYPE = "modify";

  static ModifyOrder read(Fields in) {
    return new ModifyOrder(OrderChange.read(in), in.flagOrAbsent("a"));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public void write(CanonicalForm out) {
    out.beginMap(always ? 4 : 3).text("type", TYPE);
    change.writeEntries(out);
    if (always) {
      out.flag("a", true);
    }
    out.endMap();
  }
}
