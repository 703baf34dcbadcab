package dev.orrery.database;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jdbi.v3.core.ConnectionFactory;

/**
 * A wall of the database's own behind the conditions in our queries: what is done for a user sees
 * and changes that user's rows, whatever the query forgot to say. It stands for the thread that
 * went behind it, on connections of {@link Database#jdbi}. Thread-safe.
 */
public final class UserWall implements ConnectionFactory {
  private static final ScopedValue<Optional<UUID>> USER = ScopedValue.newInstance();

  private final HikariDataSource pool;

  /** Those that are out and have to be taken back, whoever closes them. */
  private final Set<Connection> walled = ConcurrentHashMap.newKeySet();

  UserWall(HikariDataSource pool) {
    this.pool = pool;
  }

  /**
   * What is done with only a user's rows in sight.
   *
   * @param <T> what comes of it
   * @param <X> what it may throw
   */
  public static <T, X extends Throwable> T behind(
      UUID user, ScopedValue.CallableOp<? extends T, X> work) throws X {
    return ScopedValue.where(USER, Optional.of(user)).call(work);
  }

  /** What the program does on its own account in between, with all rows in sight. */
  public static <T> T outside(Supplier<T> work) {
    return ScopedValue.where(USER, Optional.<UUID>empty()).call(work::get);
  }

  @Override
  public Connection openConnection() throws SQLException {
    Connection connection = pool.getConnection();
    Optional<UUID> user = user();
    if (user.isPresent()) {
      walled.add(connection);
      try {
        execute(connection, "set orrery.user_id = '" + user.get() + "'; set role " + Walls.MEMBER);
      } catch (SQLException e) {
        walled.remove(connection);
        pool.evictConnection(connection);
        throw e;
      }
    }
    return connection;
  }

  /** One that cannot be taken back behind the wall is given to nobody else. */
  @Override
  public void closeConnection(Connection connection) throws SQLException {
    if (walled.remove(connection) && !connection.isClosed()) {
      try {
        execute(connection, "reset role; reset orrery.user_id");
      } catch (SQLException e) {
        pool.evictConnection(connection);
        throw e;
      }
    }
    connection.close();
  }

  private static Optional<UUID> user() {
    return USER.isBound() ? USER.get() : Optional.empty();
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
