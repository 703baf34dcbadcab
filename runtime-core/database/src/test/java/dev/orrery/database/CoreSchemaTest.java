package dev.orrery.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The rules the tables keep by themselves. */
final class CoreSchemaTest {
  private final Database database = TestDatabase.fresh();
  private final Sample sample = new Sample(database);

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void allowsOnePaperDeploymentOfASkillAtATime() {
    UUID skill = sample.skill("one");
    UUID first = sample.deployment(skill, "paper", "running");
    assertViolates(
        "23505",
        "deployments_one_active_per_skill_broker",
        () -> sample.deployment(skill, "paper", "provisioning"));
    sample.deployment(skill, "paper", "stopping");
    sample.deployment(skill, "paper", "stopped");
    sample.deployment(sample.skill("two"), "paper", "running");
    execute("update deployments set status = 'stopping' where id = ?", first);
    sample.deployment(skill, "paper", "provisioning");
  }

  @Test
  void allowsOneMainnetDeploymentOfAUserAtATime() {
    UUID skill = sample.skill("one");
    sample.deployment(skill, "paper", "running");
    sample.deployment(skill, "hyperliquid-mainnet", "halted");
    assertViolates(
        "23505",
        "deployments_one_active_mainnet_per_user",
        () -> sample.deployment(sample.skill("two"), "hyperliquid-mainnet", "paused"));
  }

  @Test
  void demandsAnAgentOnMainnetAndNoneOnPaper() {
    UUID deployment = sample.deployment(sample.skill("one"), "paper", "running");
    assertViolates(
        "23514",
        "deployments_agent_fits_broker",
        () ->
            execute(
                "update deployments set broker_kind = 'hyperliquid-mainnet' where id = ?",
                deployment));
    UUID agent = sample.agent();
    assertViolates(
        "23514",
        "deployments_agent_fits_broker",
        () ->
            execute(
                "update deployments set hyperliquid_agent_id = ? where id = ?", agent, deployment));
  }

  @Test
  void knowsNoOtherStatusVersionOrCommand() {
    UUID deployment = sample.deployment(sample.skill("one"), "paper", "running");
    assertViolates(
        "23514",
        "deployments_status_check",
        () -> execute("update deployments set status = 'sleeping' where id = ?", deployment));
    assertViolates(
        "23503",
        "skill_version",
        () -> execute("update deployments set skill_version = 2 where id = ?", deployment));
    assertViolates(
        "23514",
        "agent_commands_kind_check",
        () ->
            execute(
                "insert into agent_commands (deployment_id, kind) values (?, 'explode')",
                deployment));
    assertViolates(
        "23514",
        "verdict",
        () ->
            execute(
                "insert into decision_snapshots (id, deployment_id, seq, strategy, vault,"
                    + " firing_id, trigger, scheduled_at, tick_at, as_of, verdict) values"
                    + " ('d', ?, 1, 's', 'v', 'd', 't', now(), now(), now(), 'maybe')",
                deployment));
  }

  @Test
  void keepsVersionsAsTheyAreUnlessTheOwnerBreaksTheGlass() {
    UUID skill = sample.skill("one");
    String role = "app_" + skill.toString().replace("-", "");
    use(handle -> {
      handle.execute("create role " + role);
      handle.execute("grant " + role + " to current_user with set true, inherit false");
      handle.execute("grant select, update, delete on skill_versions to " + role);
      handle.execute("create policy app on skill_versions to " + role + " using (true)");
    });
    try {
      for (String change :
          List.of("update skill_versions set payload = payload", "delete from skill_versions")) {
        assertViolates(
            "42501",
            "immutable",
            () ->
                database
                    .jdbi()
                    .useTransaction(handle -> {
                      handle.execute("set local role " + role);
                      handle.execute(change);
                    }));
      }
      execute("update skill_versions set payload = payload || '{\"note\": 1}'");
      List<Map<String, Object>> logged =
          database
              .jdbi()
              .withHandle(handle ->
                  handle
                      .createQuery(
                          "select role_name, table_name, before -> 'payload' ?? 'note' as had,"
                              + " after -> 'payload' ?? 'note' as has from break_glass_log")
                      .mapToMap()
                      .list());
      assertThat(logged)
          .containsExactly(
              Map.of(
                  "role_name",
                  "orrery",
                  "table_name",
                  "skill_versions",
                  "had",
                  false,
                  "has",
                  true));
    } finally {
      execute("drop policy app on skill_versions");
      execute("revoke all on skill_versions from " + role);
      execute("drop role " + role);
    }
  }

