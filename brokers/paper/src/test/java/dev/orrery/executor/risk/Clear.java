package dev.orrery.executor.risk;

import dev.orrery.executor.order.OrderSpec;

/** Clears any order: what a broker does with it is tested here, not whether it may be sent. */
public final class Clear {
  private Clear() {}

  /** The order, cleared. */
  public static ClearedOrder any(OrderSpec order) {
    return new ClearedOrder(order);
  }
}
