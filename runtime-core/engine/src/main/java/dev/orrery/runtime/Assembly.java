package dev.orrery.runtime;

import dev.orrery.kernel.FolderArtifactStore;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.market.MarketFeed;
import dev.orrery.market.MarketSource;
import dev.orrery.runtime.plugin.ConfiguredParameters;
import dev.orrery.runtime.plugin.PluginLibrary;
import dev.orrery.runtime.plugin.TriggerCheck;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes a runtime of what a builder was given: plugins, market, accounts, in this order. */
final class Assembly {
  private final RuntimeBuilder given;

  private Assembly(RuntimeBuilder given) {
    this.given = given;
  }

  static StrategyRuntime of(RuntimeBuilder given) {
    HostLibraries.require(Assembly.class.getClassLoader());
    List<Problem> problems = BuildChecks.of(given);
    MarketSource market = given.market;
    if (market == null) {
      throw new ProblemException(problems, null);
    }
    Assembly assembly = new Assembly(given);
    return problems.isEmpty() ? assembly.stored(market) : assembly.refused(market, problems);
  }

  /**
   * Goes on looking at jars, strategies and the market, so that all that is wrong is told at once.
   * No store and no account is opened.
   */
  private StrategyRuntime refused(MarketSource market, List<Problem> problems) {
    try {
      return assemble(market.open(given.history.position()), problems);
    } catch (ProblemException e) {
      if (e.problems().containsAll(problems)) {
        throw e;
      }
      List<Problem> all = new ArrayList<>(problems);
      all.addAll(e.problems());
      throw new ProblemException(all, e);
    }
  }

  /** Over the store, where there is one: what it has is as good as given part by part. */
  private StrategyRuntime stored(MarketSource market) {
    RuntimeStore store = given.store;
    if (store == null) {
      return assemble(market.open(given.history.position()), List.of());
    }
    RuntimeStore.Opened opened = store.open(given.processClock, given.ids);
    given.opened = opened;
    given.journal = opened.journal();
    given.history = opened.history();
    given.inbox = opened.inbox();
    given.notifications = opened.notifications();
    given.latches = opened.latches();
    try {
      return assemble(market.open(given.history.position()), List.of());
    } catch (RuntimeException | Error e) {
      Closing closing = new Closing();
      closing.step(opened::close); // the runtime, if there was one, has done so: repeatable
      closing.suppressedIn(e);
      throw e;
    }
  }

  /**
   * What a builder was given, put together.
   *
   * @param known what is wrong with it already: then nothing is opened, and this throws
   */
  private StrategyRuntime assemble(MarketFeed feed, List<Problem> known) {
    PluginLibrary ready = given.library;
    Path temporary = ready == null && given.artifacts == null ? TemporaryFolder.make() : null;
    PluginLibrary library = ready == null ? emptyLibrary(temporary) : ready;
    StrategyRuntime runtime = null;
    try {
      if (given.routesOutput) {
        library.routeOutput();
      }
      library.addAll(given.jars);
      List<StrategyOptions> wanted = WantedStrategies.of(given, library);
      runtime = new StrategyRuntime(given, feed, library, temporary);
      List<Problem> problems = new ArrayList<>(known);
      if (given.market != null && problems.isEmpty()) {
        List<String> deployments = wanted.stream().map(StrategyOptions::deploymentId).toList();
        Continuity.require(feed, given.market.describe(), given.history, deployments);
      }
      for (StrategyOptions options : wanted) {
        try {
          if (problems.isEmpty()) {
            runtime.host(StrategyHosting.open(given, runtime, library::create, options));
          } else {
            StrategyHosting.tryOut(given, runtime.board().snapshot(), library::create, options);
          }
        } catch (ProblemException e) {
          problems.addAll(e.problems());
        }
      }
      if (!problems.isEmpty()) {
        throw new ProblemException(problems, null);
      }
      return runtime;
    } catch (RuntimeException | Error e) {
      Closing closing = new Closing();
      if (runtime != null) {
        closing.step(runtime::close);
      } else {
        if (!given.libraryStays) {
          closing.step(library::close);
        }
        closing.step(feed::close);
        closing.step(() -> TemporaryFolder.delete(temporary));
      }
      closing.suppressedIn(e);
      throw e;
    }
  }

  private PluginLibrary emptyLibrary(@Nullable Path temporary) {
    return new PluginLibrary(
        given.artifacts != null
            ? given.artifacts
            : new FolderArtifactStore(Objects.requireNonNull(temporary), ".jar"),
        given.pluginLimits,
        given.ticks.ladder(),
        TriggerCheck.schedules(),
        new ConfiguredParameters());
  }
}
