package dev.orrery.runner.boot;

import dev.orrery.broker.hyperliquid.LiveSwitch;
import dev.orrery.config.Draft;
import dev.orrery.config.run.RunConfig;
import dev.orrery.deployment.Command;
import dev.orrery.kernel.IdSource;
import dev.orrery.runtime.StrategyRuntime;
import dev.orrery.runtime.plugin.PluginLibrary;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/**
 * What a host is to host, and where that is kept: the strategies of a configuration in a data
 * directory, or one deployment of a database. Everything else of a host is the same. Asked by the
 * thread that boots, but for {@link #failed} and {@link #obeyed}.
 */
public interface DeploymentSource {
  /** The configuration, whatever is wrong with it. */
  Draft<RunConfig> draft();

  /**
   * Refuses what can be seen to be wrong before anything is opened.
   *
   * @throws dev.orrery.kernel.ProblemException with all of it
   */
  void check(LiveSwitch money);

  /** The folder that jars are in. */
  Path folder();

  /** The jars. */
  List<Path> jars();

  /**
   * What is to run by these jars.
   *
   * @throws dev.orrery.kernel.ProblemException CONFIGURATION with every problem
   */
  Lineup lineup(PluginLibrary library);

  /** Where things are kept, owned by this process; the caller closes it. */
  DataDirectory directory(InstantSource clock);

  /** Whether its database answers at once. */
  boolean storageIsThere();

  /** The database and what writes there; closes itself as {@link Parts}. */
  Storage storage(Storage.Opening opening);

  /** The rows. */
  Roster roster(Lineup lineup, Storage storage, IdSource ids);

  /**
   * Whether it is all there is: jars that change are taken up, old records thrown away, the API is
   * answered. Elsewhere the control plane does that.
   */
  boolean keepsHouse();

  /** It is up. */
  void up(StrategyRuntime runtime, Parts parts);

  /** A command was carried out, and what came of it is in its row. Any thread. */
  void obeyed(Command command);

  /** Whether the host is to end. */
  Ends ends();

  /** The start ends with this. */
  void failed(Throwable failure);
}
