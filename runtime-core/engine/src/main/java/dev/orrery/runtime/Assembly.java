package dev.orrery.runtime;

import dev.orrery.kernel.FolderArtifactStore;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.market.MarketFeed;
import dev.orrery.market.MarketSource;
import dev.orrery.runtime.plugin.ConfiguredParameters;
import dev.orrery.runtime.plugin.PluginLibrary;
import dev.orrery.runtime.plugin.PluginLimits;
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
    if (market == null || !problems.isEmpty()) {
      throw new ProblemException(problems, null);
    }
    return new Assembly(given).stored(market);
  }

  /** Over the store, where there is one: what it has is as good as given part by part. */
  private StrategyRuntime stored(MarketSource market) {
    RuntimeStore store = given.store;
    if (store == null) {
      return assemble(market.open(given.history.position()));
    }
    RuntimeStore.Opened opened = store.open(given.processClock, given.ids);
    given.opened = opened;
    given.journal = opened.journal();
    given.history = opened.history();
    given.inbox = opened.inbox();
    given.notifications = opened.notifications();
    given.latches = opened.latches();
    try {
      return assemble(market.open(given.history.position()));
    } catch (RuntimeException | Error e) {
      Closing closing = new Closing();
      closing.step(opened::close); // the runtime, if there was one, has done so: repeatable
      closing.suppressedIn(e);
      throw e;
    }
  }

  private StrategyRuntime assemble(MarketFeed feed) {
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
      List<Problem> problems = new ArrayList<>();
      for (StrategyOptions options : wanted) {
        try {
          runtime.host(StrategyHosting.open(given, runtime, library::create, options));
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
        closing.step(library::close);
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
        PluginLimits.DEFAULT,
        given.ticks.ladder(),
        TriggerCheck.schedules(),
        new ConfiguredParameters());
  }
}
