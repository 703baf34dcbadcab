package dev.orrery.runner.command;

import dev.orrery.deployment.Command;
import dev.orrery.deployment.Commands;
import dev.orrery.deployment.Deployment;
import dev.orrery.deployment.DeploymentTable;
import dev.orrery.deployment.Wanted;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.runtime.control.LatchStore;
import dev.orrery.runtime.control.Latches;
import dev.orrery.runtime.control.Quarantine;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the latches of a runtime in the rows of its deployments, and so their status. What cannot
 * be written while the database is gone stays in force and is written when it is back: a guard must
 * be able to trip without one. A pause or flatten that was asked for while nobody hosted the
 * deployment holds from the start on: nothing ticks before it is carried out. Thread-safe.
 */
public final class DeploymentLatches implements LatchStore {
  private static final Logger LOG = LoggerFactory.getLogger(DeploymentLatches.class);

  private final DeploymentTable table;
  private final Commands commands;
  private final UUID user;
  private final BooleanSupplier databaseThere;
  private final Map<UUID, Latches> unwritten = new ConcurrentHashMap<>();

  /**
   * Over the deployments of one user.
   *
   * @param databaseThere whether it is worth asking the database: who switches something does not
   *     wait for one that is known to be away
   */
  public DeploymentLatches(
      DeploymentTable table, Commands commands, UUID user, BooleanSupplier databaseThere) {
    this.table = table;
    this.commands = commands;
    this.user = user;
    this.databaseThere = databaseThere;
  }

  @Override
  public Latches load(String deployment) {
    Deployment row = table.get(user, UUID.fromString(deployment));
    dev.orrery.deployment.Latches kept = withWishes(row, row.latches());
    dev.orrery.deployment.Quarantine quarantine = kept.quarantine();
    boolean ended = row.wanted() == Wanted.STOPPED && kept.stopping() == null;
    return new Latches(
        kept.paused(),
        kept.halted(),
        kept.flatten(),
        ended ? "stopped by its owner" : kept.stopping(),
        kept.guardPaused(),
        quarantine == null ? null : new Quarantine(quarantine.reason(), quarantine.since()));
  }

  /** With a reason of its own: the command itself is news then, and is written. */
  private dev.orrery.deployment.Latches withWishes(
      Deployment row, dev.orrery.deployment.Latches kept) {
    if (kept.paused() != null || kept.flatten() != null) {
      return kept;
    }
    return commands
        .waitingPause(user, row.id())
        .map(Command::reason)
        .map(reason -> kept.withPaused("asked for before the start: " + reason))
        .orElse(kept);
  }

  @Override
  public void save(String deployment, Latches latches) {
    UUID id = UUID.fromString(deployment);
    unwritten.put(id, latches);
    writeAll();
  }

  /**
   * Makes sure that what was switched on a deployment is durable.
   *
   * @throws ProblemException UNREACHABLE when it is not: the database is gone
   */
  public void requireDurable(UUID deployment) {
    if (!written(deployment)) {
      throw new ProblemException(
          Problem.unreachable(
              "deployment " + deployment,
              "is switched, but the database is gone and does not know it",
              "it is written when the database is back"));
    }
  }

  /** Writes what could not be written before; whether nothing of a deployment is left. */
  boolean written(UUID deployment) {
    writeAll();
    return !unwritten.containsKey(deployment);
  }

  /** Writes what could not be written before. */
  public void writeAll() {
    if (unwritten.isEmpty()) {
      return;
    }
    if (databaseThere.getAsBoolean()) {
      write();
    } else {
      LOG.debug("Switches wait for the database deployments={}", unwritten.keySet());
    }
  }

  private synchronized void write() {
    for (Map.Entry<UUID, Latches> entry : Map.copyOf(unwritten).entrySet()) {
      try {
        table.saveLatches(user, entry.getKey(), kept(entry.getValue()));
        unwritten.remove(entry.getKey(), entry.getValue());
      } catch (JdbiException e) {
        LOG.warn(
            "Switches are in force but not written deployment={} cause={}",
            entry.getKey(),
            e.getMessage());
        return;
      }
    }
  }

  private static dev.orrery.deployment.Latches kept(Latches latches) {
    Quarantine quarantine = latches.quarantine();
    return new dev.orrery.deployment.Latches(
        latches.paused(),
        latches.halted(),
        latches.flatten(),
        latches.stopping(),
        quarantine == null
            ? null
            : new dev.orrery.deployment.Quarantine(quarantine.cause(), quarantine.since()));
  }
}
