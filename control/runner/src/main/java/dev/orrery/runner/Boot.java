package dev.orrery.runner;

import dev.orrery.config.Loaded;
import dev.orrery.config.run.BrokerConfig;
import dev.orrery.config.run.RunConfig;
import dev.orrery.config.run.WatchConfig;
import dev.orrery.database.Retention;
import dev.orrery.deployment.CommandListener;
import dev.orrery.kernel.ArtifactStore;
import dev.orrery.kernel.IoFailure;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.runner.boot.Accounts;
import dev.orrery.runner.boot.ArtifactUpkeep;
import dev.orrery.runner.boot.ChosenMarket;
import dev.orrery.runner.boot.DataDirectory;
import dev.orrery.runner.boot.DemoEvents;
import dev.orrery.runner.boot.DeploymentSource;
import dev.orrery.runner.boot.FreshArtifacts;
import dev.orrery.runner.boot.Lineup;
import dev.orrery.runner.boot.MarketChoice;
import dev.orrery.runner.boot.MarketFit;
import dev.orrery.runner.boot.Parts;
import dev.orrery.runner.boot.Parts.Stage;
import dev.orrery.runner.boot.Roster;
import dev.orrery.runner.boot.Settings;
import dev.orrery.runner.boot.Storage;
import dev.orrery.runner.command.CommandDesk;
import dev.orrery.runner.command.PanicRight;
import dev.orrery.runner.command.SafetyDesk;
import dev.orrery.runner.http.Api;
import dev.orrery.runner.http.HttpDoor;
import dev.orrery.runner.http.ManualVerdicts;
import dev.orrery.runner.http.Records;
import dev.orrery.runner.plugin.PluginFolder;
import dev.orrery.runner.plugin.PluginWatch;
import dev.orrery.runner.status.HostHealth;
import dev.orrery.runner.status.Housekeeping;
import dev.orrery.runner.status.ServerWatch;
import dev.orrery.runtime.RuntimeBuilder;
import dev.orrery.runtime.StrategyRuntime;
import dev.orrery.runtime.isolation.Ladder;
import dev.orrery.runtime.metrics.MicrometerMeters;
import dev.orrery.runtime.plugin.ConfiguredParameters;
import dev.orrery.runtime.plugin.PluginLibrary;
import dev.orrery.runtime.plugin.PluginLimits;
import dev.orrery.runtime.plugin.TriggerCheck;
import dev.orrery.store.MainnetOrders;
import dev.orrery.store.PostgresNotifications;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * One start of a host, step by step. What takes long and needs nothing of the others runs beside
 * them; nothing is written before the configuration has been held against the jars. Confined to one
 * thread.
 */
final class Boot {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final HostSettings settings;
  private final HostHealth health = new HostHealth();
  private final Parts parts = new Parts();
  private final Exhaustion exhaustion = new Exhaustion();
  private final ManualVerdicts verdicts = new ManualVerdicts();
  private final DeploymentSource source;

  Boot(HostSettings settings) {
    this.settings = settings;
    this.source = settings.source().get();
  }

  /** The host, up; everything is closed again when it does not come up. */
  Host run() {
    try {
      return start();
    } catch (RuntimeException | Error e) {
      // Who is told to end while it boots still closes everything.
      boolean interrupted = Thread.interrupted();
      if (!interrupted) {
        source.failed(e);
      }
      parts.close();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      throw e;
    }
  }

