package dev.orrery.runner;

import dev.orrery.broker.hyperliquid.LiveSwitch;
import dev.orrery.config.Draft;
import dev.orrery.config.run.RunConfig;
import dev.orrery.deployment.Command;
import dev.orrery.deployment.DeploymentTable;
import dev.orrery.deployment.LeaseTable;
import dev.orrery.deployment.LocalDeploymentTable;
import dev.orrery.kernel.IdSource;
import dev.orrery.runner.boot.DataDirectory;
import dev.orrery.runner.boot.DeploymentSource;
import dev.orrery.runner.boot.Ends;
import dev.orrery.runner.boot.FatalBoot;
import dev.orrery.runner.boot.Lineup;
import dev.orrery.runner.boot.LiveChecks;
import dev.orrery.runner.boot.Parts;
import dev.orrery.runner.boot.Preflight;
import dev.orrery.runner.boot.Roster;
import dev.orrery.runner.boot.Storage;
import dev.orrery.runner.plugin.StrategyRows;
import dev.orrery.runtime.StrategyRuntime;
import dev.orrery.runtime.plugin.PluginLibrary;
import dev.orrery.runtime.plugin.PluginSources;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/**
 * All strategies of a configuration and of the jars in a folder, as deployments of the user {@code
 * local}: what {@code orrery run} hosts.
 */
final class ConfiguredSource implements DeploymentSource {
  private final Draft<RunConfig> draft;
  private final Path bundled;
  private final FatalBoot fatal = new FatalBoot();
  private final Ends ends = new Ends();

  /**
   * Of a configuration.
   *
   * @param bundled folder of jars where it names none
   */
  ConfiguredSource(Draft<RunConfig> draft, Path bundled) {
    this.draft = draft;
    this.bundled = bundled;
  }

  @Override
  public Draft<RunConfig> draft() {
    return draft;
  }

  @Override
  public void check(LiveSwitch money) {
    if (Preflight.refusesAtOnce(draft)) {
      Preflight.require(draft, bundled, money);
    }
    LiveChecks.require(draft.require(), money);
  }

  @Override
  public Path folder() {
    return Preflight.plugins(draft, bundled);
  }

  @Override
  public List<Path> jars() {
    return PluginSources.in(folder());
  }

  @Override
  public Lineup lineup(PluginLibrary library) {
    return Lineup.of(draft, library);
  }

  @Override
  public DataDirectory directory(InstantSource clock) {
    return DataDirectory.take(draft.require().value().dataDir(), clock);
  }

  /** A used directory has been through the checks before: its server starts at once. */
  @Override
  public boolean storageIsThere() {
    return Storage.isThere(draft.require().value().dataDir());
  }

  @Override
  public Storage storage(Storage.Opening opening) {
    boolean embedded = opening.config().store().embedded();
    return Storage.open(opening, database -> fatal.reached(database, embedded));
  }

  @Override
  public Roster roster(Lineup lineup, Storage storage, IdSource ids) {
    return new StrategyRows(
        lineup,
        new LocalDeploymentTable(storage.database(), ids),
        new DeploymentTable(storage.database()),
        new LeaseTable(storage.database()),
        storage.notifications()::connected);
  }

  @Override
  public boolean keepsHouse() {
    return true;
  }

  @Override
  public void up(StrategyRuntime runtime, Parts parts) {
    // Its rows say so already.
  }

  /** Ending is not stopping: a daemon hosts on what was stopped, for who resumes it. */
  @Override
  public void obeyed(Command command) {
    // Nothing comes of it here.
  }

  @Override
  public Ends ends() {
    return ends;
  }

  @Override
  public void failed(Throwable failure) {
    fatal.write(failure);
  }
}
