package dev.orrery.deployment;

import dev.orrery.database.Database;
import dev.orrery.kernel.IdSource;
import dev.orrery.kernel.ProblemException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/**
 * The rows of what one process hosts: deployments of the user {@code local} on paper. A strategy
 * keeps its row, and so its id, state and latches, for as long as its name is the same, whatever
 * its caps, parameters, jar or vault become; each change of those but the vault is a new version of
 * its skill. Thread-safe.
 */
public final class LocalDeploymentTable {
  private static final String UNIQUE_VIOLATION = "23505";

  private final Jdbi jdbi;
  private final IdSource ids;

  /** Works on this database. */
  public LocalDeploymentTable(Database database, IdSource ids) {
    this.jdbi = database.jdbi();
    this.ids = ids;
  }

  /**
   * Finds or makes the row of a strategy, before it is hosted. What was stopped by a person stays
   * stopped: its {@link Deployment#wanted} says so, and it is not to be hosted but for commands.
   * What was stopped because it was not configured, or has failed, is provisioning again. Call
   * {@link DeploymentTable#started} when it is up.
   *
   * @throws ProblemException REFUSED while a machine runs the same skill
   */
  public Deployment ensure(String name, String vault, SkillPayload payload) {
    Optional<Deployment> same = jdbi.withHandle(handle -> unchanged(handle, name, vault, payload));
    if (same.isPresent() && !ends(same.get()) && !isDown(same.get())) {
      return same.get();
    }
    try {
      return jdbi.inTransaction(handle -> {
        SkillTable.Version version = SkillTable.save(handle, Users.LOCAL, name, payload);
        Optional<Deployment> present = DeploymentTable.inRun(handle, Users.LOCAL, version.skill());
        UUID id = present.isPresent() ? present.get().id() : ids.next();
        if (present.isEmpty()) {
          insert(handle, id, name, version);
        }
        configure(handle, id, vault, version, payload);
        if (present.isPresent()) {
          settle(handle, present.get());
        }
        return DeploymentTable.locked(handle, Users.LOCAL, id);
      });
    } catch (UnableToExecuteStatementException e) {
      if (e.getCause() instanceof SQLException cause
          && UNIQUE_VIOLATION.equals(cause.getSQLState())) {
        throw new ProblemException(DeployRules.placeTaken("strategy " + name, BrokerKind.PAPER), e);
      }
      throw e;
    }
  }

  /**
   * Marks those stopped that are not configured any more. They are still wanted, so they come back
   * with their state, and their latches, when they are configured again.
   *
   * @return their names
   */
  public List<String> retireAllBut(Set<String> configured) {
    return jdbi.inTransaction(handle -> {
      List<String> retired = new ArrayList<>();
      for (Deployment row : DeploymentTable.list(handle, Users.LOCAL)) {
        if (row.host() == HostKind.RUN
            && row.status() != DeploymentStatus.STOPPED
            && !configured.contains(row.name())) {
          DeploymentTable.move(handle, row, DeploymentStatus.STOPPED, "no longer configured");
          retired.add(row.name());
        }
      }
      return retired;
    });
  }

  private static void settle(Handle handle, Deployment row) {
    if (ends(row)) {
      DeploymentTable.move(handle, row, DeploymentStatus.STOPPED, row.errorText());
    } else if (isDown(row)) {
      DeploymentTable.move(handle, row, DeploymentStatus.PROVISIONING, null);
    }
  }

  private static boolean ends(Deployment row) {
    return row.wanted() == Wanted.STOPPED
        || row.latches().stopping() != null
        || row.status() == DeploymentStatus.STOPPING;
  }

  private static boolean isDown(Deployment row) {
    return row.status() == DeploymentStatus.STOPPED || row.status() == DeploymentStatus.ERROR;
  }

  /** Its row, if that says already what it should: as at nearly every start. */
  private static Optional<Deployment> unchanged(
      Handle handle, String name, String vault, SkillPayload payload) {
    return handle
        .createQuery(
            DeploymentTable.SELECT
                + """
                where d.user_id = :user and d.host_kind = 'run' and d.vault = :vault
                  and d.tick_interval_seconds = :seconds
                  and d.skill_id = (
                    select id from skills where user_id = :user and slug = :name and name = :name)
                  and exists (
                    select from skill_versions v
                    where v.skill_id = d.skill_id and v.version = d.skill_version
                      and v.payload = cast(:payload as jsonb)
                      and v.version = (
                        select max(version) from skill_versions where skill_id = d.skill_id))
                """)
        .bind("user", Users.LOCAL)
        .bind("vault", vault)
        .bind("seconds", payload.tickInterval().toSeconds())
        .bind("name", name)
        .bind("payload", payload.json())
        .map((row, context) -> DeploymentTable.read(row))
        .findOne();
  }

  private static void insert(Handle handle, UUID id, String name, SkillTable.Version version) {
    handle
        .createUpdate(
            """
            insert into deployments
              (id, user_id, skill_id, skill_version, strategy, vault, broker_kind, host_kind)
            values (:id, :user, :skill, :version, :name, '', 'paper', 'run')
            """)
        .bind("id", id)
        .bind("user", Users.LOCAL)
        .bind("skill", version.skill())
        .bind("version", version.version())
        .bind("name", name)
        .execute();
  }

  private static void configure(
      Handle handle, UUID id, String vault, SkillTable.Version version, SkillPayload payload) {
    handle
        .createUpdate(
            """
            update deployments set skill_version = :version, vault = :vault,
              tick_interval_seconds = :seconds
            where id = :id
            """)
        .bind("version", version.version())
        .bind("vault", vault)
        .bind("seconds", payload.tickInterval().toSeconds())
        .bind("id", id)
        .execute();
  }
}
