package dev.orrery.runner.machine;

import dev.orrery.database.Database;
import dev.orrery.kernel.Sha256;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What a machine reads and says of the deployment it hosts. Thread-safe. */
final class MachineTable {
  private final Jdbi jdbi;

  /** Works on this database. */
  MachineTable(Database database) {
    this.jdbi = database.jdbi();
  }

  /**
   * Who signs for a deployment.
   *
   * @param master address of the account
   * @param revoked whether its owner has taken the right back
   */
  record Agent(String master, String address, boolean revoked) {}

  /** Whose a deployment is; empty when there is none of this id. */
  Optional<UUID> owner(UUID deployment) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select user_id from deployments where id = :id")
            .bind("id", deployment)
            .mapTo(UUID.class)
            .findOne());
  }

  /** The agent of a deployment; empty on paper. */
  Optional<Agent> agent(UUID deployment) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select w.address, a.agent_address, a.revoked_at is not null as revoked
                from deployments d
                join hyperliquid_agents a on a.id = d.hyperliquid_agent_id
                join hyperliquid_master_wallets w on w.id = a.master_wallet_id
                where d.id = :id
                """)
            .bind("id", deployment)
            .map((row, context) -> new Agent(row.getString(1), row.getString(2), row.getBoolean(3)))
            .findOne());
  }

  /** The bytes that should have a digest; empty when nobody kept them. */
  Optional<byte[]> artifact(Sha256 digest) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select bytes from artifacts where digest = :digest")
            .bind("digest", digest.hex())
            .map((row, context) -> row.getBytes(1))
            .findOne());
  }

  /** Says that the machine lives, if it is the one that hosts the deployment. */
  void beat(UUID deployment, long epoch) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                insert into agent_state (deployment_id, updated_at)
                select :id, clock_timestamp() from deployment_leases
                where resource = 'deployment:' || :id and epoch = :epoch
                on conflict (deployment_id) do update set updated_at = excluded.updated_at
                """)
            .bind("id", deployment)
            .bind("epoch", epoch)
            .execute());
  }

  /**
   * Says why the machine did not come up.
   *
   * @param failed whether that is for good: what takes a place is in error then
   * @param epoch under which it was to host; null when it has no lease: then nothing is said of a
   *     deployment that another machine hosts
   * @return whether it was said
   */
  boolean fatal(UUID deployment, boolean failed, String text, @Nullable Long epoch) {
    return jdbi.withHandle(handle ->
        handle
            .createUpdate(
                """
                with said as (
                  update deployments set error_text = :text,
                    status = case when :failed and status <> 'stopping' then 'error'
                      else status end
                  where id = :id
                    and status in ('provisioning', 'running', 'paused', 'halted', 'stopping')
                    and not exists (select from deployment_leases l
                      where l.resource = 'deployment:' || :id
                        and l.expires_at > clock_timestamp()
                        and l.epoch is distinct from cast(:epoch as bigint))
                  returning id)
                insert into agent_logs (deployment_id, level, event, message)
                select id, 'error', 'runner_fatal', :text from said
                """)
            .bind("text", text.replace("\0", ""))
            .bind("failed", failed)
            .bind("id", deployment)
            .bind("epoch", epoch)
            .execute())
        == 1;
  }
}
