package dev.orrery.store;

import dev.orrery.database.Database;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One runtime a deployment: advisory locks of the database, which end with the connection that
 * holds them, and so with the process. Thread-safe.
 */
final class DeploymentLocks implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DeploymentLocks.class);

  private final Database database;
  private @Nullable Connection connection;

  DeploymentLocks(Database database) {
    this.database = database;
  }

  /**
   * Takes one.
   *
   * @throws ProblemException REFUSED when another runtime has it; UNREACHABLE without a database
   */
  synchronized void take(String deployment, String strategy) {
    try {
      Connection holding = connection;
      if (holding == null) {
        holding = database.connect("orrery runtime pid " + ProcessHandle.current().pid());
        connection = holding;
      }
      if (!taken(holding, deployment)) {
        throw new ProblemException(
            Problem.refused(
                "strategy " + strategy,
                "its deployment "
                    + deployment
                    + " is run by another runtime on "
                    + database.settings().url(),
                "close that one, or give this one a deployment of its own"));
      }
    } catch (SQLException e) {
      throw new ProblemException(
          Problem.unreachable(
              "database " + database.settings().url(),
              String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
              "check that the server runs"),
          e);
    }
  }

  private static boolean taken(Connection connection, String deployment) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "select pg_try_advisory_lock(hashtextextended('orrery deployment ' || ?, 0))")) {
      query.setString(1, deployment);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  @Override
  public synchronized void close() {
    Connection holding = connection;
    if (holding == null) {
      return;
    }
    connection = null;
    try {
      holding.close();
    } catch (SQLException e) {
      LOG.debug("closing a broken connection", e);
    }
  }
}
