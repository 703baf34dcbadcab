package dev.orrery.exchange.venue.book;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Orders of a market that wait for its mark price. */
public final class TriggerBook {
  private final NavigableMap<BigDecimal, Map<Long, Order>> above = new TreeMap<>();
  private final NavigableMap<BigDecimal, Map<Long, Order>> below =
      new TreeMap<>(Comparator.reverseOrder());

  /** Lets an order wait. */
  public void add(Order order) {
    side(order).computeIfAbsent(price(order), p -> new LinkedHashMap<>()).put(order.oid(), order);
  }

  /** Takes an order away; whether it was there. */
  public boolean remove(Order order) {
    NavigableMap<BigDecimal, Map<Long, Order>> side = side(order);
    Map<Long, Order> same = side.get(price(order));
    if (same == null || same.remove(order.oid()) == null) {
      return false;
    }
    if (same.isEmpty()) {
      side.remove(price(order));
    }
    return true;
  }

  /** The next order that this mark price fires, which stays here; null for none. */
  public @Nullable Order due(BigDecimal mark) {
    Order rising = first(above);
    if (rising != null && price(rising).compareTo(mark) <= 0) {
      return rising;
    }
    Order falling = first(below);
    return falling != null && price(falling).compareTo(mark) >= 0 ? falling : null;
  }

  private static @Nullable Order first(NavigableMap<BigDecimal, Map<Long, Order>> side) {
    return side.isEmpty() ? null : side.firstEntry().getValue().values().iterator().next();
  }

  private NavigableMap<BigDecimal, Map<Long, Order>> side(Order order) {
    return order.ticket().firesAbove() ? above : below;
  }

  private static BigDecimal price(Order order) {
    var trigger = order.ticket().trigger();
    if (trigger == null) {
      throw new IllegalStateException(order + " waits for no price");
    }
    return trigger.triggerPx();
  }
}
