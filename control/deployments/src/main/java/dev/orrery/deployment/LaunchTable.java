package dev.orrery.deployment;

import dev.orrery.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;

/**
 * What the control plane writes of the machine of a deployment. The runner writes how the
 * deployment does; this is what is known without it. Thread-safe.
 */
public final class LaunchTable {
  private static final String PLACEMENT =
      """
      select d.user_id, d.id, d.strategy, d.broker_kind, d.status, d.machine_id,
        d.machine_provider
      from deployments d where d.host_kind = 'machine' and
      """;

  private final Jdbi jdbi;

  /** Works on this database. */
  public LaunchTable(Database database) {
    this.jdbi = database.jdbi();
  }

  /**
   * The machine of a deployment.
   *
   * @param provider who made it
   * @param machine its id there
   * @param region empty where there are none
   * @param image its digest or release, pinned for as long as the machine is not upgraded
   */
  public record Machine(String provider, String machine, String region, String image) {}

  /**
   * A deployment as whoever makes machines sees it, whoever it belongs to.
   *
   * @param machine its id; null while it has none
   * @param provider whose it is, or whose it will be once an attempt was begun
   */
  public record Placement(
      UUID user,
      UUID id,
      String name,
      BrokerKind broker,
      DeploymentStatus status,
      @Nullable String machine,
      @Nullable String provider) {}

  /**
   * Those that shall have a machine and have none, the oldest first; also what another provider has
   * begun.
   */
  public List<Placement> missing() {
    return placements(
        """
        d.machine_id is null and d.wanted <> 'stopped'
          and d.status in ('provisioning', 'running', 'paused', 'halted')
        """);
  }

  /**
   * Those whose machine is to go: it has ended, and its runner has given its lease back, which it
   * does last, or has had 20 s for it; or it was to end a minute ago, or its attempt was lost, and
   * nobody holds its lease.
   */
  public List<Placement> toEnd() {
    return placements(
        """
        ((d.status = 'stopped' and d.machine_id is not null
            and (d.stopped_at is null or d.stopped_at < clock_timestamp() - interval '20 seconds'
              or not exists (select from deployment_leases l
                where l.resource = 'deployment:' || d.id and l.expires_at > clock_timestamp())))
          or (d.status in ('stopping', 'error') and d.wanted = 'stopped'
            and (d.launch_id is not null or d.machine_id is not null)
            and not exists (select from deployment_leases l
              where l.resource = 'deployment:' || d.id and l.expires_at > clock_timestamp())
            and (d.machine_id is null or not exists (select from agent_commands c
              where c.deployment_id = d.id and c.kind = 'stop'
                and c.created_at > clock_timestamp() - interval '60 seconds'))))
        """);
  }

