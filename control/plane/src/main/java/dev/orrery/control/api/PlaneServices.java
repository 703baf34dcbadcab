package dev.orrery.control.api;

import dev.orrery.control.command.DeploymentCommands;
import dev.orrery.control.deploy.Deployer;
import dev.orrery.control.job.CronSecrets;
import dev.orrery.control.job.Jobs;
import dev.orrery.control.skill.Skills;
import dev.orrery.database.Database;
import dev.orrery.deployment.Commands;
import dev.orrery.deployment.PanicTable;
import dev.orrery.deployment.SkillTable;
import java.util.List;
import java.util.stream.Stream;

/** What the API stands on. */
public record PlaneServices(
    Database database,
    ApiTokenTable tokens,
    Skills skills,
    Deployer deployer,
    DeploymentCommands sender,
    Commands commands,
    PanicTable panic,
    Jobs jobs,
    CronSecrets cron) {
  List<Route> routes() {
    return Stream.of(
            new SkillRoutes(skills, new SkillTable(database)).all(),
            new DeploymentRoutes(deployer, database).all(),
            new CommandRoutes(sender, commands, panic, database).all())
        .flatMap(List::stream)
        .toList();
  }
}
