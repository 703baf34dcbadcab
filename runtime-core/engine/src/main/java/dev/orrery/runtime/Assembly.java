package dev.orrery.runtime;

import dev.orrery.api.Subscription;
import dev.orrery.executor.AccountDesk;
import dev.orrery.executor.OrderSender;
import dev.orrery.executor.broker.Broker;
import dev.orrery.executor.broker.BrokerFactory;
import dev.orrery.executor.broker.SimulatedBroker;
import dev.orrery.executor.guard.Trip;
import dev.orrery.executor.journal.AccountHistory;
import dev.orrery.executor.reconcile.Reconciler;
import dev.orrery.executor.risk.RiskCaps;
import dev.orrery.kernel.FolderArtifactStore;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.Timeline;
import dev.orrery.market.MarketBoard;
import dev.orrery.market.MarketFeed;
import dev.orrery.runtime.control.Guard;
import dev.orrery.runtime.control.LiquidationLatch;
import dev.orrery.runtime.control.Switches;
import dev.orrery.runtime.plugin.ConfiguredParameters;
import dev.orrery.runtime.plugin.LoadedJar;
import dev.orrery.runtime.plugin.LoadedStrategy;
import dev.orrery.runtime.plugin.PluginLibrary;
import dev.orrery.runtime.plugin.PluginLimits;
import dev.orrery.runtime.plugin.StrategyDescriptor;
import dev.orrery.runtime.plugin.StrategyRequest;
import dev.orrery.runtime.plugin.TriggerCheck;
import dev.orrery.runtime.plugin.VaultClaim;
import dev.orrery.runtime.plugin.VaultRules;
import dev.orrery.runtime.recording.DecisionJournal;
import dev.orrery.runtime.state.StateSpace;
import dev.orrery.runtime.tick.Settlements;
import dev.orrery.runtime.tick.StrategyUnit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes a runtime of what a builder was given: plugins, market, accounts, in this order. */
final class Assembly {
  private final RuntimeBuilder given;

  private Assembly(RuntimeBuilder given) {
    this.given = given;
  }

  static StrategyRuntime of(RuntimeBuilder given) {
    if (given.market == null) {
      throw new ProblemException(
          Problem.configuration("the runtime", "has no market", "give it one: market(...)"));
    }
    return new Assembly(given).assemble(given.market.open(given.history.position()));
  }

  private StrategyRuntime assemble(MarketFeed feed) {
    PluginLibrary ready = given.library;
    Path temporary = ready == null && given.artifacts == null ? temporaryFolder() : null;
    PluginLibrary library = ready == null ? emptyLibrary(temporary) : ready;
    StrategyRuntime runtime = null;
    try {
      library.addAll(given.jars);
      List<StrategyOptions> wanted = wanted(library);
      runtime = new StrategyRuntime(given, feed, library, temporary);
      List<Problem> problems = new ArrayList<>();
      for (StrategyOptions options : wanted) {
        try {
          runtime.host(host(runtime, options, library));
        } catch (ProblemException e) {
          problems.addAll(e.problems());
        }
      }
      if (!problems.isEmpty()) {
        throw new ProblemException(problems, null);
      }
      return runtime;
    } catch (RuntimeException e) {
      if (runtime != null) {
        runtime.close();
      } else {
        library.close();
        feed.close();
        TemporaryFolder.delete(temporary);
      }
      throw e;
    }
  }

  private PluginLibrary emptyLibrary(@Nullable Path temporary) {
    return new PluginLibrary(
        given.artifacts != null
            ? given.artifacts
            : new FolderArtifactStore(Objects.requireNonNull(temporary), ".jar"),
        PluginLimits.DEFAULT,
        TriggerCheck.schedules(),
        new ConfiguredParameters());
  }

  /** What is configured, then what the jars offer besides, by their defaults. */
  private List<StrategyOptions> wanted(PluginLibrary library) {
    List<VaultClaim> claims = new ArrayList<>();
    List<StrategyOptions> all = new ArrayList<>();
    for (StrategyOptions options : given.strategies.values()) {
      if (library.find(options.strategy()).isEmpty()
          && library.refusedWith(options.strategy()).isPresent()) {
        continue; // shown as refused, and costs the others nothing
      }
      all.add(options);
      options
          .vault()
          .or(() -> library.find(options.strategy()).map(StrategyDescriptor::vaultId))
          .ifPresent(vault ->
              claims.add(new VaultClaim(options.name(), vault, "strategy " + options.name())));
    }
    VaultRules.require(claims, given.humanVaults);
    if (!given.onlyConfigured) {
      Set<String> used =
          given.strategies.values().stream()
              .map(StrategyOptions::strategy)
              .collect(Collectors.toSet());
      for (LoadedJar jar : library.jars()) {
        all.addAll(byDefaults(jar, used, claims, library));
      }
    }
    return all;
  }

