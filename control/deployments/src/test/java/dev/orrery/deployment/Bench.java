package dev.orrery.deployment;

import dev.orrery.config.run.Caps;
import dev.orrery.database.Database;
import dev.orrery.database.TestDatabase;
import dev.orrery.kernel.IdSource;
import dev.orrery.kernel.Sha256;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** A fresh database and what tests do with it. */
final class Bench implements AutoCloseable {
  static final Actor ALICE = Actor.owner("alice");

  final Database database = TestDatabase.fresh();
  final Jdbi jdbi = database.jdbi();
  final DeploymentTable deployments = new DeploymentTable(database);
  final LocalDeploymentTable local = new LocalDeploymentTable(database, IdSource.seeded(1));
  final Commands commands = new Commands(database);
  final CommandQueueTable queue = new CommandQueueTable(database);

  static Caps caps(String monthly) {
    return new Caps(
        new BigDecimal("2"),
        new BigDecimal("2.50"),
        4,
        2,
        BigDecimal.ONE,
        BigDecimal.TEN,
        Set.of("BTC", "ETH"),
        new BigDecimal("5"),
        new BigDecimal(monthly));
  }

  static SkillPayload payload(String monthly) {
    return new SkillPayload(
        Sha256.of("a jar"),
        "sma-cross",
        Map.of("fast", 10, "slow", 30, "edge", new BigDecimal("0.10")),
        caps(monthly),
        List.of("BTC"),
        Duration.ofSeconds(60),
        null);
  }

  Deployment ensure(String name) {
    return local.ensure(name, "paper-" + name, payload("200"));
  }

  /** A deployment that is up. */
  Deployment running(String name) {
    UUID id = ensure(name).id();
    deployments.started(Users.LOCAL, id);
    return now(id);
  }

  Deployment now(UUID id) {
    return deployments.get(Users.LOCAL, id);
  }

  Command send(UUID id, CommandKind kind) {
    return commands.send(Users.LOCAL, id, kind, Map.of(), ALICE);
  }

  Command command(UUID id) {
    return commands.find(Users.LOCAL, id).orElseThrow();
  }

  boolean acked(UUID command) {
    return command(command).ackedAt() != null;
  }

  void spend(UUID deployment, String usd) {
    jdbi.useHandle(handle ->
        handle.execute(
            """
            insert into monthly_costs (deployment_id, month, cost_usd)
            values (?, date_trunc('month', now() at time zone 'utc')::date, cast(? as numeric))
            on conflict (deployment_id, month) do update set cost_usd = excluded.cost_usd
            """,
            deployment,
            usd));
  }

  void execute(String sql, Object... arguments) {
    jdbi.useHandle(handle -> handle.execute(sql, arguments));
  }

  @Override
  public void close() {
    database.close();
  }
}
