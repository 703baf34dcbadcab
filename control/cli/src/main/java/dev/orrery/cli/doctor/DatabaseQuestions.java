package dev.orrery.cli.doctor;

import dev.orrery.control.deploy.ConnectionTable;
import dev.orrery.database.Checkup;
import dev.orrery.database.Database;
import dev.orrery.database.Walls;
import dev.orrery.kernel.ExitCode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** What is asked of the database itself. */
public final class DatabaseQuestions {
  /** Leases of half a minute, and orders that are valid for seconds, bear so much and no more. */
  private static final Duration MOST_SKEW = Duration.ofSeconds(2);

  private static final Duration SLOW_NOTICE = Duration.ofMillis(200);

  private final Database database;
  private final Checkup checkup;

  /** Of one database. */
  public DatabaseQuestions(Database database) {
    this.database = database;
    this.checkup = new Checkup(database, InstantSource.system(), System::nanoTime);
  }

  /** All of them; the schema fits. */
  public List<Finding> ask() {
    return List.of(
        Finding.good(
            "schema",
            "version "
                + database.info().schemaVersion()
                + ", server "
                + database.info().serverVersion()),
        notices(),
        clock(),
        connections(),
        walls(),
        vault());
  }

  private Finding notices() {
    Optional<Duration> took = checkup.notified();
    if (took.isEmpty()) {
      return Finding.bad(
          "notices",
          ExitCode.UNREACHABLE,
          "no notification came back within 3 s: commands are found by looking, which is late",
          "connect to PostgreSQL itself: a pooler that shares sessions does not pass them on");
    }
    String text = "a notification came back after " + took.get().toMillis() + " ms";
    return took.get().compareTo(SLOW_NOTICE) > 0
        ? Finding.noted("notices", text, "the server, or the way to it, is slow")
        : Finding.good("notices", text);
  }

  private Finding clock() {
    Duration ahead = checkup.ahead();
    String text =
        "the database is %d ms %s this machine"
            .formatted(Math.abs(ahead.toMillis()), ahead.isNegative() ? "behind" : "ahead of");
    return ahead.abs().compareTo(MOST_SKEW) > 0
        ? Finding.bad(
            "clock",
            ExitCode.REFUSED,
            text + ": leases and the end of orders are judged by both",
            "set the clocks, for example with chrony")
        : Finding.good("clock", text);
  }

  private Finding connections() {
    Checkup.Connections now = checkup.connections();
    int needed = new ConnectionTable(database).budget().needed();
    String text = "%d of %d are open, %d are spoken for".formatted(now.open(), now.most(), needed);
    String wayOut = "raise max_connections, or stop deployments";
    if (needed > now.most()) {
      return Finding.bad("connections", ExitCode.REFUSED, text, wayOut);
    }
    return now.open() * 10 > now.most() * 9
        ? Finding.noted("connections", text, wayOut)
        : Finding.good("connections", text);
  }

  private Finding walls() {
    return new Walls(database).stand()
        ? Finding.good("walls", "rows of users and runners are apart in the database, too")
        : Finding.noted(
            "walls",
            "nothing but our own queries keeps users and runners apart",
            "let the owner of the tables run orrery db roles");
  }

  private Finding vault() {
    Checkup.Vault vault = checkup.vault();
    return vault.keyless() > 0
        ? Finding.noted(
            "vault",
            vault.keyless() + " agents in force have no key in it",
            "deploy again, which approves another agent")
        : Finding.good("vault", vault.secrets() + " secrets, no agent without its key");
  }
}
