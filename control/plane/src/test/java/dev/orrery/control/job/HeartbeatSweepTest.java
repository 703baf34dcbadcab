package dev.orrery.control.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.control.PlaneBench;
import dev.orrery.deployment.DeploymentStatus;
import dev.orrery.deployment.LogTable;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class HeartbeatSweepTest {
  private final PlaneBench bench = new PlaneBench();
  private final HeartbeatTable table = new HeartbeatTable(bench.database);

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void findsNothingOnAnEmptySystem() {
    assertThat(new HeartbeatSweep(table).run()).hasToString("{checked=0, marked=0}");
    assertThat(new PendingAgentsGc(new PendingAgentTable(bench.database)).run())
        .hasToString("{deleted=0}");
  }

  @Test
  void marksWhoIsSilentForThreeTicksOrFifteenMinutes() {
    UUID good = bench.running(PlaneBench.ALICE, "good");
    UUID late = bench.running(PlaneBench.ALICE, "late");
    UUID slow = bench.running(PlaneBench.ALICE, "slow");
    beat(good, "14 minutes 50 seconds");
    beat(late, "16 minutes");
    beat(slow, "16 minutes");
    bench.execute("update deployments set tick_interval_seconds = 600 where id = ?", slow);
    assertThat(table.sweep()).isEqualTo(new HeartbeatTable.Swept(3, 1));
    assertThat(bench.now(good).status()).isEqualTo(DeploymentStatus.RUNNING);
    assertThat(bench.now(slow).status()).isEqualTo(DeploymentStatus.RUNNING);
    assertThat(bench.now(late).status()).isEqualTo(DeploymentStatus.ERROR);
    assertThat(bench.now(late).errorText())
        .startsWith("heartbeat lost: none for 16 min, since 2")
        .endsWith(", late after 15.0 min");
    assertThat(log(late)).containsExactly("heartbeat_lost " + bench.now(late).errorText());
    beat(slow, "31 minutes");
    assertThat(table.sweep()).isEqualTo(new HeartbeatTable.Swept(2, 1));
    assertThat(bench.now(slow).status()).isEqualTo(DeploymentStatus.ERROR);
    assertThat(table.sweep()).isEqualTo(new HeartbeatTable.Swept(1, 0));
    assertThat(log(late)).as("told once").hasSize(1);
  }

  @Test
  void seesARunnerThatNeverBeat() {
    UUID id = bench.running(PlaneBench.ALICE, "one");
    assertThat(table.sweep()).isEqualTo(new HeartbeatTable.Swept(1, 0));
    bench.execute(
        "update deployments set started_at = now() - interval '16 minutes',"
            + " created_at = now() - interval '1 hour'");
    assertThat(table.sweep()).isEqualTo(new HeartbeatTable.Swept(1, 1));
    assertThat(bench.now(id).status()).isEqualTo(DeploymentStatus.ERROR);
  }

  @Test
  void countsFromTheLastStartWhenTheHeartbeatIsOfTheRunBefore() {
    UUID id = bench.running(PlaneBench.ALICE, "one");
    beat(id, "2 days");
    bench.execute("update deployments set started_at = now() where id = ?", id);
    assertThat(table.sweep()).isEqualTo(new HeartbeatTable.Swept(1, 0));
  }

  @Test
  void leavesTheMachineAndTheOthersAlone() {
    UUID provisioning = bench.deployed(PlaneBench.ALICE, "new");
    UUID halted = bench.running(PlaneBench.ALICE, "halted");
    UUID paused = bench.running(PlaneBench.ALICE, "paused");
    bench.execute("update deployments set status = 'halted' where id = ?", halted);
    bench.execute("update deployments set status = 'paused' where id = ?", paused);
    beat(halted, "1 hour");
    beat(paused, "1 hour");
    bench.execute("update deployments set created_at = now() - interval '1 day'");
    assertThat(table.sweep()).isEqualTo(new HeartbeatTable.Swept(1, 1));
    assertThat(bench.now(provisioning).status()).isEqualTo(DeploymentStatus.PROVISIONING);
    assertThat(bench.now(halted).status()).isEqualTo(DeploymentStatus.HALTED);
    assertThat(log(halted)).singleElement().asString().endsWith("(it stays halted)");
    table.sweep();
    assertThat(log(halted)).as("one alarm for one silence").hasSize(1);
    String machine =
        bench
            .database
            .jdbi()
            .withHandle(handle ->
                handle
                    .createQuery("select machine_id from deployments where id = :id")
                    .bind("id", paused)
                    .mapTo(String.class)
                    .one());
    assertThat(machine).isEqualTo("m-" + paused);
  }

  @Test
  void deletesApprovalsThatWaitedForMoreThanTenMinutes() {
    bench.execute(
        """
        with wallet as (insert into hyperliquid_master_wallets (user_id, address)
          values (?, '0x%s') returning id)
        insert into pending_hyperliquid_agents
          (vault_key_id, user_id, master_wallet_id, agent_address, agent_name, nonce_ms, created_at)
        select gen_random_uuid(), ?, id, '0x1', 'a', 1, now() - minutes * interval '1 minute'
        from wallet, (values (9), (11), (500)) as waits (minutes)
        """
            .formatted("ab".repeat(20)),
        PlaneBench.ALICE,
        PlaneBench.ALICE);
    PendingAgentsGc job = new PendingAgentsGc(new PendingAgentTable(bench.database));
    assertThat(job.run()).hasToString("{deleted=2}");
    assertThat(job.run()).hasToString("{deleted=0}");
  }

  private void beat(UUID id, String ago) {
    bench.execute(
        """
        insert into agent_state (deployment_id, updated_at)
        values (?, now() - cast(? as interval))
        on conflict (deployment_id) do update set updated_at = excluded.updated_at
        """,
        id,
        ago);
    bench.execute(
        "update deployments set started_at = now() - interval '3 days',"
            + " created_at = now() - interval '3 days' where id = ?",
        id);
  }

  private List<String> log(UUID id) {
    return new LogTable(bench.database)
        .recent(PlaneBench.ALICE, id, LogTable.Level.ERROR, 10).stream()
            .map(line -> line.event() + " " + line.message())
            .toList();
  }
}
