package dev.orrery.store;

import dev.orrery.database.Database;
import dev.orrery.database.DatabaseSettings;
import dev.orrery.database.NotificationListener;
import dev.orrery.database.Retention;
import dev.orrery.kernel.IdSource;
import dev.orrery.kernel.Secret;
import dev.orrery.runtime.RuntimeStore;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL database as the one place a runtime keeps everything in. Brings the schema up to
 * date when it is opened, keeps the tables that grow in bounds, and lets no second runtime run a
 * deployment that one runs already. Immutable.
 *
 * <pre>{@code
 * builder.journal(
 *     PostgresJournal.at("jdbc:postgresql://localhost/trading")
 *         .login("trader", Secret.of(password))
 *         .spool(Path.of("/var/lib/trader/spool")));
 * }</pre>
 */
public final class PostgresStore implements RuntimeStore {
  private final DatabaseSettings database;
  private final Path spool;
  private final Retention.Settings retention;

  private PostgresStore(DatabaseSettings database, Path spool, Retention.Settings retention) {
    this.database = database;
    this.spool = spool;
    this.retention = retention;
  }

  static PostgresStore at(String url) {
    return new PostgresStore(
        DatabaseSettings.of(url, null), Path.of("orrery-spool"), Retention.Settings.DEFAULT);
  }

  /** With this user, and a password where the server wants one. */
  public PostgresStore login(String user, @Nullable Secret password) {
    return new PostgresStore(database.withLogin(user, password), spool, retention);
  }

  /**
   * Where groups go while the database is gone; {@code orrery-spool} in the working folder without.
   * On a disk that outlives the process, and one folder for each runtime.
   */
  public PostgresStore spool(Path folder) {
    return new PostgresStore(database, folder, retention);
  }

  /** How long what is kept; {@link Retention.Settings#DEFAULT} without. */
  public PostgresStore retention(Retention.Settings kept) {
    return new PostgresStore(database, spool, kept);
  }

  @Override
  public Opened open(InstantSource clock, IdSource ids) {
    Database opened = Database.open(database);
    NotificationListener channels = null;
    try {
      opened.migrate();
      Retention keeping = new Retention(opened, retention);
      keeping.prepare(clock.instant());
      channels = NotificationListener.open(opened, "embedded");
      PostgresJournal journal = PostgresJournal.open(opened, JournalSettings.in(spool), ids, clock);
      return new OpenedStore(opened, channels, journal, keeping, clock);
    } catch (RuntimeException | Error e) {
      if (channels != null) {
        channels.close();
      }
      opened.close();
      throw e;
    }
  }
}