  @Test
  void takesAFillAndAFiringOnce() {
    UUID deployment = UUID.randomUUID();
    String fill =
        "insert into fills (deployment_id, fill_id, seq, cloid, symbol, side, price, size_base,"
            + " fee_usd, maker, as_of) values (?, 'f', 1, 'c', 'BTC', 'BUY', 1, 1, 0, true, now())";
    execute(fill, deployment);
    execute(fill, UUID.randomUUID());
    assertViolates("23505", "fills_pkey", () -> execute(fill, deployment));
    String firing =
        "insert into firings (id, deployment_id, strategy, trigger, scheduled_at, tick_at)"
            + " values ('x', ?, 's', 't', now(), now())";
    execute(firing, deployment);
    assertViolates("23505", "firings_pkey", () -> execute(firing, deployment));
  }

  @Test
  void handsOutBlocksOfNumbersThatGrow() {
    long first = take();
    assertThat(take()).isEqualTo(first + 1_000_000);
  }

  private long take() {
    return database
        .jdbi()
        .withHandle(
            handle -> handle.createQuery("select journal_take_block()").mapTo(Long.class).one());
  }

  private void execute(String sql, Object... arguments) {
    use(handle -> handle.execute(sql, arguments));
  }

  private void use(HandleConsumer<RuntimeException> use) {
    database.jdbi().useHandle(use);
  }

  static void assertViolates(String state, String named, Runnable change) {
    assertThatThrownBy(change::run)
        .hasRootCauseInstanceOf(java.sql.SQLException.class)
        .rootCause()
        .hasMessageContaining(named)
        .extracting(cause -> ((java.sql.SQLException) cause).getSQLState())
        .isEqualTo(state);
  }

  /** Rows other rows need. */
  static final class Sample {
    private static final UUID LOCAL = UUID.fromString("00000000-0000-0000-0000-000000000001");

    private final Database database;

    Sample(Database database) {
      this.database = database;
    }

    UUID skill(String slug) {
      return database
          .jdbi()
          .withHandle(handle -> {
            UUID skill =
                one(
                    handle,
                    "insert into skills (user_id, name, slug) values (?, ?, ?) returning id",
                    LOCAL,
                    "Skill " + slug,
                    slug);
            handle.execute(
                "insert into skill_versions (skill_id, version, payload) values (?, 1,"
                    + " '{\"model\": \"small\", \"risk\": {\"maxMonthlyCostUsd\": 200}}')",
                skill);
            return skill;
          });
    }

    UUID agent() {
      return database
          .jdbi()
          .withHandle(handle -> {
            String address =
                "0x"
                    + (UUID.randomUUID() + "" + UUID.randomUUID())
                        .replace("-", "")
                        .substring(0, 40);
            UUID wallet =
                one(
                    handle,
                    "insert into hyperliquid_master_wallets (user_id, address, verified_at,"
                        + " pairing_sig_hash) values (?, ?, now(), 'x') returning id",
                    LOCAL,
                    address);
            return one(
                handle,
                "insert into hyperliquid_agents (user_id, master_wallet_id, agent_address,"
                    + " agent_name, vault_key_id) values (?, ?, ?, 'one', gen_random_uuid())"
                    + " returning id",
                LOCAL,
                wallet,
                address);
          });
    }

    UUID deployment(UUID skill, String broker, String status) {
      Object[] arguments =
          broker.equals("paper")
              ? new Object[] {LOCAL, skill, broker, status}
              : new Object[] {LOCAL, skill, broker, status, agent()};
      return database
          .jdbi()
          .withHandle(handle ->
              one(
                  handle,
                  "insert into deployments (user_id, skill_id, skill_version, strategy, vault,"
                      + " broker_kind, status, hyperliquid_agent_id) values (?, ?, 1,"
                      + " 'sma-cross', 'paper-1', ?, ?, "
                      + (arguments.length == 4 ? "null" : "?")
                      + ") returning id",
                  arguments));
    }

    private static UUID one(Handle handle, String sql, Object... arguments) {
      return handle.select(sql, arguments).mapTo(UUID.class).one();
    }
  }
}
