package dev.orrery.hyperliquid.wire.action;

import dev.orrery.hyperliquid.Cloid;
import java.util.List;

/**
 * Cancels orders by the client's ids.
 *
 * @param cancels which
 */
public record CancelByCloid(List<Cancel> cancels) implements L1Action {
  static final String TYPE = "cancelByCloid";

  /** Copies the list. */
  public CancelByCloid {
    cancels = List.copyOf(cancels);
  }

  /**
   * One of them.
   *
   * @param asset the number of its market
   * @param cloid the client's id of the order
   */
  public record Cancel(int asset, Cloid cloid) {}

  static CancelByCloid read(Fields in) {
    return new CancelByCloid(
        in.list("cancels", it -> new Cancel(it.asset("asset"), it.cloid("cloid"))));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public void write(CanonicalForm out) {
    out.beginMap(2).text("type", TYPE);
    out.list(
        "cancels",
        cancels,
        (it, to) -> to.beginMap(2).number("asset", it.asset).cloid("cloid", it.cloid).endMap());
    out.endMap();
  }

  @Override
  public int count() {
    return cancels.size();
  }
}
