package dev.orrery.exchange.venue.account;

import dev.orrery.hyperliquid.Cloid;
import dev.orrery.hyperliquid.OrderRef;
import dev.orrery.hyperliquid.wire.info.OrderRecord;
import java.util.HashMap;
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
   */
  public record Saved(List<OrderRecord> latest, List<OrderRecord> rows) {}

  private final Map<Long, OrderRecord> latest = new LinkedHashMap<>();
  private final Map<Cloid, Long> byCloid = new HashMap<>();
  private final History<OrderRecord> rows = new History<>(ROWS_KEPT, OrderRecord::statusTimestamp);

  /** An order has a new status. */
  public void add(OrderRecord row) {
    rows.add(row);
    keep(row);
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
    return new Saved(List.copyOf(latest.values()), rows.all());
  }

  void load(Saved saved) {
    saved.latest.forEach(this::keep);
    rows.load(saved.rows);
  }

  private void keep(OrderRecord row) {
    long oid = row.order().oid();
    latest.put(oid, row);
    Cloid cloid = row.order().cloid();
    if (cloid != null) {
      byCloid.put(cloid, oid);
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
