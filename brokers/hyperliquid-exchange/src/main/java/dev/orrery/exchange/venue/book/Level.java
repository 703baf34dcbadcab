package dev.orrery.exchange.venue.book;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The orders of one price, first come first. */
public final class Level {
  private final BigDecimal price;
  private final Map<Long, Order> queue = new LinkedHashMap<>();
  private BigDecimal size = BigDecimal.ZERO;

  Level(BigDecimal price) {
    this.price = price;
  }

  /** The price. */
  public BigDecimal price() {
    return price;
  }

  /** What all of them have left. */
  public BigDecimal size() {
    return size;
  }

  /** How many. */
  public int count() {
    return queue.size();
  }

  /** All of them, first come first. */
  public Collection<Order> orders() {
    return Collections.unmodifiableCollection(queue.values());
  }

  Order first() {
    return queue.values().iterator().next();
  }

  void add(Order order) {
    queue.put(order.oid(), order);
    size = size.add(order.left());
  }

  boolean remove(Order order) {
    boolean was = queue.remove(order.oid()) != null;
    if (was) {
      size = size.subtract(order.left());
    }
    return was;
  }

  void reduce(BigDecimal by) {
    size = size.subtract(by);
  }
}
