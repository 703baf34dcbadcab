package dev.orrery.executor.risk;

import dev.orrery.executor.order.OrderSpec;

/** An order the risk gate has let through. Only {@code RiskGate} makes one. */
public final class ClearedOrder {
  private final OrderSpec spec;

  ClearedOrder(OrderSpec spec) {
    this.spec = spec;
  }

  /** The order. */
  public OrderSpec spec() {
    return spec;
  }

  @Override
  public String toString() {
    return "cleared " + spec;
  }
}
