package dev.orrery.database;

import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.postgresql.PGConnection;

/**
 * Logins of runners: a role for each deployment, which sees that deployment's rows and nothing else
 * of anybody, see {@link Walls}. Thread-safe.
 *
 * <p>A password is a function of a key of the control plane, the role and the launch: asking again
 * for the same launch gives the same, which a machine that was adopted has already, and the next
 * launch has another. It is kept nowhere; the server gets what it can check it by.
 */
public final class RunnerRoles {
  private static final String HMAC = "HmacSHA256";

  /** What a runner has open, twice: the next process begins before the server missed the last. */
  private static final int MOST_CONNECTIONS = 8;

  private static final String NO_RIGHT = "42501";

  private final Jdbi jdbi;
  private final Secret key;

  /**
   * Of this database.
   *
   * @param key at least 32 random bytes as text, the same over restarts of the control plane
   */
  public RunnerRoles(Database database, Secret key) {
    this.jdbi = database.jdbi();
    this.key = key;
  }

  /** What a runner connects with. */
  public record Login(String user, Secret password) {}

  /**
   * The login of a deployment's runner, made where there is none; that of an earlier launch does
   * not work any more.
   *
   * @throws ProblemException REFUSED when there is no such deployment, or the control plane may not
   *     make roles
   */
  public Login credentials(UUID deployment) {
    try {
      return jdbi.inTransaction(handle -> {
        String launch =
            handle
                .createQuery(
                    "select coalesce(launch_id::text, 'none') from deployments where id = :id"
                        + " for no key update")
                .bind("id", deployment)
                .mapTo(String.class)
                .findOne()
                .orElseThrow(() -> refused(deployment, "is not in the database", ""));
        String role = find(handle, deployment).orElseGet(() -> create(handle, deployment));
        Login login = new Login(role, password(role, launch));
        handle
            .getConnection()
            .unwrap(PGConnection.class)
            .alterUserPassword(role, login.password().reveal().toCharArray(), "scram-sha-256");
        return login;
      });
    } catch (SQLException e) {
      throw noRole(deployment, e);
    } catch (JdbiException e) {
      if (e.getCause() instanceof SQLException cause && NO_RIGHT.equals(cause.getSQLState())) {
        throw noRole(deployment, cause);
      }
      throw e;
    }
  }

  /**
   * Takes the login away and ends what is connected with it: for a machine that is gone, or has to
   * be.
   *
   * @return whether there was one
   */
  public boolean end(UUID deployment) {
    return jdbi.inTransaction(handle -> {
      Optional<String> role = find(handle, deployment);
      role.ifPresent(name -> {
        handle.execute("alter role " + name + " nologin");
        // Only who has its rights may end what is connected as it.
        handle.execute("grant " + name + " to current_user");
        handle
            .createQuery(
                "select count(pg_terminate_backend(pid)) from pg_stat_activity"
                    + " where usename = :role and pg_has_role(usesysid, 'usage')")
            .bind("role", name)
            .mapTo(Long.class)
            .one();
        handle.execute("drop role " + name);
        handle.execute("delete from runner_roles where deployment_id = ?", deployment);
      });
      return role.isPresent();
    });
  }

  /**
   * The same for all that have stopped and whose machine is gone.
   *
   * @return how many
   */
  public int tidy() {
    List<UUID> over =
        jdbi.withHandle(handle ->
            handle
                .createQuery(
                    """
                    select d.id from runner_roles r join deployments d on d.id = r.deployment_id
                    where d.status = 'stopped' and d.machine_id is null and d.launch_id is null
                    """)
                .mapTo(UUID.class)
                .list());
    over.forEach(this::end);
    return over.size();
  }

  private static Optional<String> find(Handle handle, UUID deployment) {
    return handle
        .createQuery(
            """
            select r.role_name from runner_roles r join pg_roles p on p.rolname = r.role_name
            where r.deployment_id = :id
            """)
        .bind("id", deployment)
        .mapTo(String.class)
        .findOne();
  }

  /** After a restore into another server the row is there, and the role is not. */
  private static String create(Handle handle, UUID deployment) {
    String name = Walls.RUNNER + "_" + UUID.randomUUID().toString().replace("-", "");
    handle.execute("delete from runner_roles where deployment_id = ?", deployment);
    handle.execute(
        "create role "
            + name
            + " login connection limit "
            + MOST_CONNECTIONS
            + " in role "
            + Walls.RUNNER);
    handle.execute(
        "insert into runner_roles (role_name, deployment_id) values (?, ?)", name, deployment);
    return name;
  }

  private Secret password(String role, String launch) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key.reveal().getBytes(StandardCharsets.UTF_8), HMAC));
      byte[] bytes = mac.doFinal((role + " " + launch).getBytes(StandardCharsets.UTF_8));
      return Secret.of(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + HMAC, e);
    }
  }

  private static ProblemException noRole(UUID deployment, SQLException cause) {
    return new ProblemException(
        new Problem(
            ExitCode.REFUSED,
            "the database role of deployment " + deployment,
            "cannot be made: " + String.valueOf(cause.getMessage()).lines().findFirst().orElse(""),
            "give the control plane's login the right to make roles (CREATEROLE), then run orrery"
                + " db roles"),
        cause);
  }

  private static ProblemException refused(UUID deployment, String cause, String wayOut) {
    return new ProblemException(Problem.refused("deployment " + deployment, cause, wayOut));
  }
}
