package dev.orrery.database;

import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.postgresql.PGConnection;

/** Whether a database does what traders ask of it, asked of the database itself. Thread-safe. */
public final class Checkup {
  private static final int LONGEST_MILLIS = 3_000;

  private final Database database;
  private final InstantSource clock;
  private final LongSupplier nanos;

  /** Of this database, by these clocks: the world's, and one that nobody sets. */
  public Checkup(Database database, InstantSource clock, LongSupplier nanos) {
    this.database = database;
    this.clock = clock;
    this.nanos = nanos;
  }

  /**
   * The server's connections.
   *
   * @param most what it takes from others than its superuser
   * @param open how many there are now, of all databases
   */
  public record Connections(int most, int open) {}

  /**
   * What is in the vault.
   *
   * @param secrets how many
   * @param keyless agents in force whose key is not there
   */
  public record Vault(int secrets, int keyless) {}

  /**
   * How long a notification takes to come back; empty when none came within three seconds.
   *
   * @throws ProblemException UNREACHABLE when the server does not answer
   */
  public Optional<Duration> notified() {
    String channel = "orrery_doctor_" + UUID.randomUUID();
    try (Connection listening = database.connect("orrery doctor");
        Connection telling = database.connect("orrery doctor");
        Statement listen = listening.createStatement();
        Statement tell = telling.createStatement()) {
      listen.execute("listen \"" + channel + "\"");
      long begun = nanos.getAsLong();
      tell.execute("select pg_notify('" + channel + "', '')");
      boolean came =
          listening.unwrap(PGConnection.class).getNotifications(LONGEST_MILLIS).length > 0;
      return came ? Optional.of(Duration.ofNanos(nanos.getAsLong() - begun)) : Optional.empty();
    } catch (SQLException e) {
      throw unreachable(e);
    }
  }

  /**
   * How far the server's clock is ahead of ours, to the half of what asking takes.
   *
   * @throws ProblemException UNREACHABLE when the server does not answer
   */
  public Duration ahead() {
    try (Connection connection = database.connect("orrery doctor");
        Statement statement = connection.createStatement()) {
      Duration best = Duration.ZERO;
      long shortest = Long.MAX_VALUE;
      for (int look = 0; look < 3; look++) {
        Instant before = clock.instant();
        long begun = nanos.getAsLong();
        Instant there;
        try (ResultSet row = statement.executeQuery("select clock_timestamp()")) {
          row.next();
          there = row.getObject(1, OffsetDateTime.class).toInstant();
        }
        long took = nanos.getAsLong() - begun;
        if (took < shortest) {
          shortest = took;
          best = Duration.between(before.plusNanos(took / 2), there);
        }
      }
      return best;
    } catch (SQLException e) {
      throw unreachable(e);
    }
  }

  /** How many connections there are, and may be. */
  public Connections connections() {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    """
                    select current_setting('max_connections')::int
                        - current_setting('superuser_reserved_connections')::int as most,
                      (select count(*) from pg_stat_activity
                        where backend_type = 'client backend')::int as open
                    """)
                .map((row, _) -> new Connections(row.getInt("most"), row.getInt("open")))
                .one());
  }

  /** What is in the vault, and what is missing. */
  public Vault vault() {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    """
                    select (select count(*) from vault.secrets)::int as secrets,
                      (select count(*) from hyperliquid_agents a
                        where a.revoked_at is null and not exists (select from vault.secrets s
                          where s.id = a.vault_key_id))::int as keyless
                    """)
                .map((row, _) -> new Vault(row.getInt("secrets"), row.getInt("keyless")))
                .one());
  }

  private ProblemException unreachable(SQLException failure) {
    return new ProblemException(
        Problem.unreachable(
            "database " + database.settings().url(),
            String.valueOf(failure.getMessage()).lines().findFirst().orElse(""),
            "see the server's log"),
        failure);
  }
}
