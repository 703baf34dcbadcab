package dev.orrery.database;

import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.sql.SQLException;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * The roles of the database and what they see: {@code orrery_runner} for machines, {@code
 * orrery_member} for what is done for a user. The migrations make them where they may. Thread-safe.
 */
public final class Walls {
  /** The group of all runners' roles. */
  public static final String RUNNER = "orrery_runner";

  /** What is done for a user is done as this role, see {@link UserWall}. */
  public static final String MEMBER = "orrery_member";

  private static final String NO_RIGHT = "42501";

  private final Jdbi jdbi;

  /** Of this database. */
  public Walls(Database database) {
    this.jdbi = database.jdbi();
  }

  /** Whether they stand: the roles, and for the tables that matter most the policies. */
  public boolean stand() {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select count(*) = 4 from pg_policy p
                join pg_class c on c.oid = p.polrelid and c.relrowsecurity
                join pg_roles r on r.oid = any(p.polroles)
                  and p.polname = r.rolname || '_rows'
                where c.oid in (to_regclass('public.deployments'),
                    to_regclass('public.agent_commands'))
                  and r.rolname in (:runner, :member)
                """)
            .bind("runner", RUNNER)
            .bind("member", MEMBER)
            .mapTo(Boolean.class)
            .one());
  }

  /**
   * Makes them, or makes them again as they should be.
   *
   * @throws ProblemException REFUSED when whoever is connected may not make roles
   */
  public void raise() {
    try {
      jdbi.useTransaction(handle -> handle.execute("select orrery_raise_walls()"));
    } catch (JdbiException e) {
      if (e.getCause() instanceof SQLException cause && NO_RIGHT.equals(cause.getSQLState())) {
        throw new ProblemException(
            new Problem(
                ExitCode.REFUSED,
                "roles of the database",
                "cannot be made: "
                    + String.valueOf(cause.getMessage()).lines().findFirst().orElse(""),
                "connect as the owner of its tables, with the right to make roles (CREATEROLE)"),
            e);
      }
      throw e;
    }
  }
}
