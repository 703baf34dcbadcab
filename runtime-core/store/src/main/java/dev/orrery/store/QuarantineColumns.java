package dev.orrery.store;

import dev.orrery.runtime.control.Latches;
import dev.orrery.runtime.control.Quarantine;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** The two columns of a quarantine, which every table of switches has. */
final class QuarantineColumns {
  private QuarantineColumns() {}

  static @Nullable String reason(Latches latches) {
    Quarantine quarantine = latches.quarantine();
    return quarantine == null ? null : Texts.clean(quarantine.cause());
  }

  static @Nullable OffsetDateTime at(Latches latches) {
    Quarantine quarantine = latches.quarantine();
    return quarantine == null ? null : quarantine.since().atOffset(ZoneOffset.UTC);
  }

  /** Null where there is no reason. */
  static @Nullable Quarantine read(ResultSet row) throws SQLException {
    String reason = row.getString("quarantined_reason");
    OffsetDateTime at = row.getObject("quarantined_at", OffsetDateTime.class);
    return reason == null || at == null ? null : new Quarantine(reason, at.toInstant());
  }
}