  private Host start() {
    source.check(settings.money());
    Loaded<RunConfig> loaded = source.draft().require();
    RunConfig config = loaded.value();
    boolean used = source.storageIsThere();
    // Nothing is left in a directory that could still be refused.
    Optional<Path> kept =
        used ? Optional.of(config.dataDir().resolve("market.columns")) : Optional.empty();
    DataDirectory directory = parts.add(Stage.DIRECTORY, source.directory(settings.clock()));
    Supplier<Storage> opening =
        () ->
            source.storage(
                new Storage.Opening(
                    config,
                    settings.durable(),
                    settings.headStart(),
                    settings.ids(),
                    settings.clock(),
                    parts));
    try (Beside beside = new Beside()) {
      Supplier<Storage> storage = used ? beside.start("database", opening) : opening;
      Supplier<PrometheusMeterRegistry> registry =
          beside.start("metrics", () -> new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
      Supplier<HttpDoor> door =
          beside.start(
              "http",
              () ->
                  parts.add(
                      Stage.DOOR,
                      HttpDoor.open(
                          config.port(),
                          directory.token(),
                          health,
                          () -> registry.get().scrape())));
      Supplier<ChosenMarket> market =
          beside.start("market", () -> MarketChoice.open(loaded, parts, kept));
      FreshArtifacts artifacts = parts.add(Stage.DIRECTORY, artifacts(config.dataDir()));
      // Looked at before anything of it is loaded: what changes meanwhile is taken up later.
      PluginFolder plugins =
          new PluginFolder(source.folder(), config.watching().quiet(), System::nanoTime);
      PluginLibrary library =
          load(source.jars(), artifacts, Settings.plugins(config), Settings.ladder(config));
      Lineup lineup = source.lineup(library);
      ChosenMarket chosen = market.get();
      MarketFit.require(lineup, chosen.symbols());
      Accounts accounts = Accounts.of(lineup, chosen, settings.money(), parts);
      HttpDoor opened = door.get();
      // What could be refused was: from here on something is kept.
      Storage ready = storage.get();
      artifacts.keep();
      Host host =
          assemble(
              lineup, plugins, library, chosen, accounts, ready, registry.get(), opened, directory);
      if (source.keepsHouse()) {
        keepArtifacts(config, artifacts, ready);
      }
      return host;
    }
  }

  private Host assemble(
      Lineup lineup,
      PluginFolder plugins,
      PluginLibrary library,
      ChosenMarket market,
      Accounts accounts,
      Storage storage,
      PrometheusMeterRegistry registry,
      HttpDoor door,
      DataDirectory directory) {
    Roster rows = source.roster(lineup, storage, settings.ids());
    Control control = Control.over(storage, rows.user(), lineup.config().value().dataDir(), parts);
    RuntimeBuilder builder =
        StrategyRuntime.builder()
            .library(library)
            .market(market.following(lineup.strategies()))
            .meters(new MicrometerMeters(registry))
            .newcomers(rows)
            .tradingRight(
                id -> rows.right(id, new PanicRight(control.watch()::state, rows.epoch(id))));
    rows.begin().forEach(builder::strategy);
    StrategyRuntime runtime =
        parts.add(Stage.RUNTIME, runtime(builder, lineup, accounts, storage, control));
    DemoEvents.attach(lineup.config().value().events().demo(), runtime);
    runtime.start();

    ExecutorService workers = workers();
    obey(runtime, rows, storage, control, workers);
    SafetyDesk safety =
        new SafetyDesk(
            runtime,
            control.wishes(),
            control.watch(),
            storage.notifications()::connected,
            workers,
            settings.clock());
    rows.follow(runtime);
    source.up(runtime, parts);
    watch(
        lineup.config().value().watching(),
        new PluginWatch(plugins, runtime, rows, System::nanoTime));
    keepHouse(lineup.config().value(), rows, storage, control, safety);
    Supplier<Optional<String>> trouble = keepServer(runtime, storage);
    if (source.keepsHouse()) {
      door.serve(
          new Api(
              runtime,
              new Records(storage.database()),
              lineup.config(),
              control.table(),
              control.commands(),
              control.panic(),
              control.watch(),
              safety,
              control.inbox(),
              verdicts,
              settings.ids()));
    }
    health.running(
        runtime,
        control.watch()::state,
        storage.journal()::broken,
        storage.notifications()::connected,
        control.wishes()::count,
        trouble);
    directory.listensOn(door.port());
    return new Host(
        parts, health, runtime, lineup, storage, door.port(), directory, exhaustion, source.ends());
  }

  private StrategyRuntime runtime(
      RuntimeBuilder builder, Lineup lineup, Accounts accounts, Storage storage, Control control) {
    RunConfig config = lineup.config().value();
    builder
        .onlyConfigured()
        .routeOutput()
        .onExhausted(exhaustion::found)
        .costsJudgedByHost()
        .accounts(accounts)
        .journal(storage.journal(), storage.history())
        .events(control.inbox(), new PostgresNotifications(storage.notifications()))
        .eventsEvery(config.events().pollEvery())
        .standingEntries(config.journal().standingEntries())
        .latches(control.latches())
        .ids(settings.ids())
        .processClock(settings.clock())
        .ticks(Settings.ticks(config))
        .mostSkips(config.runtime().mostSkips())
        .liquidationWarningPct(config.runtime().liquidationWarningPct())
        .executor(Settings.executor(config))
        .listener(control.costs())
        .listener(verdicts);
    settings.listeners().forEach(builder::listener);
    lineup.humanOperated().forEach(builder::humanOperated);
    return builder.build();
  }

  private ExecutorService workers() {
    ExecutorService workers =
        Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("orrery-work-", 0).factory());
    parts.add(Stage.WORKERS, workers::shutdownNow);
    return workers;
  }

