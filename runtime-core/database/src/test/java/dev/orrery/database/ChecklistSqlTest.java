package dev.orrery.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.statement.Query;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The launch checklist's queries, unchanged to the letter, over the core tables. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ChecklistSqlTest {
  private final Database database = TestDatabase.fresh();
  private final CoreSchemaTest.Sample sample = new CoreSchemaTest.Sample(database);
  private final UUID skill = sample.skill("one");
  private final UUID paper = sample.deployment(skill, "paper", "running");
  private final UUID live = sample.deployment(skill, "hyperliquid-mainnet", "halted");

  @BeforeAll
  void fill() {
    for (int tick = 0; tick < 6; tick++) {
      String id = "firing-" + tick;
      execute(
          "insert into decision_snapshots (id, deployment_id, seq, strategy, vault, firing_id,"
              + " trigger, scheduled_at, tick_at, as_of, verdict, prompt_tokens,"
              + " completion_tokens, cost_usd) values (?, ?, ?, 'sma-cross', 'paper-1', ?,"
              + " 'every:300s', now(), now() + interval '1 minute', now(), 'noop', 100, 20, 0.01)",
          id,
          paper,
          tick,
          id);
    }
    execute(
        "insert into agent_state (deployment_id, equity_usd, updated_at)"
            + " values (?, 10000, now() - interval '90 seconds')",
        paper);
    execute(
        "insert into mainnet_orders (deployment_id, cloid, symbol, side, status, size_base,"
            + " placed_at) values (?, 'c1', 'BTC', 'BUY', 'filled', 1, now() - interval '1 hour'),"
            + " (?, 'c2', 'BTC', 'SELL', 'open', 1, now() - interval '2 days')",
        live,
        live);
    execute(
        "insert into agent_logs (deployment_id, level, event, message, data)"
            + " values (?, 'info', 'order_placed', 'placed', '{\"cloid\": \"c1\"}'),"
            + " (?, 'info', 'tick', 'ticked', '{}')",
        live,
        live);
  }

  @AfterAll
  void close() {
    database.close();
  }

  @Test
  void q1NamesTheWalletAndAuditTables() {
    assertThat(
            rows(
                "select tablename from pg_tables where tablename in ('hyperliquid_master_wallets','hyperliquid_agents','pending_hyperliquid_agents','mainnet_orders') order by tablename"))
        .hasSize(4);
  }

  @Test
  void q2InItsEquivalentFormFindsTheVault() {
    assertThat(
            rows("select count(*) from pg_tables where schemaname='vault' and tablename='secrets'"))
        .containsExactly(Map.of("count", 1L));
  }

  @Test
  void q3ToQ5PutASecretInFindNoneAndTakeItOutAgain() {
    assertThat(
            rows(
                "select public.create_hyperliquid_agent_secret('test_secret_value', 'smoke_test_' || gen_random_uuid()::text)"))
        .singleElement()
        .satisfies(
            row -> assertThat(row.get("create_hyperliquid_agent_secret")).isInstanceOf(UUID.class));
    assertThat(
            rows("select public.get_hyperliquid_agent_secret(gen_random_uuid())")
                .getFirst()
                .get("get_hyperliquid_agent_secret"))
        .isNull();
    int deleted =
        database
            .jdbi()
            .withHandle(handle ->
                handle.execute("delete from vault.secrets where name like 'smoke_test_%'"));
    assertThat(deleted).isEqualTo(1);
  }

  @Test
  void q10CountsTheAgentsWhoseKeyIsThere() {
    String count =
        "select count(*) from public.hyperliquid_agents a join vault.decrypted_secrets ds on ds.id = a.vault_key_id";
    assertThat(rows(count)).containsExactly(Map.of("count", 0L));
    execute(
        """
        with kept as (
          select create_hyperliquid_agent_secret('sealed', 'agent one') as id)
        update hyperliquid_agents set vault_key_id = kept.id from kept
        """);
    assertThat(rows(count)).containsExactly(Map.of("count", 1L));
    execute("delete from vault.secrets");
  }

  @Test
  void q6ShowsSkillsWithTheirModel() {
    assertThat(
            rows(
                "select s.name, s.slug, sv.version, sv.payload->'model' as model from public.skills s join public.skill_versions sv on sv.skill_id = s.id order by s.created_at desc limit 5"))
        .singleElement()
        .satisfies(row -> assertThat(row).containsEntry("slug", "one").containsEntry("version", 1));
  }

  @Test
  void q7ShowsTheLastDecisionsWithTokens() {
    assertThat(
            rows(
                "select tick_at, prompt_tokens, completion_tokens, cost_usd from public.decision_snapshots where deployment_id = :dep order by tick_at desc limit 5",
                "dep",
                paper))
        .hasSize(5)
        .allSatisfy(row -> assertThat(row).containsEntry("prompt_tokens", 100));
  }

  @Test
  void q8AndQ9ShowWalletAndAgent() {
    assertThat(
            rows(
                "select address, verified_at, pairing_sig_hash is not null as has_audit_sig from public.hyperliquid_master_wallets order by created_at desc limit 1"))
        .singleElement()
        .satisfies(row -> assertThat(row).containsEntry("has_audit_sig", true));
    assertThat(
            rows(
                "select agent_address, approved_at, revoked_at, approval_tx_hash from public.hyperliquid_agents order by created_at desc limit 1"))
        .hasSize(1);
  }

  @Test
  void q11AndQ18ShowOrders() {
    assertThat(
            rows(
                "select cloid, symbol, side, status, filled_size_base, avg_fill_price, fee_usd, placed_at, settled_at from public.mainnet_orders where deployment_id = :dep order by placed_at desc",
                "dep",
                live))
        .extracting(row -> row.get("cloid"))
        .containsExactly("c1", "c2");
    assertThat(
            rows(
                "select cloid, symbol, side, status, size_base, filled_size_base, avg_fill_price, fee_usd, placed_at, settled_at from public.mainnet_orders where placed_at > now() - interval '24 hours' order by placed_at desc limit 50"))
        .hasSize(1);
  }

  @Test
  void q12ShowsOrderEvents() {
    assertThat(
            rows(
                "select ts, level, event, message from public.agent_logs where deployment_id = :dep and event in ('order_placed','order_filled','order_cancelled') order by ts desc limit 20",
                "dep",
                live))
        .singleElement()
        .satisfies(row -> assertThat(row).containsEntry("event", "order_placed"));
  }

  @Test
  void q13SumsTheMonth() {
    assertThat(
            rows(
                "select sum(cost_usd) as mtd_usd from public.decision_snapshots where deployment_id = :dep and tick_at >= date_trunc('month', now() at time zone 'utc')",
                "dep",
                paper))
        .singleElement()
        .satisfies(row -> assertThat(row).containsEntry("mtd_usd", new BigDecimal("0.06")));
  }

  @Test
  void q14LetsTheOwnerLowerACap() {
    int changed =
        database
            .jdbi()
            .withHandle(handle ->
                handle
                    .createUpdate(
                        "update public.skill_versions set payload = jsonb_set(payload, '{risk,maxMonthlyCostUsd}', '0.01'::jsonb) where skill_id = :skill and version = :ver")
                    .bind("skill", skill)
                    .bind("ver", 1)
                    .execute());
    assertThat(changed).isEqualTo(1);
    assertThat(rows("select payload->'risk'->>'maxMonthlyCostUsd' as cap from skill_versions"))
        .containsExactly(Map.of("cap", "0.01"));
  }

  @Test
  void q15ShowsTheStatus() {
    assertThat(
            rows("select status, error_text from public.deployments where id = :dep", "dep", live))
        .singleElement()
        .satisfies(row -> assertThat(row).containsEntry("status", "halted"));
  }

  @Test
  void q16ShowsWhoIsSilent() {
    List<Map<String, Object>> rows =
        rows(
            "select d.id, d.broker_kind, d.status, s.updated_at as last_heartbeat, extract(epoch from (now() - s.updated_at))::int as seconds_stale from public.deployments d left join public.agent_state s on s.deployment_id = d.id where d.status in ('running','paused','halted') order by seconds_stale desc nulls first");
    assertThat(rows).extracting(row -> row.get("id")).containsExactly(live, paper);
    assertThat((Integer) rows.get(1).get("seconds_stale")).isBetween(90, 300);
  }

  @Test
  void q17SumsTheDay() {
    assertThat(
            rows(
                "select d.id, sum(ds.cost_usd) as today_usd, count(*) as ticks from public.deployments d join public.decision_snapshots ds on ds.deployment_id = d.id where ds.tick_at >= date_trunc('day', now() at time zone 'utc') group by d.id order by today_usd desc"))
        .containsExactly(Map.of("id", paper, "today_usd", new BigDecimal("0.06"), "ticks", 6L));
  }

  private List<Map<String, Object>> rows(String sql, Object... named) {
    return database
        .jdbi()
        .withHandle(handle -> {
          Query query = handle.createQuery(sql);
          for (int index = 0; index < named.length; index += 2) {
            query.bind((String) named[index], named[index + 1]);
          }
          return query.mapToMap().list();
        });
  }

  private void execute(String sql, Object... arguments) {
    database.jdbi().useHandle(handle -> handle.execute(sql, arguments));
  }
}
