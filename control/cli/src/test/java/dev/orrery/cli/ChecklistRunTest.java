package dev.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.cli.print.JsonText;
import dev.orrery.config.ConfigLoader;
import dev.orrery.config.Draft;
import dev.orrery.config.run.RunConfig;
import dev.orrery.config.run.ShippedConfig;
import dev.orrery.database.Database;
import dev.orrery.database.EmbeddedServer;
import dev.orrery.exchange.LocalExchange;
import dev.orrery.exchange.venue.PerpSettings;
import dev.orrery.exchange.venue.VenueSettings;
import dev.orrery.hyperliquid.Network;
import dev.orrery.hyperliquid.client.ExchangeResult;
import dev.orrery.hyperliquid.client.RequestBudget;
import dev.orrery.hyperliquid.client.RestClient;
import dev.orrery.hyperliquid.client.RestSettings;
import dev.orrery.hyperliquid.signing.ActionSigner;
import dev.orrery.hyperliquid.signing.KeySigner;
import dev.orrery.hyperliquid.signing.Nonces;
import dev.orrery.hyperliquid.wire.action.ApproveAgent;
import dev.orrery.hyperliquid.wire.action.SigningChain;
import dev.orrery.kernel.Secret;
import dev.orrery.runner.Host;
import dev.orrery.runner.HostSettings;
import dev.orrery.testing.Await;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The launch checklist's queries to the letter, by {@code db sql}, over what four strategies did on
 * paper and one on a venue; and what else is done with such a database.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class ChecklistRunTest {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final String AGENT_KEY = "0x" + "22".repeat(32);
  private static final KeySigner MASTER = KeySigner.of(Secret.of("0x" + "11".repeat(32)));
  private static final KeySigner AGENT = KeySigner.of(Secret.of(AGENT_KEY));

  @TempDir static Path folder;

  private final List<Database> kept = new ArrayList<>();

  @BeforeAll
  void trade() throws Exception {
    BundledPlugins.into(folder.resolve("plugins"));
    onPaper();
    onAVenue();
    for (Path data : List.of(paper(), live())) {
      kept.add(Database.openEmbedded(EmbeddedServer.Settings.in(data)));
    }
  }

  @AfterAll
  void close() {
    kept.forEach(Database::close);
  }

  private void onPaper() {
    String yaml = ShippedConfig.text().replace("speed: 600", "speed: 6000");
    try (Host host = host(yaml, paper())) {
      Await.until(
          () ->
              number(host, "select count(distinct deployment_id) from fills") >= 2
                  && number(host, "select count(*) from agent_state") == 4
                  && number(host, "select count(*) from agent_logs where event = 'order_filled'")
                      > 5,
          LONG);
    }
  }

  private void onAVenue() throws Exception {
    Path key = Files.writeString(folder.resolve("agent.key"), AGENT_KEY);
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    try (LocalExchange exchange =
        LocalExchange.with(
                VenueSettings.of(PerpSettings.of("BTC", new BigDecimal("60000")))
                    .withStartingFund(BigDecimal.ZERO))
            .port(0)
            .start()) {
      exchange.deposit(MASTER.address(), new BigDecimal("10000"));
      approve(exchange);
      try (Host host = host(venueYaml(exchange, key), live())) {
        Await.until(
            () ->
                number(host, "select count(*) from mainnet_orders") >= 4
                    && number(host, "select count(*) from agent_logs where event = 'order_placed'")
                        >= number(host, "select count(*) from mainnet_orders"),
            LONG);
      }
    }
  }

  private static void approve(LocalExchange exchange) {
    try (RestClient rest =
        new RestClient(
            new RestSettings(exchange.address(), LONG, LONG, 3, Duration.ofMillis(100)),
            new RequestBudget(System::nanoTime))) {
      ExchangeResult result =
          rest.send(
              new ActionSigner(MASTER, Network.TESTNET)
                  .sign(
                      new ApproveAgent(
                          SigningChain.of(Network.TESTNET),
                          AGENT.address(),
                          "host",
                          new Nonces(MASTER.address(), InstantSource.system(), 0).next())),
              MASTER.address());
      assertThat(result).isInstanceOf(ExchangeResult.Accepted.class);
    }
  }

  private static String venueYaml(LocalExchange exchange, Path key) {
    return """
    market: { source: '%s' }
    venue: { connectTimeout: 30s, answerTimeout: 30s }
    broker: { kind: hyperliquid, hyperliquid: { openTimeout: 60s } }
    strategies:
      grid:
        vault: live-1
        triggers: [{ everySeconds: 1 }]
        parameters: { every: 1s }
        caps:
          maxPositionPct: 50
          maxTotalExposurePct: 50
          maxOrdersPerDay: 500
          maxOrdersPerMinute: 100
          maxLeverage: 2
          minOrderUsd: 10
          allowedSymbols: [BTC]
          dailyLossHaltPct: 10
    vaults:
      live-1:
        hyperliquid: { address: '%s', agentKeyFile: '%s' }
    """
        .formatted(exchange.address(), MASTER.address(), key);
  }

  private static Host host(String yaml, Path data) {
    Draft<RunConfig> draft =
        ConfigLoader.of(RunConfig.class)
            .text("test.yaml", yaml)
            .flag("dataDir", "--data-dir", data.toString())
            .flag("port", "--port", "0")
            .read();
    return Host.start(HostSettings.of(draft, folder.resolve("plugins")).notDurable());
  }

  private static long number(Host host, String sql) {
    return host.storage()
        .database()
        .jdbi()
        .withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
  }

  @Test
  void q1ToQ5FindTheTablesAndTryTheVault() {
    assertThat(
            asked(
                    paper(),
                    "select tablename from pg_tables where tablename in ('hyperliquid_master_wallets','hyperliquid_agents','pending_hyperliquid_agents','mainnet_orders') order by tablename")
                .findValuesAsString("tablename"))
        .containsExactly(
            "hyperliquid_agents",
            "hyperliquid_master_wallets",
            "mainnet_orders",
            "pending_hyperliquid_agents");
    assertThat(
            asked(
                    paper(),
                    "select count(*) from pg_tables where schemaname='vault' and tablename='secrets'")
                .path(0)
                .path("count")
                .asInt())
        .isEqualTo(1);
    JsonNode kept =
        asked(
            paper(),
            "select public.create_hyperliquid_agent_secret('test_secret_value', 'smoke_test_' || gen_random_uuid()::text)",
            "--write");
    assertThat(UUID.fromString(kept.path(0).path("create_hyperliquid_agent_secret").asString()))
        .isNotNull();
    JsonNode none = asked(paper(), "select public.get_hyperliquid_agent_secret(gen_random_uuid())");
    assertThat(none.path(0).path("get_hyperliquid_agent_secret").isNull()).isTrue();
    assertThat(
            asked(paper(), "delete from vault.secrets where name like 'smoke_test_%'", "--write")
                .path("changed")
                .asInt())
        .isEqualTo(1);
  }

  @Test
  void q6AndQ7ShowVersionsAndDecisions() {
    JsonNode skills =
        asked(
            paper(),
            "select s.name, s.slug, sv.version, sv.payload->'model' as model from public.skills s join public.skill_versions sv on sv.skill_id = s.id order by s.created_at desc limit 5");
    assertThat(skills.findValuesAsString("slug"))
        .containsExactlyInAnyOrder("grid", "jump-fade", "sma-cross", "volatility-breakout");
    assertThat(skills.findValuesAsString("version")).containsOnly("1");
    JsonNode decisions =
        asked(
            paper(),
            "select tick_at, prompt_tokens, completion_tokens, cost_usd from public.decision_snapshots where deployment_id = :dep order by tick_at desc limit 5",
            "--param",
            "dep=" + trader(paper()));
    assertThat(decisions.size()).isEqualTo(5);
    assertThat(decisions.findValuesAsString("cost_usd")).containsOnly("0");
    assertThat(decisions.findValuesAsString("tick_at"))
        .isSortedAccordingTo((a, b) -> b.compareTo(a));
  }

  @Test
  void q8ToQ10ShowWalletAndAgent() {
    String wallets =
        "select address, verified_at, pairing_sig_hash is not null as has_audit_sig from public.hyperliquid_master_wallets order by created_at desc limit 1";
    String agents =
        "select agent_address, approved_at, revoked_at, approval_tx_hash from public.hyperliquid_agents order by created_at desc limit 1";
    assertThat(asked(paper(), wallets).size()).isZero();
    assertThat(asked(paper(), agents).size()).isZero();
    asked(
        live(),
        """
        with owner as (select id from users where name = 'local'),
        wallet as (
          insert into hyperliquid_master_wallets (user_id, address, verified_at, pairing_sig_hash)
          select id, :master, now(), 'hash' from owner returning id, user_id)
        insert into hyperliquid_agents
          (user_id, master_wallet_id, agent_address, agent_name, vault_key_id, approval_tx_hash)
        select user_id, id, :agent, 'orrery', create_hyperliquid_agent_secret('sealed', 'agent'), 'tx'
        from wallet
        """,
        "--param",
        "master=" + MASTER.address(),
        "--param",
        "agent=" + AGENT.address(),
        "--write");
    JsonNode wallet = asked(live(), wallets).path(0);
    assertThat(wallet.path("address").asString()).isEqualTo(MASTER.address().toString());
    assertThat(wallet.path("has_audit_sig").asBoolean()).isTrue();
    JsonNode agent = asked(live(), agents).path(0);
    assertThat(agent.path("agent_address").asString()).isEqualTo(AGENT.address().toString());
    assertThat(agent.path("revoked_at").isNull()).isTrue();
    assertThat(
            asked(
                    live(),
                    "select count(*) from public.hyperliquid_agents a join vault.decrypted_secrets ds on ds.id = a.vault_key_id")
                .path(0)
                .path("count")
                .asInt())
        .isEqualTo(1);
  }

  @Test
  void q11Q12AndQ18ShowOrdersOfAVenueAndNoneOfPaper() {
    String audit =
        "select cloid, symbol, side, status, filled_size_base, avg_fill_price, fee_usd, placed_at, settled_at from public.mainnet_orders where deployment_id = :dep order by placed_at desc";
    String recent =
        "select cloid, symbol, side, status, size_base, filled_size_base, avg_fill_price, fee_usd, placed_at, settled_at from public.mainnet_orders where placed_at > now() - interval '24 hours' order by placed_at desc limit 50";
    String events =
        "select ts, level, event, message from public.agent_logs where deployment_id = :dep and event in ('order_placed','order_filled','order_cancelled') order by ts desc limit 20";
    String dep = "dep=" + trader(live());
    JsonNode orders = asked(live(), audit, "--param", dep);
    assertThat(orders.size()).isGreaterThanOrEqualTo(4);
    assertThat(orders.findValuesAsString("symbol")).containsOnly("BTC");
    assertThat(asked(live(), recent).size()).isEqualTo(Math.min(50, orders.size()));
    JsonNode placed =
        asked(
            live(),
            "select data->>'cloid' as cloid from agent_logs where deployment_id = :dep and event = 'order_placed'",
            "--param",
            dep);
    assertThat(placed.findValuesAsString("cloid")).containsAll(orders.findValuesAsString("cloid"));
    assertThat(asked(live(), events, "--param", dep).findValuesAsString("event"))
        .isNotEmpty()
        .isSubsetOf("order_placed", "order_filled", "order_cancelled");
    String onPaper = "dep=" + trader(paper());
    assertThat(asked(paper(), audit, "--param", onPaper).size()).isZero();
    assertThat(asked(paper(), recent).size()).isZero();
    assertThat(asked(paper(), events, "--param", onPaper).findValuesAsString("event"))
        .contains("order_placed", "order_filled");
  }

  @Test
  void q13ToQ17SumCostsAndShowStatus() {
    String dep = "dep=" + trader(paper());
    JsonNode cost =
        asked(
            paper(),
            "select sum(cost_usd) as mtd_usd from public.decision_snapshots where deployment_id = :dep and tick_at >= date_trunc('month', now() at time zone 'utc')",
            "--param",
            dep);
    assertThat(cost.path(0).path("mtd_usd").decimalValue()).isEqualByComparingTo("0");
    JsonNode version =
        asked(
            paper(),
            "select skill_id, skill_version from deployments where id = :dep",
            "--param",
            dep);
    String lower =
        "update public.skill_versions set payload = jsonb_set(payload, '{risk,maxMonthlyCostUsd}', '0.01'::jsonb) where skill_id = :skill and version = :ver";
    String[] which = {
      "--param", "skill=" + version.path(0).path("skill_id").asString(),
      "--param", "ver=" + version.path(0).path("skill_version").asInt()
    };
    Captured refused = Captured.plain();
    assertThat(refused.run(words(paper(), lower, which))).isEqualTo(4);
    assertThat(refused.err()).contains("add --write");
    assertThat(asked(paper(), lower, with(which, "--write")).path("changed").asInt()).isEqualTo(1);
    assertThat(
            asked(
                    paper(),
                    "select status, error_text from public.deployments where id = :dep",
                    "--param",
                    dep)
                .path(0)
                .path("status")
                .asString())
        .isEqualTo("running");
    JsonNode silent =
        asked(
            paper(),
            "select d.id, d.broker_kind, d.status, s.updated_at as last_heartbeat, extract(epoch from (now() - s.updated_at))::int as seconds_stale from public.deployments d left join public.agent_state s on s.deployment_id = d.id where d.status in ('running','paused','halted') order by seconds_stale desc nulls first");
    assertThat(silent.size()).isEqualTo(4);
    assertThat(silent.findValuesAsString("broker_kind")).containsOnly("paper");
    silent.forEach(row -> assertThat(row.path("seconds_stale").asInt()).isBetween(0, 1_000));
    JsonNode today =
        asked(
            paper(),
            "select d.id, sum(ds.cost_usd) as today_usd, count(*) as ticks from public.deployments d join public.decision_snapshots ds on ds.deployment_id = d.id where ds.tick_at >= date_trunc('day', now() at time zone 'utc') group by d.id order by today_usd desc");
    assertThat(today.size()).isBetween(2, 4);
    today.forEach(row -> assertThat(row.path("ticks").asInt()).isPositive());
  }

  @Test
  void printsTablesAndCsv() {
    String sql =
        "select slug, 'a,\"b\"' as odd, null as nothing, 12 as n from skills where slug = :s";
    Captured table = Captured.plain();
    assertThat(table.run(words(paper(), sql, "--param", "s=grid"))).isZero();
    assertThat(table.out().lines().map(String::stripTrailing))
        .containsExactly("slug  odd    nothing   n", "grid  a,\"b\"           12");
    Captured csv = Captured.plain();
    assertThat(csv.run(words(paper(), sql, "--param", "s=grid", "--csv"))).isZero();
    assertThat(csv.out()).isEqualTo("slug,odd,nothing,n\r\ngrid,\"a,\"\"b\"\"\",,12\r\n");
    Captured wrong = Captured.plain();
    assertThat(wrong.run(words(paper(), sql))).isEqualTo(2);
    assertThat(wrong.err()).contains("add --param s=VALUE");
  }

  @Test
  void goesToAFileAndComesBack() throws IOException {
    Path file = folder.resolve("paper.backup");
    Captured backup = Captured.plain();
    assertThat(backup.run("db", "backup", file.toString(), "--data-dir", paper().toString()))
        .as(backup.err())
        .isZero();
    assertThat(backup.out()).startsWith("saved to ").contains(" rows of ", "schema ");
    Path other = folder.resolve("restored");
    Captured restore = Captured.plain();
    assertThat(restore.run("db", "restore", file.toString(), "--data-dir", other.toString()))
        .as(restore.err())
        .isZero();
    Captured again = Captured.plain();
    assertThat(again.run("db", "restore", file.toString(), "--data-dir", other.toString()))
        .isEqualTo(4);
    assertThat(again.err()).contains("has been used");
    String all = "select id, verdict, reads::text from decision_snapshots order by id, tick_at";
    assertThat(asked(other, all)).isEqualTo(asked(paper(), all));
    assertThat(Files.size(file)).isPositive();
  }

  @Test
  void theDoctorSaysWhetherItIsSafeToTrade() {
    Captured well = Captured.plain();
    assertThat(well.run("doctor", "--data-dir", paper().toString())).as(well.out()).isZero();
    assertThat(well.out())
        .contains("a notification came back", "rows of users and runners are apart")
        .endsWith("safe to trade: yes\n");

    Captured away = Captured.plain();
    String[] nowhere = {
      "doctor", "--json", "--data-dir", paper().toString(), "--market", "http://127.0.0.1:9"
    };
    assertThat(away.run(nowhere)).isEqualTo(5);
    JsonNode said = JsonText.read(away.out());
    assertThat(said.path("safe_to_trade").asBoolean()).isFalse();
    assertThat(said.path("because").toString()).contains("venue: 127.0.0.1:9 does not answer");
    assertThat(Set.copyOf(said.path("findings").findValuesAsString("about")))
        .contains(
            "settings",
            "schema",
            "notices",
            "clock",
            "connections",
            "walls",
            "vault",
            "panic",
            "caps",
            "deployments",
            "secrets",
            "gates",
            "venue",
            "machines");

    Captured nothing = Captured.plain();
    assertThat(nothing.run("doctor", "--data-dir", folder.resolve("none").toString())).isEqualTo(5);
    assertThat(nothing.out()).contains("safe to trade: no, because database: ");
  }

  @Test
  void theDoctorSaysNoInAPanicAndWithoutRoomForAnOrder() {
    assertThat(
            asked(
                    live(),
                    "update operator_latches set engaged = true, reason = 'test', actor = 'me' where name = 'panic'; update agent_state set equity_usd = 1",
                    "--write")
                .size())
        .isEqualTo(2);
    Captured no = Captured.plain();
    assertThat(no.run("doctor", "--data-dir", live().toString())).isEqualTo(3);
    assertThat(no.out())
        .contains(
            "safe to trade: no, because panic: is engaged by me: test; caps: grid ",
            "no order can pass: 50 % of equity 1 = 0.5 < minOrderUsd 10");
  }

  private static JsonNode asked(Path data, String sql, String... more) {
    Captured console = Captured.plain();
    assertThat(console.run(words(data, sql, with(more, "--json")))).as(console.err()).isZero();
    return JsonText.read(console.out());
  }

  private static String[] words(Path data, String sql, String... more) {
    List<String> words = new ArrayList<>(List.of("db", "sql", sql, "--data-dir", data.toString()));
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  private static String[] with(String[] words, String one) {
    List<String> all = new ArrayList<>(List.of(words));
    all.add(one);
    return all.toArray(String[]::new);
  }

  /** The deployment with the most fills or orders. */
  private static String trader(Path data) {
    return asked(
            data,
            "select deployment_id from order_intents group by 1 order by count(*) desc limit 1")
        .path(0)
        .path("deployment_id")
        .asString();
  }

  private static Path paper() {
    return folder.resolve("paper");
  }

  private static Path live() {
    return folder.resolve("live");
  }
}
