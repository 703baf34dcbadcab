package dev.orrery.database;

import dev.orrery.kernel.Sha256;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What tells one database from all others, whoever reaches it by which address. A copy that was
 * restored elsewhere is another database.
 */
public final class DatabaseIdentity {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseIdentity.class);
  private static final int LETTERS = 8;

  private DatabaseIdentity() {}

  /** Eight letters and digits. */
  public static String of(Database database) {
    return Sha256.of(words(database)).hex().substring(0, LETTERS);
  }

  private static String words(Database database) {
    try {
      return database
          .jdbi()
          .withHandle(handle ->
              handle
                  .createQuery(
                      "select system_identifier || ' ' || current_database()"
                          + " from pg_control_system()")
                  .mapTo(String.class)
                  .one());
    } catch (JdbiException e) {
      LOG.debug("the server does not tell its identity; its address has to do", e);
      return database.settings().url();
    }
  }
}
