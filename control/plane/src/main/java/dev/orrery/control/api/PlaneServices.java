package dev.orrery.control.api;

import dev.orrery.control.command.DeploymentCommands;
import dev.orrery.control.deploy.Deployer;
import dev.orrery.control.deploy.Upgrades;
import dev.orrery.control.job.CronSecrets;
import dev.orrery.control.job.Jobs;
import dev.orrery.control.skill.Skills;
import dev.orrery.database.Database;
import dev.orrery.deployment.Commands;
import dev.orrery.deployment.LaunchTable;
import dev.orrery.deployment.PanicTable;
import dev.orrery.deployment.SkillTable;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the API stands on.
 *
 * @param upgrades null where machines are not upgraded from here: then there are no such routes
 */
public record PlaneServices(
    Database database,
    ApiTokenTable tokens,
    Skills skills,
    Deployer deployer,
    DeploymentCommands sender,
    Commands commands,
    PanicTable panic,
    Jobs jobs,
    CronSecrets cron,
    @Nullable Upgrades upgrades) {
  /** Without upgrades. */
  public PlaneServices(
      Database database,
      ApiTokenTable tokens,
      Skills skills,
      Deployer deployer,
      DeploymentCommands sender,
      Commands commands,
      PanicTable panic,
      Jobs jobs,
      CronSecrets cron) {
    this(database, tokens, skills, deployer, sender, commands, panic, jobs, cron, null);
  }

  List<Route> routes(LogWaits waits) {
    return Stream.of(
            new SkillRoutes(skills, new SkillTable(database)).all(),
            new DeploymentRoutes(deployer, database).all(),
            new LogRoutes(database, waits).all(),
            new CommandRoutes(sender, commands, panic, database).all(),
            upgrades == null
                ? List.<Route>of()
                : new ReleaseRoutes(upgrades, new LaunchTable(database)).all())
        .flatMap(List::stream)
        .toList();
  }
}
