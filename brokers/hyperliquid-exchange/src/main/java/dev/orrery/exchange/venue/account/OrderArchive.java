package dev.orrery.exchange.venue.account;

import dev.orrery.hyperliquid.Cloid;
import dev.orrery.hyperliquid.OrderRef;
import dev.orrery.hyperliquid.wire.info.OrderRecord;
import dev.orrery.hyperliquid.wire.info.OrderState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What became of the orders of an account. A record changes when the status does, and not with
 * fills: that is how the venue tells it.
 */
public final class OrderArchive {
  private static final int ORDERS_KEPT = 10_000;
  private static final int ROWS_KEPT = 2_000;

  /**
   * All of it, to be kept.
   *
   * @param latest of every order its present status, oldest order first
   * @param rows all statuses, oldest first
   * @param named which order a client's id leads to
   */
  public record Saved(List<OrderRecord> latest, List<OrderRecord> rows, List<Named> named) {}

  /**
   * Which order a client's id leads to.
   *
   * @param cloid the id
   * @param oid the order
   */
  public record Named(Cloid cloid, long oid) {}

  private final Map<Long, OrderRecord> latest = new LinkedHashMap<>();
  private final Map<Cloid, Long> byCloid = new LinkedHashMap<>();
  private final History<OrderRecord> rows = new History<>(ROWS_KEPT, OrderRecord::statusTimestamp);

  /** An order has a new status. */
  public void add(OrderRecord row) {
    rows.add(row);
    latest.put(row.order().oid(), row);
    name(row);
    if (latest.size() > ORDERS_KEPT) {
      forgetOne();
    }
  }

  /** The status of an order; of a client's id, that of the latest order that had it. */
  public Optional<OrderRecord> find(OrderRef ref) {
    return switch (ref) {
      case OrderRef.Oid(long oid) -> Optional.ofNullable(latest.get(oid));
      case OrderRef.ByCloid(var cloid) -> Optional.ofNullable(byCloid.get(cloid)).map(latest::get);
    };
  }

  /** Statuses, newest first. */
  public List<OrderRecord> newest() {
    return rows.newest(ROWS_KEPT);
  }

  Saved saved() {
    List<Named> named = new ArrayList<>();
    byCloid.forEach((cloid, oid) -> named.add(new Named(cloid, oid)));
    return new Saved(List.copyOf(latest.values()), rows.all(), named);
  }

  void load(Saved saved) {
    saved.latest.forEach(row -> latest.put(row.order().oid(), row));
    saved.named.forEach(it -> byCloid.put(it.cloid, it.oid));
    rows.load(saved.rows);
  }

  /** The latest order has the id, unless it was refused while another stands that has it. */
  private void name(OrderRecord row) {
    Cloid cloid = row.order().cloid();
    if (cloid == null) {
      return;
    }
    Long holder = byCloid.get(cloid);
    OrderRecord held = holder == null ? null : latest.get(holder);
    boolean refused = row.state() == OrderState.REJECTED;
    boolean older = holder != null && holder > row.order().oid();
    if (!older && (held == null || held.state().isFinal() || !refused)) {
      byCloid.put(cloid, row.order().oid());
    }
  }

  /** The oldest that is done; one that is open may still be asked for. */
  private void forgetOne() {
    for (var all = latest.values().iterator(); all.hasNext(); ) {
      OrderRecord old = all.next();
      if (old.state().isFinal()) {
        all.remove();
        Cloid cloid = old.order().cloid();
        if (cloid != null) {
          byCloid.remove(cloid, old.order().oid());
        }
        return;
      }
    }
  }
}
