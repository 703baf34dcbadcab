package dev.orrery.store;

import dev.orrery.executor.account.AccountBook;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Books of accounts as they stood at places in the journal, asked for in the journal's order: one
 * pass over the entries of each account. Confined to one thread.
 */
final class PastAccounts implements AutoCloseable {
  private static final int ROWS_AT_ONCE = 4_096;

  private final PreparedStatement query;
  private String deployment = "";
  private AccountBook book = new AccountBook();
  private @Nullable ResultSet rows;
  private boolean waiting;

  PastAccounts(Connection connection) throws SQLException {
    this.query =
        connection.prepareStatement(
            "select seq, kind, body from account_journal where deployment_id = ? and kind <> ?"
                + " order by seq");
    query.setFetchSize(ROWS_AT_ONCE);
  }

  /** The book of an account from all entries before a place. */
  AccountBook before(String of, long seq) throws SQLException {
    if (!of.equals(deployment)) {
      begin(of);
    }
    ResultSet entries = rows;
    while (entries != null && waiting && entries.getLong(1) < seq) {
      book.apply(AccountReading.read(entries.getString(2), entries.getString(3)));
      waiting = entries.next();
    }
    return book;
  }

  private void begin(String of) throws SQLException {
    deployment = of;
    book = new AccountBook();
    query.setObject(1, UUID.fromString(of));
    query.setString(2, AccountCodec.STANDING);
    ResultSet entries = query.executeQuery();
    rows = entries;
    waiting = entries.next();
  }

  @Override
  public void close() throws SQLException {
    query.close();
  }
}
