package dev.orrery.runner;

import dev.orrery.database.Database;
import dev.orrery.deployment.Commands;
import dev.orrery.deployment.CostGuard;
import dev.orrery.deployment.DeploymentTable;
import dev.orrery.deployment.PanicTable;
import dev.orrery.deployment.PanicWatch;
import dev.orrery.runner.boot.Parts;
import dev.orrery.runner.boot.Storage;
import dev.orrery.runner.command.DeploymentLatches;
import dev.orrery.runner.command.WishTable;
import dev.orrery.runner.command.Wishes;
import dev.orrery.runner.status.CostWatch;
import dev.orrery.store.PostgresInbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.UUID;

/** What steers deployments, over one database. */
record Control(
    DeploymentTable table,
    Commands commands,
    PanicTable panic,
    PanicWatch watch,
    Wishes wishes,
    DeploymentLatches latches,
    CostWatch costs,
    PostgresInbox inbox) {
  /**
   * Over the deployments of a user. What a killed process left on disk is in the database, and so
   * in force, when this returns.
   */
  static Control over(Storage storage, UUID user, Path dataDir, Parts parts) {
    Database database = storage.database();
    DeploymentTable table = new DeploymentTable(database);
    Commands commands = new Commands(database);
    PanicTable panic = new PanicTable(database, commands);
    Wishes wishes = Wishes.in(dataDir, new WishTable(table, commands, panic));
    try {
      wishes.drain();
    } catch (IOException e) {
      throw new UncheckedIOException("switches in " + dataDir + " cannot be taken away", e);
    }
    PanicWatch watch =
        parts.add(Parts.Stage.HOUSEKEEPING, new PanicWatch(panic, storage.notifications()));
    return new Control(
        table,
        commands,
        panic,
        watch,
        wishes,
        new DeploymentLatches(table, commands, user, storage.notifications()::connected),
        new CostWatch(new CostGuard(database, commands), user),
        new PostgresInbox(storage.database()));
  }
}
