package dev.orrery.executor.account;

import dev.orrery.api.account.OpenOrder;
import dev.orrery.api.account.OpenOrder.Role;
import dev.orrery.api.account.OpenOrder.Status;
import dev.orrery.api.action.OrderTerms;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.OrderSpec;
import dev.orrery.executor.order.OrderState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Working orders as strategies see them: an exit is told from its entry, and asleep from awake. */
final class OpenOrders {
  /** The working orders that have exits. */
  private final Map<ClientOrderId, TrackedOrder> entries = new HashMap<>();

  private OpenOrders(List<TrackedOrder> working) {
    for (TrackedOrder order : working) {
      order
          .spec()
          .entry()
          .ifPresent(id ->
              working.stream()
                  .filter(each -> each.id().equals(id))
                  .forEach(each -> entries.put(id, each)));
    }
  }

  static List<OpenOrder> of(List<TrackedOrder> working) {
    if (working.isEmpty()) {
      return List.of();
    }
    OpenOrders open = new OpenOrders(working);
    List<OpenOrder> seen = new ArrayList<>(working.size());
    for (TrackedOrder order : working) {
      seen.add(open.of(order));
    }
    return List.copyOf(seen);
  }

  private OpenOrder of(TrackedOrder order) {
    OrderSpec spec = order.spec();
    return new OpenOrder(
        spec.id().value(),
        spec.symbol(),
        spec.side(),
        spec.terms(),
        spec.quantity(),
        order.remaining(),
        spec.reduceOnly(),
        order.placedAt(),
        spec.label(),
        role(spec),
        spec.entry().map(ClientOrderId::value),
        status(order));
  }

  private Role role(OrderSpec spec) {
    if (entries.containsKey(spec.id())) {
      return Role.ENTRY;
    }
    if (!spec.reduceOnly()) {
      return Role.PLAIN;
    }
    return switch (spec.terms()) {
      case OrderTerms.Stop ignored -> Role.STOP;
      case OrderTerms.TakeProfit ignored -> Role.TAKE_PROFIT;
      case OrderTerms.Limit ignored -> spec.entry().isPresent() ? Role.TAKE_PROFIT : Role.PLAIN;
      case OrderTerms.AtMarket ignored -> Role.PLAIN;
    };
  }

  private Status status(TrackedOrder order) {
    TrackedOrder entry = order.spec().entry().map(entries::get).orElse(null);
    if (order.state() == OrderState.INTENDED || order.state() == OrderState.UNRESOLVED) {
      return Status.SENT;
    }
    if (order.state() != OrderState.WAITING) {
      return Status.RESTING;
    }
    return entry != null && entry.filled().isZero() ? Status.DORMANT : Status.ARMED;
  }
}
