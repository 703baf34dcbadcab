package dev.orrery.store;

import dev.orrery.executor.journal.AccountEntry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Reads an account's entries in order, from its last standing on. */
final class AccountEntries {
  private static final int FETCH = 4_096;

  private AccountEntries() {}

  static List<AccountEntry> read(Connection connection, UUID deployment) throws SQLException {
    List<AccountEntry> entries = new ArrayList<>();
    connection.setAutoCommit(false);
    try (PreparedStatement query =
        connection.prepareStatement(
            """
            select kind, body from account_journal where deployment_id = ? and seq >= coalesce(
              (select seq from account_journal where deployment_id = ? and kind = ?
                order by seq desc limit 1), 0)
            order by seq\
            """)) {
      query.setFetchSize(FETCH);
      query.setObject(1, deployment);
      query.setObject(2, deployment);
      query.setString(3, AccountCodec.STANDING);
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
