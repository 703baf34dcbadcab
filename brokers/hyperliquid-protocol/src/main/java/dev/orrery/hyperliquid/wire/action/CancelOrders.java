package dev.orrery.hyperliquid.wire.action;

import java.util.List;

/**
 * Cancels orders by the venue's numbers. One that is gone already is answered with an error, which
 * is normal traffic.
 *
 * @param cancels which
 * @param fast asks for the fast path; refused for trigger orders
 */
public record CancelOrders(List<Cancel> cancels, boolean fast) implements L1Action {
  static final String TYPE = "cancel";

  /** Copies the list. */
  public CancelOrders {
    cancels = List.copyOf(cancels);
  }

  /**
   * One of them.
   *
   * @param asset the number of its market
   * @param oid the venue's number of the order
   */
  public record Cancel(int asset, long oid) {}

  static CancelOrders read(Fields in) {
    return new CancelOrders(
        in.list("cancels", it -> new Cancel(it.asset("a"), it.amount("o"))), in.flagOrAbsent("f"));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public void write(CanonicalForm out) {
    out.beginMap(fast ? 3 : 2).text("type", TYPE);
    out.list(
        "cancels",
        cancels,
        (it, to) -> to.beginMap(2).number("a", it.asset).number("o", it.oid).endMap());
    if (fast) {
      out.flag("f", true);
    }
    out.endMap();
  }

  @Override
  public int count() {
    return cancels.size();
  }
}
