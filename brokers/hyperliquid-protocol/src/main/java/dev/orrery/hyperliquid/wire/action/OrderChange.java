package dev.orrery.hyperliquid.wire.action;

import dev.orrery.hyperliquid.OrderRef;

/**
 * A cancel and a new order in its place. The venue gives the new one a number of its own; the
 * client's id goes on if it is repeated.
 *
 * @param target the order to replace
 * @param order the new one
 */
public record OrderChange(OrderRef target, OrderRequest order) {
  static OrderChange read(Fields in) {
    return new OrderChange(in.orderRef("oid"), in.object("order", OrderRequest::read));
  }

  /** The two entries of it, in a map that has been begun. */
  void writeEntries(CanonicalForm out) {
    switch (target) {
      case OrderRef.Oid(long oid) -> out.number("oid", oid);
      case OrderRef.ByCloid(var cloid) -> out.cloid("oid", cloid);
    }
    order.write(out.key("order"));
  }
}
