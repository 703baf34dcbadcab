package dev.orrery.store;

import dev.orrery.database.Database;
import dev.orrery.database.DatabaseSettings;
import dev.orrery.kernel.Secret;
import java.nio.file.Path;

/**
 * A process that appends groups until it is killed and prints how many were acknowledged: spool
 * folder, deployment, database, user as arguments, the password in the environment.
 */
final class JournalChild {
  static final String PASSWORD = "JOURNAL_PASSWORD";
  static final String READY = "ready";

  private JournalChild() {}

  public static void main(String[] args) throws Exception {
    Secret password = Secret.of(String.valueOf(System.getenv(PASSWORD)));
    DatabaseSettings settings = DatabaseSettings.of(args[2], password).withLogin(args[3], password);
    try (Database database = Database.open(settings.withMaxConnections(2));
        PostgresJournal journal = JournalFixture.open(database, Path.of(args[0]))) {
      Ledger ledger = new Ledger(args[1]);
      ledger.resume(Ledger.whole(journal, database, args[1]));
      System.out.println(READY);
      for (int i = 0; ; i++) {
        long position = ledger.append(journal);
        if (i % 3 == 0) {
          journal.await(position, JournalFixture.LONG);
          System.out.println(ledger.appended());
        }
      }
    }
  }
}