  /** Those that are to end, whose machine is another provider's, and that nobody can act for. */
  public List<Placement> lostElsewhere(String provider) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                PLACEMENT
                    + """
                    d.machine_provider <> :provider and d.wanted = 'stopped'
                      and d.status <> 'stopped' and d.launch_id is not null
                      and not exists (select from deployment_leases l
                        where l.resource = 'deployment:' || d.id
                          and l.expires_at > clock_timestamp())
                    order by d.created_at, d.id
                    """)
            .bind("provider", provider)
            .map((row, context) -> read(row))
            .list());
  }

  /** Those that are to end and never were to have a machine: only we can end them. */
  public List<Placement> neverLaunched() {
    return placements(
        """
        d.machine_id is null and d.launch_id is null and d.wanted = 'stopped'
          and d.status in ('stopping', 'error', 'provisioning')
        """);
  }

  /** Whether a runner may act for it. */
  public boolean leased(UUID id) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select exists (select from deployment_leases
                  where resource = :resource and expires_at > clock_timestamp())
                """)
            .bind("resource", Lease.deployment(id))
            .mapTo(Boolean.class)
            .one());
  }

  /** One of the user's; empty when it has no place on a machine. */
  public Optional<Placement> placement(UUID user, UUID id) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(PLACEMENT + "d.user_id = :user and d.id = :id")
            .bind("user", user)
            .bind("id", id)
            .map((row, context) -> read(row))
            .findOne());
  }

  private List<Placement> placements(String condition) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(PLACEMENT + condition + " order by d.created_at, d.id")
            .map((row, context) -> read(row))
            .list());
  }

  private static Placement read(ResultSet row) throws SQLException {
    return new Placement(
        Rows.uuid(row, "user_id"),
        Rows.uuid(row, "id"),
        row.getString("strategy"),
        BrokerKind.of(row.getString("broker_kind")),
        DeploymentStatus.of(row.getString("status")),
        Rows.textOrNull(row, "machine_id"),
        Rows.textOrNull(row, "machine_provider"));
  }

  /**
   * Begins an attempt to give it a machine, or goes on with the one that was begun: kept before
   * anything is asked of a provider.
   *
   * @param fresh the id of the attempt, if it is a new one
   * @param provider who will be asked
   * @return the id of the attempt; empty when it is to end, has a machine by now, or another
   *     provider was asked: its machine may be there, where nobody else sees it
   */
  public Optional<UUID> begin(UUID user, UUID id, UUID fresh, String provider) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                update deployments set launch_id = coalesce(launch_id, :fresh),
                  machine_provider = :provider
                where user_id = :user and id = :id and machine_id is null and wanted <> 'stopped'
                  and (launch_id is null or machine_provider is null
                    or machine_provider = :provider)
                  and status in ('provisioning', 'running', 'paused', 'halted')
                returning launch_id
                """)
            .bind("fresh", fresh)
            .bind("provider", provider)
            .bind("user", user)
            .bind("id", id)
            .mapTo(UUID.class)
            .findOne());
  }

  /**
   * Keeps which machine is its own, before anybody waits for it: what was made and is not known
   * here would be an orphan. {@code started_at} is set, so that silence is counted from now.
   *
   * @return false when the deployment is to end by now: the machine is to be destroyed again
   */
  public boolean launched(UUID user, UUID id, Machine machine) {
    return jdbi.inTransaction(handle -> {
      Deployment row = DeploymentTable.locked(handle, user, id);
      handle
          .createUpdate(
              """
              update deployments set machine_provider = :provider, machine_id = :machine,
                fly_machine_id = case :provider when 'fly' then :machine end,
                fly_region = nullif(:region, ''), fly_image = :image,
                started_at = clock_timestamp()
              where id = :id
              """)
          .bind("provider", machine.provider())
          .bind("machine", machine.machine())
          .bind("region", machine.region())
          .bind("image", machine.image())
          .bind("id", id)
          .execute();
      return DeploymentStatus.OCCUPYING.contains(row.status()) && row.wanted() != Wanted.STOPPED;
    });
  }

  /**
   * What its machine is to run: what it was pinned to when it was made, or from now on this.
   *
   * @param current for one that is not pinned yet
   */
  public String pinned(UUID user, UUID id, String current) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                update deployments set fly_image = coalesce(fly_image, :current)
                where user_id = :user and id = :id returning fly_image
                """)
            .bind("current", current)
            .bind("user", user)
            .bind("id", id)
            .mapTo(String.class)
            .findOne()
            .orElse(current));
  }

  /**
   * What an upgrade is about.
   *
   * @param machine null while it has none
   * @param provider whose that is
   * @param image null where it is not known
   */
  public record Pinned(
      Deployment deployment,
      @Nullable String machine,
      @Nullable String provider,
      @Nullable String image) {}

  /** A deployment with its machine and what that runs; empty when the user has none of this id. */
  public Optional<Pinned> pin(UUID user, UUID id) {
    return jdbi.withHandle(handle -> {
      Optional<Deployment> row = DeploymentTable.find(handle, user, id, "");
      return row.map(deployment ->
          handle
              .createQuery(
                  "select machine_id, machine_provider, fly_image from deployments where id = :id")
              .bind("id", id)
              .map((found, context) ->
                  new Pinned(
                      deployment,
                      Rows.textOrNull(found, "machine_id"),
                      Rows.textOrNull(found, "machine_provider"),
                      Rows.textOrNull(found, "fly_image")))
              .one());
    });
  }

  /**
   * Another image, in place; what is shown as outdated is not from here on.
   *
   * @param actor who wanted it
   */
  public void upgraded(UUID user, UUID id, String image, String actor) {
    jdbi.useTransaction(handle -> {
      int changed =
          handle.execute(
              "update deployments set fly_image = ?"
                  + " where user_id = ? and id = ? and fly_image is distinct from ?",
              image,
              user,
              id,
              image);
      if (changed > 0) {
        LogTable.append(handle, id, "info", "upgraded", "runs " + image + " now, by " + actor);
      }
    });
  }

  /**
   * One that failed is to come up again, which is an explicit act: it is provisioning, and takes
   * its place again.
   *
   * @return false when it has not failed, or its place is another's by now
   */
  public boolean revived(UUID user, UUID id) {
    try {
      return jdbi.inTransaction(handle -> {
        Deployment row = DeploymentTable.locked(handle, user, id);
        if (row.status() != DeploymentStatus.ERROR || row.wanted() == Wanted.STOPPED) {
          return false;
        }
        DeploymentTable.move(handle, row, DeploymentStatus.PROVISIONING, null);
        handle.execute("update deployments set started_at = clock_timestamp() where id = ?", id);
        return true;
      });
    } catch (UnableToExecuteStatementException e) {
      if (e.getCause() instanceof SQLException cause && "23505".equals(cause.getSQLState())) {
        return false;
      }
      throw e;
    }
  }

  /**
   * It did not come up, or its runner ended with a fault: {@code error}, with the event {@code
   * runner_fatal} in its log. What ends or has ended stays as it is, and what failed before keeps
   * the first reason.
   *
   * @return whether it is so now
   */
  public boolean failed(UUID user, UUID id, String errorText) {
    return jdbi.inTransaction(handle -> {
      Deployment row = DeploymentTable.locked(handle, user, id);
      if (!DeploymentStatus.OCCUPYING.contains(row.status())) {
        return false;
      }
      DeploymentTable.move(handle, row, DeploymentStatus.ERROR, errorText);
      LogTable.append(handle, id, "error", "runner_fatal", errorText);
      return true;
    });
  }

  /**
   * Its machine is confirmed gone. What was to end has ended, and nobody can act for it any more:
   * an epoch above its runner's is taken, its lease is over, and its commands wait no longer. Who
   * was killed says by whom.
   *
   * @return the status it has now
   */
  public DeploymentStatus gone(UUID user, UUID id) {
    return jdbi.inTransaction(handle -> {
      Deployment row = DeploymentTable.locked(handle, user, id);
      revoke(handle, id);
      handle.execute(
          "update deployments set machine_id = null, fly_machine_id = null, launch_id = null"
              + " where id = ?",
          id);
      if (row.wanted() != Wanted.STOPPED && row.status() != DeploymentStatus.STOPPING) {
        return row.status();
      }
      String killed = killed(handle, id).orElse(row.errorText());
      DeploymentTable.move(handle, row, DeploymentStatus.STOPPED, killed);
      settle(handle, id);
      return DeploymentStatus.STOPPED;
    });
  }

  private static Optional<String> killed(Handle handle, UUID id) {
    return handle
        .createQuery(
            """
            select 'killed by ' || actor from agent_commands
            where deployment_id = :id and kind = 'kill' order by seq desc limit 1
            """)
        .bind("id", id)
        .mapTo(String.class)
        .findOne();
  }

  /** A stop or kill is done when there is nothing left to end; the others come too late. */
  private static void settle(Handle handle, UUID id) {
    handle.execute(
        """
        update agent_commands set acked_at = clock_timestamp(),
          result = case when kind in ('stop', 'kill') then '{"note": "its machine is gone"}'::jsonb end,
          error = case when kind not in ('stop', 'kill')
            then 'the deployment has ended, was not carried out' end
        where deployment_id = ? and acked_at is null
        """,
        id);
  }

  private static void revoke(Handle handle, UUID id) {
    handle.execute(
        """
        update deployment_leases
        set epoch = epoch + 1, token = gen_random_uuid(), expires_at = clock_timestamp()
        where resource = ?
        """,
        "deployment:" + id);
  }
}
