package dev.orrery.store;

import dev.orrery.database.Database;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writer's way to the database, by a connection of its own or one of the pool for each piece of
 * work: puts a batch into it whole or not at all. Confined to one thread at a time; after an
 * exception that {@link #refuses} does not explain it is of no use.
 *
 * <p>Few rows travel as statements with their values, together in one round trip, and a handful as
 * calls of {@linkplain RowStatements prepared ones}, which its own connection has; tables with many
 * rows by COPY, where the server lets it. Should a row be there already, which only a firing that
 * was decided a second time after a crash can bring about, the batch is written again without that
 * firing's decision, and whatever else is there stays as it is.
 */
final class JournalLink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JournalLink.class);
  private static final int COPY_FROM = 48;
  private static final String UNIQUE_VIOLATION = "23505";
  private static final String DIVISION_BY_ZERO = "22012";

  private final DataSource pool;
  private final @Nullable Connection own;
  private final @Nullable Tenure tenure;
  private final boolean mayCopy;
  private int silenceMillis;
  private long reached;

  private JournalLink(
      DataSource pool,
      @Nullable Connection own,
      @Nullable Tenure tenure,
      int silenceMillis,
      boolean mayCopy) {
    this.pool = pool;
    this.own = own;
    this.tenure = tenure;
    this.silenceMillis = silenceMillis;
    this.mayCopy = mayCopy;
  }

  /** Something with a connection. */
  @FunctionalInterface
  private interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  /** Does it; one of the pool goes back afterwards, and the pool sees whether it is broken. */
  private <T> T with(Work<T> work) throws SQLException {
    if (own != null) {
      return work.on(own);
    }
    try (Connection lent = pool.getConnection()) {
      lent.setNetworkTimeout(Runnable::run, silenceMillis);
      plainStrings(lent);
      return work.on(lent);
    }
  }

  /**
   * Connects; a server that says nothing for {@code silenceMillis} then breaks the connection.
   *
   * @param tenure what each batch is written under; null for an owner of the whole database
   */
  static JournalLink open(Database database, int silenceMillis, @Nullable Tenure tenure)
      throws SQLException {
    if (tenure != null && tenure.pooled()) {
      try (Connection lent = database.dataSource().getConnection()) {
        return new JournalLink(database.dataSource(), null, tenure, silenceMillis, mayCopy(lent));
      }
    }
    Connection connection = database.connectForScripts("orrery journal");
    try {
      plainStrings(connection);
      prepare(connection);
      JournalLink link =
          new JournalLink(
              database.dataSource(), connection, tenure, silenceMillis, mayCopy(connection));
      link.silence(silenceMillis);
      return link;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** A backslash in a value is a backslash. */
  private static void plainStrings(Connection connection) throws SQLException {
    if (!connection.unwrap(BaseConnection.class).getStandardConformingStrings()) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("set standard_conforming_strings = on");
      }
    }
  }

  private static void prepare(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(RowStatements.prepare());
    }
  }

  /** The server copies into no table of which it shows the connection its own rows only. */
  private static boolean mayCopy(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("select not row_security_active('account_journal')")) {
      row.next();
      return row.getBoolean(1);
    }
  }

  /** How long the server may say nothing from now on. */
  void silence(int millis) throws SQLException {
    silenceMillis = millis;
    if (own != null) {
      own.setNetworkTimeout(Runnable::run, millis);
    }
  }

  /** Whether the server understood what it was told and said no: the connection is good. */
  static boolean refuses(SQLException failure) {
    String state = failure.getSQLState();
    return state != null
        && !state.startsWith("08")
        && !state.startsWith("57")
        && !state.startsWith("53")
        && !state.startsWith("58");
  }

  /**
   * Makes a writer known, and waits for a transaction of its former connection that is still under
   * way: what it holds is the row this wants.
   *
   * @return how far the writer has come, for certain
   */
  long enroll(String writer) throws SQLException {
    reached = with(connection -> enroll(connection, writer));
    return reached;
  }

  private static long enroll(Connection connection, String writer) throws SQLException {
    // Texts travel as literals, which would mean something else otherwise.
    try (Statement statement = connection.createStatement()) {
      statement.execute("set standard_conforming_strings = on");
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into journal_position (writer, seq) values (?, 0)
            on conflict (writer) do update set seq = journal_position.seq returning seq\
            """)) {
      insert.setString(1, writer);
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /** How far its writer has come: no batch up to there is missing. */
  long reached() {
    return reached;
  }

  /** Forgets a writer that has nothing left to write. */
  void dismiss(String writer) throws SQLException {
    with(connection -> {
      try (PreparedStatement delete =
          connection.prepareStatement("delete from journal_position where writer = ?")) {
        delete.setString(1, writer);
        return delete.execute();
      }
    });
  }

  /** Takes the first numbers of some blocks, ascending. */
  List<Long> takeBlocks(int count) throws SQLException {
    return with(connection -> takeBlocks(connection, count));
  }

  static List<Long> takeBlocks(Connection connection, int count) throws SQLException {
    List<Long> blocks = new ArrayList<>();
    try (PreparedStatement query =
        connection.prepareStatement(
            "select journal_take_block() from generate_series(1, ?) order by 1")) {
      query.setInt(1, count);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          blocks.add(rows.getLong(1));
        }
      }
    }
    return blocks;
  }

  /**
   * Writes a batch of a writer, whole.
   *
   * @return false when something of the writer's has come in that this connection did not bring:
   *     then nothing was written, and {@link #reached} says how far that goes
   * @throws TenureLost when somebody else has the deployment; nothing was written
   */
  boolean load(String writer, Batch batch) throws SQLException {
    try {
      try {
        transact(writer, batch, false);
      } catch (SQLException e) {
        if (!UNIQUE_VIOLATION.equals(e.getSQLState())) {
          throw e;
        }
        transact(writer, batch.withoutFirings(with(it -> knownFirings(it, batch))), true);
      }
    } catch (SQLException e) {
      if (tenure != null && Tenure.LOST.equals(e.getSQLState())) {
        throw new TenureLost(tenure, e);
      }
      if (!DIVISION_BY_ZERO.equals(e.getSQLState())) {
        throw e;
      }
      enroll(writer);
      return false;
    }
    reached = batch.lastSeq();
    return true;
  }

  private void transact(String writer, Batch batch, boolean lenient) throws SQLException {
    with(connection -> {
      transaction(connection, writer, batch, lenient);
      return batch.lastSeq();
    });
  }

  /** Statements that travel together are one transaction; with a COPY it takes an open one. */
  private void transaction(Connection connection, String writer, Batch batch, boolean lenient)
      throws SQLException {
    if (lenient || !hasCopies(batch)) {
      write(connection, writer, batch, lenient);
      return;
    }
    connection.setAutoCommit(false);
    try {
      write(connection, writer, batch, false);
      connection.commit();
    } catch (SQLException e) {
      if (refuses(e)) {
        connection.rollback();
        connection.setAutoCommit(true);
      }
      throw e;
    }
    connection.setAutoCommit(true);
  }

  private boolean hasCopies(Batch batch) {
    for (Table table : Table.values()) {
      if (copies(table, batch.rows(table))) {
        return true;
      }
    }
    return false;
  }

  private boolean copies(Table table, Collection<@Nullable String[]> rows) {
    return mayCopy && table.way() == Table.Way.ADD && rows.size() >= COPY_FROM;
  }

  private void write(Connection connection, String writer, Batch batch, boolean lenient)
      throws SQLException {
    SqlText sql = new SqlText(lenient, own != null);
    sql.mark(writer, reached, batch.lastSeq());
    if (tenure != null) {
      sql.hold(tenure);
    }
    for (Table table : Table.values()) {
      Collection<@Nullable String[]> rows = batch.rows(table);
      if (table == Table.STRATEGY_STATE) {
        state(sql, rows);
      } else if (lenient || !copies(table, rows)) {
        sql.rows(table, rows);
      } else {
        execute(connection, sql);
        copy(connection, table, rows);
      }
    }
    execute(connection, sql);
  }

  private static void state(SqlText sql, Collection<@Nullable String[]> rows) {
    List<@Nullable String[]> removed = new ArrayList<>();
    List<@Nullable String[]> written = new ArrayList<>();
    for (@Nullable String[] row : rows) {
      (row[3] == null ? removed : written).add(row);
    }
    sql.rows(Table.STRATEGY_STATE, written);
    sql.deleteState(removed);
  }

  private static void execute(Connection connection, SqlText sql) throws SQLException {
    if (sql.isEmpty()) {
      return;
    }
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(sql.take());
    }
  }

  private static void copy(Connection connection, Table table, Collection<@Nullable String[]> rows)
      throws SQLException {
    CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
    try {
      copy.copyIn(CopyText.command(table), new ByteArrayInputStream(CopyText.of(rows)));
    } catch (IOException e) {
      throw new SQLException("copying to " + table.sqlName(), "08006", e);
    }
  }

  private static Set<String> knownFirings(Connection connection, Batch batch) throws SQLException {
    Object[] ids = batch.rows(Table.FIRINGS).stream().map(row -> row[0]).toArray();
    Set<String> known = new HashSet<>();
    Array array = connection.createArrayOf("text", ids);
    try (PreparedStatement query =
        connection.prepareStatement("select id from firings where id = any (?)")) {
      query.setArray(1, array);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          known.add(rows.getString(1));
        }
      }
    }
    return known;
  }

  /** Ends its own connection, broken or not. */
  @Override
  public void close() {
    if (own == null) {
      return;
    }
    try {
      own.close();
    } catch (SQLException e) {
      LOG.debug("closing a broken connection", e);
    }
  }
}
