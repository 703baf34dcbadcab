package dev.orrery.database;

import java.sql.SQLException;
import org.jdbi.v3.core.JdbiException;

/** Tells a database that is away from one that is there and cannot take what it was given. */
public final class RefusedValue {
  /** Class 22 of the SQL standard: data exception. */
  private static final String DATA_EXCEPTION = "22";

  private RefusedValue() {}

  /** Whether the value was at fault: asking again would not help. */
  public static boolean is(JdbiException failure) {
    return failure.getCause() instanceof SQLException cause
        && String.valueOf(cause.getSQLState()).startsWith(DATA_EXCEPTION);
  }
}
