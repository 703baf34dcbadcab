package dev.orrery.database;

import com.zaxxer.hikari.HikariDataSource;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.TemplateEngine;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.PreferQueryMode;

/**
 * A PostgreSQL database with its pool. Every connection it hands out runs in UTC, whatever the
 * server, the role or this process has as default. Thread-safe; {@link #close} ends the pool.
 *
 * <p>When the server goes away, calls fail with {@link SQLException} after the connect timeout and
 * work again when it is back: the pool needs no help.
 */
public final class Database implements AutoCloseable {
  private static final String PIN_UTC = "set time zone 'UTC'";
  private static final Duration EMBEDDED_WAIT = Duration.ofSeconds(30);

  private final DatabaseSettings settings;
  private final HikariDataSource pool;
  private final Jdbi jdbi;
  private final Schema schema;
  private final AutoCloseable owned;

  private Database(DatabaseSettings settings, AutoCloseable owned) {
    this.settings = settings;
    this.owned = owned;
    prove(settings);
    this.pool = openPool(settings);
    this.jdbi = Jdbi.create(new UserWall(pool));
    // Statements are written out: nothing in them is a template, and looking for one takes a start
    // longer than the statements do.
    jdbi.getConfig(SqlStatements.class).setTemplateEngine(TemplateEngine.NOP);
    this.schema = new Schema(this);
  }

  /**
   * Opens a database and proves that it answers.
   *
   * @throws ProblemException UNREACHABLE with the server's own message: not there, wrong password,
   *     no such database
   */
  public static Database open(DatabaseSettings settings) {
    return new Database(settings, () -> {});
  }

  /**
   * Opens the embedded database of a data directory for a command: through the running daemon's
   * server when there is one, else by starting a server that ends with {@link #close}.
   *
   * @throws ProblemException REFUSED or UNREACHABLE as {@link EmbeddedServer#open} has it
   */
  public static Database openEmbedded(EmbeddedServer.Settings server) {
    AtomicReference<@Nullable Database> opened = new AtomicReference<>();
    boolean done =
        Deadline.in(EMBEDDED_WAIT)
            .await(() -> {
              opened.set(tryEmbedded(server).orElse(null));
              return opened.get() != null;
            });
    Database database = opened.get();
    if (!done || database == null) {
      throw EmbeddedServer.ownedByAnother(server);
    }
    return database;
  }

  /** Empty while another process is about to start or stop the server. */
  private static Optional<Database> tryEmbedded(EmbeddedServer.Settings settings) {
    Optional<DatabaseSettings> running = EmbeddedServer.attach(settings.dataDir());
    if (running.isPresent()) {
      return Optional.of(open(running.get()));
    }
    Optional<EmbeddedServer> started = EmbeddedServer.tryOpen(settings);
    if (started.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Database(started.get().database(), started.get()));
    } catch (RuntimeException e) {
      started.get().close();
      throw e;
    }
  }

  /** SQL through the pool, behind the {@link UserWall} where its caller is. */
  public Jdbi jdbi() {
    return jdbi;
  }

  /** The pool itself, for COPY and the like. */
  public DataSource dataSource() {
    return pool;
  }

  /** Where this database is. */
  public DatabaseSettings settings() {
    return settings;
  }

  /**
   * A connection outside the pool, in autocommit and in UTC, for one long-lived purpose; the caller
   * closes it. The network may be silent on it for as long as it likes.
   *
   * @param applicationName what the server shows for it
   */
  public Connection connect(String applicationName) throws SQLException {
    return connect(settings, applicationName);
  }

  /**
   * The same for one who writes many statements at once: what has no parameters travels as one
   * message, which the server reads as a whole, and not as three messages a statement.
   *
   * @param applicationName what the server shows for it
   */
  public Connection connectForScripts(String applicationName) throws SQLException {
    PGSimpleDataSource source = unpooled(settings, applicationName);
    source.setPreferQueryMode(PreferQueryMode.EXTENDED_FOR_PREPARED);
    return pinned(source);
  }

  /** The same without a pool to stand beside. */
  static Connection connect(DatabaseSettings settings, String applicationName) throws SQLException {
    return pinned(unpooled(settings, applicationName));
  }

  private static Connection pinned(DataSource source) throws SQLException {
    Connection connection = source.getConnection();
    try (Statement statement = connection.createStatement()) {
      statement.execute(PIN_UTC);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /**
   * Brings the schema to this program's version; nothing happens when it is there. Safe when
   * several processes do it at once.
   *
   * @return how many migrations were applied
   * @throws ProblemException REFUSED when a newer program made the schema; FAILED when a migration
   *     fails or was changed after it had been applied
   */
  public int migrate() {
    return schema.migrate();
  }

  /**
   * Brings an empty database to an older version, for what was written under it.
   *
   * @throws ProblemException REFUSED when this program does not know that version
   */
  public void migrateTo(String version) {
    schema.migrateTo(version);
  }

  /**
   * Sees to it that this program can read what is there; changes nothing.
   *
   * @throws ProblemException UNREACHABLE when nothing is there so far; REFUSED when the schema is
   *     of an older or a newer program
   */
  public void requireSchema() {
    schema.require();
  }

  /** Versions and address, for people. */
  public DatabaseInfo info() {
    return schema.info();
  }

  /** Closes the pool, and the server where {@link #openEmbedded} started it. */
  @Override
  public void close() {
    pool.close();
    try {
      owned.close();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("closing what the database owns", e);
    }
  }

  /** Connections outside the pool without the pool's bound on silence; not pinned to UTC. */
  DataSource unpooled(String applicationName) {
    return unpooled(settings, applicationName);
  }

  private static PGSimpleDataSource unpooled(DatabaseSettings settings, String applicationName) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(settings.url());
    Properties properties = settings.driverProperties(applicationName, Duration.ZERO);
    try {
      for (String name : properties.stringPropertyNames()) {
        source.setProperty(name, properties.getProperty(name));
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the driver refuses a property of its own", e);
    }
    return source;
  }

  /** The pool would take a second to say no, and not say why. */
  private static void prove(DatabaseSettings settings) {
    try (Connection connection = unpooled(settings, "orrery").getConnection()) {
      connection.getMetaData();
    } catch (SQLException e) {
      throw unreachable(settings, e);
    }
  }

  private static HikariDataSource openPool(DatabaseSettings settings) {
    // Opened by the first who asks; one made from a configuration would be copied field by field.
    HikariDataSource pool = new HikariDataSource();
    pool.setPoolName("orrery");
    pool.setDriverClassName("org.postgresql.Driver");
    pool.setJdbcUrl(settings.url());
    pool.setDataSourceProperties(settings.driverProperties("orrery", settings.queryTimeout()));
    pool.setConnectionInitSql(PIN_UTC);
    pool.setMaximumPoolSize(settings.maxConnections());
    pool.setMinimumIdle(1);
    pool.setConnectionTimeout(settings.connectTimeout().toMillis());
    pool.setValidationTimeout(Math.min(2_000, settings.connectTimeout().toMillis()));
    pool.setInitializationFailTimeout(-1);
    return pool;
  }

  private static ProblemException unreachable(DatabaseSettings settings, SQLException failure) {
    String state = failure.getSQLState() == null ? "" : failure.getSQLState();
    String wayOut =
        switch (state) {
          case "28P01", "28000", "08004" -> "check user and password";
          case "3D000" -> "create the database or correct its name";
          default -> "check address, network and that the server runs";
        };
    String message = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    return new ProblemException(
        Problem.unreachable("database " + settings.url(), message, wayOut), failure);
  }
}
