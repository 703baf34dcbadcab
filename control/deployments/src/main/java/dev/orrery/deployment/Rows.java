package dev.orrery.deployment;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads columns that may be null, and those that may not. */
final class Rows {
  private Rows() {}

  static UUID uuid(ResultSet row, String column) throws SQLException {
    return row.getObject(column, UUID.class);
  }

  static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
    OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
    return value == null ? null : value.toInstant();
  }

  static @Nullable String textOrNull(ResultSet row, String column) throws SQLException {
    return row.getString(column);
  }

  static @Nullable BigDecimal decimalOrNull(ResultSet row, String column) throws SQLException {
    return row.getBigDecimal(column);
  }

  /** The reason of a latch; null when it is off. */
  static @Nullable String reason(ResultSet row, String latch) throws SQLException {
    if (!row.getBoolean(latch)) {
      return null;
    }
    String reason = row.getString(latch + "_reason");
    return reason == null ? "" : reason;
  }

  static Latches latches(ResultSet row) throws SQLException {
    return new Latches(
        reason(row, "paused"),
        reason(row, "halted"),
        reason(row, "flatten"),
        reason(row, "stopping"),
        quarantine(row));
  }

  private static @Nullable Quarantine quarantine(ResultSet row) throws SQLException {
    String reason = reason(row, "quarantined");
    Instant since = instantOrNull(row, "quarantined_at");
    return reason == null || since == null ? null : new Quarantine(reason, since);
  }
}
