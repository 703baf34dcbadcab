package dev.orrery.database;

import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.Secret;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;

/**
 * Where a database is and how it is used. Printing it shows no password.
 *
 * @param url {@code jdbc:postgresql://host:port/database}, never with a password in it
 * @param user who connects; null leaves it to the URL or the driver
 * @param password null for servers that want none
 * @param maxConnections the pool's upper bound
 * @param connectTimeout how long connecting, and waiting for a free connection, may take
 * @param queryTimeout how long the network may be silent while a pooled connection waits for an
 *     answer; zero waits for ever
 */
public record DatabaseSettings(
    String url,
    @Nullable String user,
    @Nullable Secret password,
    int maxConnections,
    Duration connectTimeout,
    Duration queryTimeout) {
  private static final String JDBC = "jdbc:";
  private static final Pattern USER_INFO =
      Pattern.compile("^(jdbc:postgresql://)([^/?@:]*)(?::([^/?]*))?@");
  private static final Pattern PASSWORD_PARAMETER = Pattern.compile("([?&])password=([^&]*)&?");

  /** Checks the form of the URL and that no password is in it. */
  public DatabaseSettings {
    if (!url.startsWith("jdbc:postgresql:")) {
      throw invalid("is not a PostgreSQL address", "write jdbc:postgresql://host:port/database");
    }
    if (USER_INFO.matcher(url).find() || PASSWORD_PARAMETER.matcher(url).find()) {
      throw invalid("holds a user or password in the URL", "give them apart from it");
    }
    if (maxConnections < 1) {
      throw invalid("allows " + maxConnections + " connections", "allow at least 1");
    }
  }

  /**
   * Settings from an address a person wrote on a command line or in a file: a password in it is
   * refused, because both can be read by others.
   *
   * @param address a JDBC URL or {@code postgresql://user@host:port/database}
   * @throws ProblemException CONFIGURATION when it is no such address
   */
  public static DatabaseSettings of(String address, @Nullable Secret password) {
    DatabaseSettings settings = ofEnvironment(address, null);
    if (settings.password != null) {
      throw invalid(
          "holds a password in the URL", "give the password in the environment, not in the URL");
    }
    return settings.withLogin(settings.user, password);
  }

  /**
   * Settings from an address in the environment, which may hold a password; {@code password} wins
   * over it.
   */
  public static DatabaseSettings ofEnvironment(String address, @Nullable Secret password) {
    String url = jdbcForm(address.strip());
    String user = null;
    Secret found = null;
    Matcher info = USER_INFO.matcher(url);
    if (info.find()) {
      user = decode(info.group(2));
      found = info.group(3) == null ? null : Secret.of(decode(info.group(3)));
      url = info.replaceFirst("$1");
    }
    Matcher parameter = PASSWORD_PARAMETER.matcher(url);
    if (parameter.find()) {
      found = Secret.of(decode(parameter.group(2)));
      url = parameter.replaceFirst("$1").replaceFirst("[?&]$", "");
    }
    return new DatabaseSettings(
        url,
        user,
        password == null ? found : password,
        10,
        Duration.ofSeconds(5),
        Duration.ofSeconds(60));
  }

  /** The same place with another login. */
  public DatabaseSettings withLogin(@Nullable String newUser, @Nullable Secret newPassword) {
    return new DatabaseSettings(
        url, newUser, newPassword, maxConnections, connectTimeout, queryTimeout);
  }

  /** The same with another bound on pooled connections. */
  public DatabaseSettings withMaxConnections(int connections) {
    return new DatabaseSettings(url, user, password, connections, connectTimeout, queryTimeout);
  }

  /** The same with other timeouts, see the components. */
  public DatabaseSettings withTimeouts(Duration connect, Duration query) {
    return new DatabaseSettings(url, user, password, maxConnections, connect, query);
  }

  /** What the driver is told for a connection called {@code applicationName} by the server. */
  Properties driverProperties(String applicationName, Duration silence) {
    Properties properties = new Properties();
    PGProperty.APPLICATION_NAME.set(properties, applicationName);
    PGProperty.TCP_KEEP_ALIVE.set(properties, true);
    PGProperty.CONNECT_TIMEOUT.set(properties, seconds(connectTimeout));
    PGProperty.SOCKET_TIMEOUT.set(properties, seconds(silence));
    if (silence.isZero()) {
      // Nothing else bounds how long the server may take over the login.
      PGProperty.LOGIN_TIMEOUT.set(properties, seconds(connectTimeout));
    }
    if (user != null) {
      PGProperty.USER.set(properties, user);
    }
    if (password != null) {
      PGProperty.PASSWORD.set(properties, password.reveal());
    }
    return properties;
  }

  private static int seconds(Duration duration) {
    return Math.toIntExact(duration.plusMillis(999).toSeconds());
  }

  private static String jdbcForm(String address) {
    if (address.startsWith("postgres://")) {
      return JDBC + "postgresql" + address.substring("postgres".length());
    }
    return address.startsWith("postgresql://") ? JDBC + address : address;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static ProblemException invalid(String cause, String wayOut) {
    return new ProblemException(Problem.configuration("database address", cause, wayOut));
  }
}
