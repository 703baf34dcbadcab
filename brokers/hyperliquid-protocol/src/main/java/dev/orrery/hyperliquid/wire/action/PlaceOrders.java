package dev.orrery.hyperliquid.wire.action;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Places one or more orders. The venue answers each of them on its own: a batch is sent at once, it
 * does not succeed or fail at once.
 *
 * @param orders in the order the venue takes them
 * @param grouping how they depend on each other
 * @param builder who earns a fee for having brought them, if anybody
 */
public record PlaceOrders(
    List<OrderRequest> orders, Grouping grouping, @Nullable BuilderFee builder)
    implements L1Action {
  static final String TYPE = "order";

  /** Copies the list. */
  public PlaceOrders {
    orders = List.copyOf(orders);
  }

  /** Orders that do not depend on each other. */
  public static PlaceOrders of(OrderRequest... orders) {
    return new PlaceOrders(List.of(orders), Grouping.Plain.NA, null);
  }

  static PlaceOrders read(Fields in) {
    return new PlaceOrders(
        in.list("orders", OrderRequest::read),
        Grouping.read(in),
        in.optional("builder", BuilderFee::read));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public void write(CanonicalForm out) {
    out.beginMap(builder == null ? 3 : 4).text("type", TYPE);
    out.list("orders", orders, OrderRequest::write);
    grouping.write(out.key("grouping"));
    if (builder != null) {
      builder.write(out.key("builder"));
    }
    out.endMap();
  }

  @Override
  public int count() {
    return orders.size();
  }
}