  private List<StrategyOptions> byDefaults(
      LoadedJar jar, Set<String> used, List<VaultClaim> claims, PluginLibrary library) {
    List<StrategyOptions> bound = new ArrayList<>();
    List<VaultClaim> newcomers = new ArrayList<>();
    for (StrategyDescriptor offered : jar.strategies()) {
      if (!used.contains(offered.name())) {
        String vault = "paper:" + offered.name();
        bound.add(new StrategyOptions(offered.name()).vault(vault));
        newcomers.add(new VaultClaim(offered.name(), vault, "plugin " + jar.fileName()));
      }
    }
    Optional<Problem> conflict =
        VaultRules.refusal(jar.fileName(), newcomers, claims, given.humanVaults);
    if (conflict.isPresent()) {
      library.refuse(jar, conflict.get());
      return List.of();
    }
    claims.addAll(newcomers);
    return bound;
  }

  private HostedStrategy host(
      StrategyRuntime runtime, StrategyOptions options, PluginLibrary library) {
    StrategyRequest request =
        new StrategyRequest(
            options.strategy(),
            Optional.of(options.name()),
            options.vault(),
            options.triggers(),
            options.parameters());
    String deployment = options.deployment().orElseGet(() -> idOf(options.name()));
    RiskCaps caps = options.caps().orElse(given.defaultCaps);
    if (caps == null) {
      throw new ProblemException(
          Problem.configuration(
              "strategy " + options.name(),
              "has no caps",
              "give it caps of its own, or the runtime default caps"));
    }
    LoadedStrategy loaded = library.create(request);
    try {
      return open(runtime, options, deployment, caps, loaded);
    } catch (RuntimeException e) {
      loaded.close();
      throw e;
    }
  }

  private HostedStrategy open(
      StrategyRuntime runtime,
      StrategyOptions options,
      String deployment,
      RiskCaps caps,
      LoadedStrategy loaded) {
    Timeline timeline = runtime.timeline();
    MarketBoard board = runtime.board();
    DecisionJournal journal = runtime.journal();
    InstantSource clock =
        timeline.kind() == Timeline.Kind.SIMULATED ? timeline::now : given.processClock;
    String name = loaded.binding().name();
    String vault = loaded.binding().vaultId();
    Switches switches =
        new Switches(deployment, given.latches, journal::health, given.right.apply(deployment));
    AccountDesk desk =
        new AccountDesk(
            deployment, journal, timeline, clock, switches, given.executor, given.meters);
    AccountHistory past = given.journal.history(deployment);
    desk.restore(past);
    Broker broker =
        factory(vault, name)
            .open(
                new BrokerFactory.Request(
                    vault,
                    deployment,
                    timeline,
                    runtime.feed().instruments(),
                    board::snapshot,
                    desk));
    if (broker instanceof SimulatedBroker simulated) {
      simulated.restore(past);
      board.listen(MarketBoard.Phase.BROKERS, simulated);
    }
    Executor worker =
        broker.effects() == Broker.Effects.INSIDE ? Runnable::run : runtime.operations();
    Reconciler reconciler =
        new Reconciler(
            desk,
            broker,
            timeline,
            worker,
            given.executor,
            given.meters,
            new ReconcileLog(deployment, name, runtime.log()));
    OrderSender sender =
        new OrderSender(
            desk,
            broker,
            journal,
            timeline,
            clock,
            switches,
            given.executor,
            given.meters,
            reconciler::unresolved);
    StateSpace state =
        new StateSpace(deployment, name, given.history.state(deployment, name), journal, timeline);
    Settlements settlements = new Settlements(deployment, name, desk, journal, timeline);
    desk.listen(settlements);
    StrategyUnit unit =
        new StrategyUnit(
            deployment,
            loaded,
            desk,
            sender,
            state,
            switches,
            options.model(),
            new StrategyUnit.Limits(
                options.deadline(), options.concurrent(), options.sendsEach(), caps),
            given.history,
            settlements,
            (level, text) -> runtime.log().event(deployment, name, level, "log", text, Map.of()));
    Guard guard =
        new Guard(
            desk,
            caps,
            timeline,
            switches,
            runtime.operations(),
            trip -> tripped(runtime, deployment, name, trip));
    for (Subscription wanted : loaded.subscriptions()) {
      board.keep(wanted.symbol(), wanted.interval(), wanted.history());
    }
    desk.listen(
        new AccountTold(deployment, name, desk, board::snapshot, runtime.log(), runtime.facts()));
    desk.listen(new LiquidationLatch(switches, runtime.operations()));
    board.listen(MarketBoard.Phase.FIRINGS, guard);
    return new HostedStrategy(unit, broker, reconciler, guard, past);
  }

  private static void tripped(StrategyRuntime runtime, String deployment, String name, Trip trip) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("reason", trip.reason());
    runtime.log().event(deployment, name, "warn", trip.code(), trip.reason(), data);
  }

  private BrokerFactory factory(String vault, String strategy) {
    BrokerFactory own = given.accounts.get(vault);
    if (own != null) {
      return own;
    }
    if (given.otherAccounts != null) {
      return given.otherAccounts.apply(vault);
    }
    throw new ProblemException(
        Problem.configuration(
            "strategy " + strategy,
            "trades on account " + vault + ", which does not exist",
            given.accounts.isEmpty()
                ? "give the runtime one: account(\"" + vault + "\", ...)"
                : "there are " + String.join(", ", given.accounts.keySet())));
  }

  private static String idOf(String name) {
    return UUID.nameUUIDFromBytes(("orrery:" + name).getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static @Nullable Path temporaryFolder() {
    try {
      return Files.createTempDirectory("orrery-plugins-");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a folder for plugins", e);
    }
  }
}
