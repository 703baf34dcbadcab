package dev.orrery.store;

import dev.orrery.executor.journal.AccountEntry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Reads an account's entries in order. */
final class AccountEntries {
  private static final int FETCH = 4_096;
  private static final String OF_DEPLOYMENT =
      "select kind, body from account_journal where deployment_id = ? and ";

  private AccountEntries() {}

  /** Its last standing and what follows; all of them when it has none. */
  static List<AccountEntry> sinceStanding(Connection connection, UUID deployment)
      throws SQLException {
    return read(
        connection,
        OF_DEPLOYMENT
            + """
            seq >= coalesce(
              (select seq from account_journal where deployment_id = ? and kind = ?
                order by seq desc limit 1), 0)
            order by seq\
            """,
        deployment,
        deployment,
        AccountCodec.STANDING);
  }

  /** All of them but the standings, which are not even read. */
  static List<AccountEntry> all(Connection connection, UUID deployment) throws SQLException {
    return read(
        connection, OF_DEPLOYMENT + "kind <> ? order by seq", deployment, AccountCodec.STANDING);
  }

  private static List<AccountEntry> read(Connection connection, String sql, Object... values)
      throws SQLException {
    List<AccountEntry> entries = new ArrayList<>();
    connection.setAutoCommit(false);
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setFetchSize(FETCH);
      for (int i = 0; i < values.length; i++) {
        query.setObject(i + 1, values[i]);
      }
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          entries.add(AccountReading.read(rows.getString(1), rows.getString(2)));
        }
      }
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
    return entries;
  }
}
