package dev.orrery.control;

import dev.orrery.config.run.DefaultsConfig;
import dev.orrery.database.Database;
import dev.orrery.database.TestDatabase;
import dev.orrery.deployment.Actor;
import dev.orrery.deployment.Commands;
import dev.orrery.deployment.DeployGates;
import dev.orrery.deployment.DeployOrder;
import dev.orrery.deployment.DeployTable;
import dev.orrery.deployment.Deployment;
import dev.orrery.deployment.DeploymentTable;
import dev.orrery.deployment.LaunchTable;
import dev.orrery.deployment.PanicTable;
import dev.orrery.deployment.SkillPayload;
import dev.orrery.deployment.SkillTable;
import dev.orrery.deployment.Users;
import dev.orrery.kernel.IdSource;
import dev.orrery.kernel.Sha256;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A fresh database with two users, {@code local} and {@code bob}, and what tests do with it. */
public final class PlaneBench implements AutoCloseable {
  public static final UUID ALICE = Users.LOCAL;
  public static final UUID BOB = new UUID(0, 11);

  /** Patient: where many ask at once on a busy machine, some wait long for a connection. */
  public final Database database =
      Database.open(
          TestDatabase.freshSettings()
              .withMaxConnections(10)
              .withTimeouts(Duration.ofMinutes(2), Duration.ofMinutes(2)));

  public final SkillTable skills = new SkillTable(database);
  public final DeploymentTable deployments = new DeploymentTable(database);
  public final Commands commands = new Commands(database);
  public final LaunchTable launches = new LaunchTable(database);
  public final PanicTable panic = new PanicTable(database, commands);
  public final DeployTable deploys = new DeployTable(database, IdSource.random(), commands);

  public PlaneBench() {
    execute("insert into users (id, name) values (?, 'bob')", BOB);
  }

  public static SkillPayload payload(int version) {
    return new SkillPayload(
        Sha256.of("a jar"),
        "sma",
        Map.of("fast", version),
        DefaultsConfig.defaults().paper(),
        List.of("BTC"),
        Duration.ofMinutes(5),
        null);
  }

  /** Deployed on paper, a fresh skill of this name. */
  public UUID deployed(UUID user, String name) {
    skills.save(user, name, payload(1));
    return deploys
        .create(user, DeployOrder.paper(name), new DeployGates(false, false), Actor.owner("test"))
        .deployment()
        .id();
  }

  /** Deployed, with a machine, and up. */
  public UUID running(UUID user, String name) {
    UUID id = deployed(user, name);
    launches.launched(user, id, new LaunchTable.Machine("memory", "m-" + id, "", "release-1"));
    deployments.started(user, id);
    return id;
  }

  public Deployment now(UUID id) {
    return deployments.get(deployments.owner(id).orElseThrow(), id);
  }

  public void execute(String sql, Object... arguments) {
    database.jdbi().useHandle(handle -> handle.execute(sql, arguments));
  }

  @Override
  public void close() {
    database.close();
  }
}
