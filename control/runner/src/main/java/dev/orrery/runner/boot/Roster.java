package dev.orrery.runner.boot;

import dev.orrery.deployment.Deployment;
import dev.orrery.executor.TradingRight;
import dev.orrery.runtime.Newcomers;
import dev.orrery.runtime.StrategyOptions;
import dev.orrery.runtime.StrategyRuntime;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/** The rows of what a host runs, kept true while it runs. */
public interface Roster extends Newcomers {
  /** Whose they are. */
  UUID user();

  /** What is to run, once its rows stand; before anything runs. */
  List<StrategyOptions> begin();

  /** Under which epoch this process acts for a deployment. Any thread. */
  long epoch(String deployment);

  /**
   * Who may trade for a deployment.
   *
   * @param host what holds for all of the host
   */
  TradingRight right(String deployment, TradingRight host);

  /** The deployments there have been. Any thread. */
  List<UUID> ids();

  /** What is to be done, once each, when a deployment has come up. */
  void whenUp(Consumer<Deployment> task);

  /**
   * Writes what changed since the last time.
   *
   * @throws org.jdbi.v3.core.JdbiException when the database is away; what was not written is
   *     written next time
   */
  void follow(StrategyRuntime runtime);
}
