package dev.orrery.database;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;

/** Tells what is nobody's mistake: the server or the way to it went away. */
public final class Outage {
  /** Classes of SQLSTATE: the connection, the server's resources, an operator who stops it. */
  private static final List<String> PASSING = List.of("08", "53", "57P");

  private Outage() {}

  /** Whether that is behind a failure. */
  public static boolean isBehind(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        String state = String.valueOf(sql.getSQLState());
        return sql instanceof SQLTransientConnectionException
            || PASSING.stream().anyMatch(state::startsWith);
      }
    }
    return false;
  }
}
