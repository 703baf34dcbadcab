package dev.orrery.database.sql;

import dev.orrery.database.Database;
import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Carries out what a person writes, in one transaction. Thread-safe. */
public final class SqlSession {
  private static final String READ_ONLY = "25006";

  private final Database database;
  private final boolean writing;

  /**
   * On a database.
   *
   * @param writing whether it may change anything
   */
  public SqlSession(Database database, boolean writing) {
    this.database = database;
    this.writing = writing;
  }

  /**
   * Carries out statements, with a semicolon between; what they change is kept when all succeed.
   *
   * @param parameters by name, as texts: the server takes them for what the statement wants
   * @throws ProblemException REFUSED when a parameter is missing or surplus, or something would
   *     change that may not; FAILED with the server's own words
   */
  public List<SqlAnswer> run(String sql, Map<String, String> parameters) {
    NamedParameters named = NamedParameters.of(sql);
    require(named.names(), parameters);
    try (Connection connection = database.connect("orrery sql")) {
      if (!writing) {
        connection.setReadOnly(true);
        try (Statement statement = connection.createStatement()) {
          statement.execute("set default_transaction_read_only = on");
        }
      }
      connection.setAutoCommit(false);
      List<SqlAnswer> answers = new ArrayList<>();
      try (PreparedStatement statement = connection.prepareStatement(named.sql())) {
        int index = 0;
        for (String name : named.names()) {
          statement.setObject(++index, parameters.get(name), Types.OTHER);
        }
        boolean rows = statement.execute();
        while (rows || statement.getUpdateCount() >= 0) {
          answers.add(rows ? read(statement) : changed(statement));
          rows = statement.getMoreResults();
        }
      }
      connection.commit();
      return answers;
    } catch (SQLException e) {
      throw refused(e);
    }
  }

  private static SqlAnswer changed(Statement statement) throws SQLException {
    return new SqlAnswer(List.of(), List.of(), statement.getLargeUpdateCount());
  }

  private static SqlAnswer read(Statement statement) throws SQLException {
    try (ResultSet rows = statement.getResultSet()) {
      ResultSetMetaData about = rows.getMetaData();
      List<SqlAnswer.Column> columns = new ArrayList<>();
      for (int column = 1; column <= about.getColumnCount(); column++) {
        columns.add(
            new SqlAnswer.Column(about.getColumnLabel(column), about.getColumnTypeName(column)));
      }
      List<List<@Nullable String>> all = new ArrayList<>();
      while (rows.next()) {
        List<@Nullable String> row = new ArrayList<>();
        for (int column = 1; column <= columns.size(); column++) {
          row.add(rows.getString(column));
        }
        all.add(row);
      }
      return new SqlAnswer(columns, all, -1);
    }
  }

  private static void require(List<String> names, Map<String, String> parameters) {
    Set<String> missing = new TreeSet<>(names);
    missing.removeAll(parameters.keySet());
    if (!missing.isEmpty()) {
      throw wrong(
          "has no value for :" + String.join(", :", missing),
          "add --param " + missing.iterator().next() + "=VALUE");
    }
    Set<String> surplus = new TreeSet<>(parameters.keySet());
    names.forEach(surplus::remove);
    if (!surplus.isEmpty()) {
      throw wrong("has no parameter :" + String.join(", :", surplus), "leave it out");
    }
  }

  private static ProblemException wrong(String cause, String wayOut) {
    return new ProblemException(new Problem(ExitCode.USAGE, "the statement", cause, wayOut));
  }

  private static ProblemException refused(SQLException failure) {
    String cause = String.valueOf(failure.getMessage()).strip().replaceAll("\\s*\\n\\s*", "; ");
    boolean readOnly = READ_ONLY.equals(failure.getSQLState());
    return new ProblemException(
        new Problem(
            readOnly ? ExitCode.REFUSED : ExitCode.FAILED,
            "the statement",
            cause,
            readOnly ? "add --write if it is meant to change something" : "nothing was changed"),
        failure);
  }
}
