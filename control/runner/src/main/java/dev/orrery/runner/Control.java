package dev.orrery.runner;

import dev.orrery.database.Database;
import dev.orrery.deployment.Commands;
import dev.orrery.deployment.CostGuard;
import dev.orrery.deployment.DeploymentTable;
import dev.orrery.deployment.PanicTable;
import dev.orrery.deployment.PanicWatch;
import dev.orrery.deployment.Users;
import dev.orrery.runner.boot.Parts;
import dev.orrery.runner.boot.Storage;
import dev.orrery.runner.command.DeploymentLatches;
import dev.orrery.runner.status.CostWatch;
import dev.orrery.store.PostgresInbox;

/** What steers deployments, over one database. */
record Control(
    DeploymentTable table,
    Commands commands,
    PanicTable panic,
    PanicWatch watch,
    DeploymentLatches latches,
    CostWatch costs,
    PostgresInbox inbox) {
  static Control over(Storage storage, Parts parts) {
    Database database = storage.database();
    DeploymentTable table = new DeploymentTable(database);
    Commands commands = new Commands(database);
    PanicTable panic = new PanicTable(database, commands);
    PanicWatch watch =
        parts.add(Parts.Stage.HOUSEKEEPING, new PanicWatch(panic, storage.notifications()));
    return new Control(
        table,
        commands,
        panic,
        watch,
        new DeploymentLatches(table, commands, Users.LOCAL),
        new CostWatch(new CostGuard(database, commands), Users.LOCAL),
        new PostgresInbox(storage.database()));
  }
}
