package dev.orrery.deployment;

import dev.orrery.database.Database;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/**
 * Who may still trade what a deployment is to trade: those it replaced, a machine of its own that
 * was lost, and on mainnet whoever holds the account. Its machine is not made before they are over,
 * so there is no moment in which two could trade. The status of a predecessor does not tell: one
 * that is stopping, failed or stopped may have a runner that has not heard of it; its lease and its
 * machine do. Thread-safe.
 */
public final class HandoverTable {
  /** A machine that is not confirmed gone this long after its stop counts by its lease alone. */
  public static final Duration DRAIN = Duration.ofSeconds(60);

  private final Jdbi jdbi;

  /** Works on this database. */
  public HandoverTable(Database database) {
    this.jdbi = database.jdbi();
  }

  /**
   * One that is waited for.
   *
   * @param id the deployment itself, where it is its own lease or its account's that is held
   * @param atMost until its lease, or its time to end, runs out; more when it renews
   */
  public record Predecessor(UUID id, DeploymentStatus status, Duration atMost) {
    /** As in {@code waiting for predecessor 1234abcd (12 s)}. */
    public String text() {
      return "waiting for predecessor %s (%d s)"
          .formatted(id.toString().substring(0, 8), Math.max(1, atMost.toSeconds()));
    }
  }

  /** Whom a deployment waits for; empty when its machine may be made. */
  public List<Predecessor> before(UUID user, UUID deployment) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                with it as (
                  select * from deployments where user_id = :user and id = :id),
                other as (
                  select p.id, p.status,
                    greatest(
                      (select l.expires_at from deployment_leases l
                       where l.resource = 'deployment:' || p.id),
                      case when p.host_kind = 'machine' and p.status = 'stopping'
                          and p.machine_id is not null
                        then (select max(c.created_at) from agent_commands c
                          where c.deployment_id = p.id and c.kind in ('stop', 'kill'))
                          + make_interval(secs => :drain) end,
                      case when p.host_kind = 'run' and p.status = 'stopping'
                        then (select s.updated_at from agent_state s where s.deployment_id = p.id)
                          + make_interval(secs => :drain) end) as until
                  from it join deployments p
                    on p.user_id = it.user_id and p.skill_id = it.skill_id
                      and p.broker_kind = it.broker_kind and p.id <> it.id
                  where p.status in ('stopping', 'stopped', 'error')
                  union all
                  select it.id, it.status, l.expires_at
                  from it join deployment_leases l on l.resource in
                    ('deployment:' || it.id, 'account:' || lower(it.vault)))
                select id, status, extract(epoch from until - clock_timestamp()) as seconds
                from other where until > clock_timestamp() order by until desc, id
                """)
            .bind("user", user)
            .bind("id", deployment)
            .bind("drain", DRAIN.toSeconds())
            .map((row, context) -> {
              BigDecimal seconds = row.getBigDecimal("seconds");
              return new Predecessor(
                  Rows.uuid(row, "id"),
                  DeploymentStatus.of(row.getString("status")),
                  Duration.ofMillis(seconds.movePointRight(3).longValue()));
            })
            .list());
  }
}
