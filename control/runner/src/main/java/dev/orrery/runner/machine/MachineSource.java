package dev.orrery.runner.machine;

import dev.orrery.broker.hyperliquid.LiveSwitch;
import dev.orrery.config.Draft;
import dev.orrery.config.run.RunConfig;
import dev.orrery.database.Database;
import dev.orrery.deployment.BrokerKind;
import dev.orrery.deployment.Command;
import dev.orrery.deployment.CommandKind;
import dev.orrery.deployment.Deployment;
import dev.orrery.deployment.DeploymentTable;
import dev.orrery.kernel.IdSource;
import dev.orrery.runner.boot.DataDirectory;
import dev.orrery.runner.boot.DeploymentSource;
import dev.orrery.runner.boot.Ends;
import dev.orrery.runner.boot.Lineup;
import dev.orrery.runner.boot.LiveChecks;
import dev.orrery.runner.boot.Parts;
import dev.orrery.runner.boot.Roster;
import dev.orrery.runner.boot.Storage;
import dev.orrery.runtime.StrategyRuntime;
import dev.orrery.runtime.plugin.PluginLibrary;
import dev.orrery.store.Tenure;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One deployment, whose lease this machine has: what {@code orrery runner} hosts. Made by {@link
 * MachineBoot}. Closing gives back what no host has taken over.
 */
public final class MachineSource implements DeploymentSource, AutoCloseable {
  private static final Duration BEAT = Duration.ofSeconds(10);

  private final Draft<RunConfig> draft;
  private final Deployment row;
  private final Path jar;
  private final Database database;
  private final ExecutionLease lease;
  private final DataDirectory directory;
  private final FatalStart fatal;
  private final InstantSource clock;
  private final Ends ends = new Ends();

  MachineSource(
      Draft<RunConfig> draft,
      Deployment row,
      Path jar,
      Database database,
      ExecutionLease lease,
      DataDirectory directory,
      FatalStart fatal,
      InstantSource clock) {
    this.draft = draft;
    this.row = row;
    this.jar = jar;
    this.database = database;
    this.lease = lease;
    this.directory = directory;
    this.fatal = fatal;
    this.clock = clock;
    lease.whenLost(why -> ends.because(Ends.Manner.REPLACED, why));
  }

  /** The deployment. */
  public Deployment deployment() {
    return row;
  }

  /** Who has the deployment instead; for certain once this is closed. */
  public Optional<String> lost() {
    return lease.lost();
  }

  @Override
  public Draft<RunConfig> draft() {
    return draft;
  }

  @Override
  public void check(LiveSwitch money) {
    LiveChecks.require(draft.require(), money);
  }

  @Override
  public Path folder() {
    return Objects.requireNonNull(jar.getParent());
  }

  @Override
  public List<Path> jars() {
    return List.of(jar);
  }

  /** Other strategies of its jar are other people's. */
  @Override
  public Lineup lineup(PluginLibrary library) {
    return Lineup.configured(draft, library);
  }

  @Override
  public DataDirectory directory(InstantSource unused) {
    return directory;
  }

  @Override
  public boolean storageIsThere() {
    return true;
  }

  @Override
  public Storage storage(Storage.Opening opening) {
    opening.parts().add(Parts.Stage.LEASE, lease);
    return Storage.of(
        database,
        opening,
        "listener:" + row.id().toString().substring(0, 8),
        // On paper nothing waits for the journal, so it can share the one connection of the pool.
        new Tenure(row.id(), lease.epoch(), row.broker() == BrokerKind.PAPER));
  }

  @Override
  public Roster roster(Lineup lineup, Storage storage, IdSource ids) {
    boolean venue = row.broker() != BrokerKind.PAPER;
    return new MachineRow(
        row,
        lineup,
        new DeploymentTable(database),
        lease.epoch(),
        host -> new LeaseRight(host, lease, venue, clock));
  }

  @Override
  public boolean keepsHouse() {
    return false;
  }

  @Override
  public void up(StrategyRuntime runtime, Parts parts) {
    MachineTable table = new MachineTable(database);
    parts.add(
        Parts.Stage.HOUSEKEEPING, Heartbeat.start(() -> table.beat(row.id(), lease.epoch()), BEAT));
  }

  /** The row is the deployment: with it the machine ends. */
  @Override
  public void obeyed(Command command) {
    if (command.kind() == CommandKind.STOP) {
      ends.because(Ends.Manner.STOPPED, "stopped by " + command.actor());
    } else if (command.kind() == CommandKind.KILL) {
      ends.because(Ends.Manner.KILLED, "killed by " + command.actor());
    }
  }

  @Override
  public Ends ends() {
    return ends;
  }

  @Override
  public void failed(Throwable failure) {
    fatal.write(failure);
  }

  @Override
  public void close() {
    lease.close();
    database.close();
    directory.close();
  }
}