  /** Commands to what comes up are obeyed from then on, those that waited first. */
  private void obey(
      StrategyRuntime runtime,
      Roster rows,
      Storage storage,
      Control control,
      ExecutorService workers) {
    CommandListener listener =
        parts.add(Stage.COMMANDS, new CommandListener(storage.database(), storage.notifications()));
    rows.whenUp(row ->
        listener.host(
            row,
            rows.epoch(row.id().toString()),
            new CommandDesk(
                runtime,
                row,
                control.table(),
                control.latches(),
                control.commands(),
                workers,
                source::obeyed)));
  }

  /** A change may take as long as a constructor does: on a thread of its own. */
  private void watch(WatchConfig watching, PluginWatch watch) {
    if (source.keepsHouse() && watching.every().isPositive()) {
      parts
          .add(Stage.HOUSEKEEPING, new Housekeeping("orrery-plugins"))
          .every("plugins folder", watching.every(), watching.every(), watch::look);
    }
  }

  private void keepHouse(
      RunConfig config, Roster rows, Storage storage, Control control, SafetyDesk safety) {
    Retention retention = Settings.retention(config, storage.database());
    Housekeeping house = parts.add(Stage.HOUSEKEEPING, new Housekeeping("orrery-housekeeping"));
    // In this order: a command is judged by how its row stands before its switches are written.
    house.every("pending switches", SECOND, SECOND, safety::look);
    house.every("switches", SECOND, SECOND, control.latches()::writeAll);
    house.every("cost guard", SECOND, SECOND, control.costs()::look);
    if (config.broker().kind() == BrokerConfig.Kind.HYPERLIQUID) {
      MainnetOrders orders = new MainnetOrders(storage.database());
      house.every("mainnet orders", SECOND, SECOND, () -> rows.ids().forEach(orders::project));
    }
    if (!source.keepsHouse()) {
      return;
    }
    house.every(
        "retention",
        Duration.ofSeconds(5),
        Duration.ofHours(1),
        () -> retention.maintain(settings.clock().instant()));
  }

  /** A look may read all decisions there are: on a thread of its own. */
  private void keepArtifacts(RunConfig config, FreshArtifacts artifacts, Storage storage) {
    Retention retention = Settings.retention(config, storage.database());
    ArtifactUpkeep upkeep =
        new ArtifactUpkeep(artifacts, config.retention().decisions(), retention::jarsOfDecisions);
    parts
        .add(Stage.HOUSEKEEPING, new Housekeeping("orrery-artifacts"))
        .every(
            "artifacts",
            Duration.ofSeconds(30),
            Duration.ofDays(1),
            () -> upkeep.look(settings.clock().instant()));
  }

  /** A start may take as long as recovery after a crash does: on a thread of its own. */
  private Supplier<Optional<String>> keepServer(StrategyRuntime runtime, Storage storage) {
    if (storage.server().isEmpty()) {
      return Optional::empty;
    }
    ServerWatch watch = new ServerWatch(storage.server().get(), System::nanoTime, runtime::tell);
    parts
        .add(Stage.HOUSEKEEPING, new Housekeeping("orrery-server"))
        .every("database server", SECOND, SECOND, watch::look);
    return watch::trouble;
  }

  private static FreshArtifacts artifacts(Path dataDir) {
    try {
      return FreshArtifacts.in(dataDir.resolve("artifacts"));
    } catch (IOException e) {
      throw new ProblemException(
          Problem.refused(
              "artifacts of data directory " + dataDir,
              "cannot be read: " + IoFailure.cause(e),
              "let this user read and write the folder"),
          e);
    }
  }

  private PluginLibrary load(
      List<Path> jars, ArtifactStore artifacts, PluginLimits limits, Ladder ladder) {
    PluginLibrary library =
        parts.add(
            Stage.PLUGINS,
            new PluginLibrary(
                artifacts, limits, ladder, TriggerCheck.schedules(), new ConfiguredParameters()));
    library.routeOutput();
    library.addAll(jars);
    return library;
  }
}
