package dev.orrery.runner;

import dev.orrery.deployment.Commands;
import dev.orrery.deployment.CostGuard;
import dev.orrery.deployment.DeploymentTable;
import dev.orrery.deployment.Panic;
import dev.orrery.deployment.PanicWatch;
import dev.orrery.deployment.Users;
import dev.orrery.runner.boot.Parts;
import dev.orrery.runner.boot.Storage;
import dev.orrery.runner.command.DeploymentLatches;
import dev.orrery.runner.status.CostWatch;
import dev.orrery.store.PostgresInbox;
import org.jdbi.v3.core.Jdbi;

/** What steers deployments, over one database. */
record Control(
    DeploymentTable table,
    Commands commands,
    Panic panic,
    PanicWatch watch,
    DeploymentLatches latches,
    CostWatch costs,
    PostgresInbox inbox) {
  static Control over(Storage storage, Parts parts) {
    Jdbi jdbi = storage.database().jdbi();
    DeploymentTable table = new DeploymentTable(jdbi);
    Commands commands = new Commands(jdbi);
    Panic panic = new Panic(jdbi, commands);
    PanicWatch watch =
        parts.add(Parts.Stage.HOUSEKEEPING, new PanicWatch(panic, storage.notifications()));
    return new Control(
        table,
        commands,
        panic,
        watch,
        new DeploymentLatches(table, Users.LOCAL),
        new CostWatch(new CostGuard(jdbi, commands), Users.LOCAL),
        new PostgresInbox(storage.database()));
  }
}
