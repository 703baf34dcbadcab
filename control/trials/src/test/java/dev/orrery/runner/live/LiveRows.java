package dev.orrery.runner.live;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * What the rows of one deployment say, at one moment.
 *
 * @param intents by client order id
 * @param fills order, side, size, price and fee by fill id
 * @param orders the table of orders by client order id
 * @param drift what was put right and nobody can explain
 */
record LiveRows(
    Map<String, Intent> intents,
    Map<String, String> fills,
    Map<String, Order> orders,
    List<String> drift) {

  /** What was to be placed. */
  record Intent(String cloid, boolean buys, @Nullable String entry, Instant validUntil) {
    boolean isExit() {
      return entry != null;
    }
  }

  /** What became of an order. */
  record Order(
      String status,
      BigDecimal size,
      BigDecimal filled,
      @Nullable BigDecimal average,
      BigDecimal fee) {
    boolean isOpen() {
      return status.equals("open") || status.equals("partially_filled");
    }
  }

  /** Reads them. */
  static LiveRows read(Jdbi database) {
    return database.inTransaction(LiveRows::read);
  }

  private static LiveRows read(Handle handle) {
    handle.execute("set transaction isolation level repeatable read");
    Map<String, Intent> intents = new TreeMap<>();
    handle
        .createQuery("select cloid, side, entry_cloid, valid_until from order_intents")
        .map((row, _) ->
            new Intent(
                row.getString(1),
                row.getString(2).equals("buy"),
                row.getString(3),
                row.getTimestamp(4).toInstant()))
        .forEach(it -> intents.put(it.cloid(), it));
    Map<String, String> fills = new TreeMap<>();
    handle
        .createQuery("select fill_id, cloid, side, size_base, price, fee_usd from fills")
        .map((row, _) ->
            Map.entry(
                row.getString(1),
                String.join(
                    " ",
                    row.getString(2),
                    row.getString(3),
                    plain(row.getBigDecimal(4)),
                    plain(row.getBigDecimal(5)),
                    plain(row.getBigDecimal(6)))))
        .forEach(it -> fills.put(it.getKey(), it.getValue()));
    Map<String, Order> orders = new TreeMap<>();
    handle
        .createQuery(
            "select cloid, status, size_base, filled_size_base, avg_fill_price, fee_usd from"
                + " mainnet_orders")
        .map((row, _) ->
            Map.entry(
                row.getString(1),
                new Order(
                    row.getString(2),
                    row.getBigDecimal(3),
                    row.getBigDecimal(4),
                    row.getBigDecimal(5),
                    row.getBigDecimal(6))))
        .forEach(it -> orders.put(it.getKey(), it.getValue()));
    List<String> drift =
        handle
            .createQuery("select message from agent_logs where event = 'state_drift' order by id")
            .mapTo(String.class)
            .list();
    return new LiveRows(intents, fills, orders, drift);
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
