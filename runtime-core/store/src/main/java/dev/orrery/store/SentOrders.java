package dev.orrery.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What was sent for a decision, and what became of it, out of the database. */
final class SentOrders {
  private SentOrders() {}

  /** In the order they were intended. */
  static List<SentOrder> of(Handle handle, UUID deployment, String decision) {
    return handle
        .createQuery(
            """
            select cloid, symbol, side, size_base, terms, reduce_only, entry_cloid, label, epoch,
              valid_until, as_of
            from order_intents where deployment_id = :deployment and origin = :id order by seq
            """)
        .bind("deployment", deployment)
        .bind("id", decision)
        .map((row, _) ->
            new SentOrder(
                row.getString("cloid"),
                row.getString("symbol"),
                row.getString("side"),
                row.getBigDecimal("size_base"),
                row.getString("terms"),
                row.getBoolean("reduce_only"),
                DecisionViews.textOrNull(row, "entry_cloid"),
                row.getString("label"),
                row.getLong("epoch"),
                endOrNull(row, "valid_until"),
                DecisionViews.instant(row, "as_of"),
                steps(handle, deployment, row.getString("cloid")),
                fills(handle, deployment, row.getString("cloid"))))
        .list();
  }

  private static List<SentOrder.Step> steps(Handle handle, UUID deployment, String cloid) {
    return handle
        .createQuery(
            """
            select kind, detail, as_of from order_events
            where deployment_id = :deployment and cloid = :cloid order by seq
            """)
        .bind("deployment", deployment)
        .bind("cloid", cloid)
        .map((row, _) ->
            new SentOrder.Step(
                row.getString("kind"),
                row.getString("detail"),
                DecisionViews.instant(row, "as_of")))
        .list();
  }

  private static List<SentOrder.Fill> fills(Handle handle, UUID deployment, String cloid) {
    return handle
        .createQuery(
            """
            select fill_id, side, price, size_base, fee_usd, maker, liquidation, as_of from fills
            where deployment_id = :deployment and cloid = :cloid order by seq
            """)
        .bind("deployment", deployment)
        .bind("cloid", cloid)
        .map((row, _) ->
            new SentOrder.Fill(
                row.getString("fill_id"),
                row.getString("side"),
                row.getBigDecimal("price"),
                row.getBigDecimal("size_base"),
                row.getBigDecimal("fee_usd"),
                row.getBoolean("maker"),
                row.getBoolean("liquidation"),
                DecisionViews.instant(row, "as_of")))
        .list();
  }

  /** Null where there is no end, or none that ever comes. */
  private static @Nullable Instant endOrNull(ResultSet row, String column) throws SQLException {
    OffsetDateTime end = row.getObject(column, OffsetDateTime.class);
    return end == null || end.equals(OffsetDateTime.MAX) ? null : end.toInstant();
  }
}
