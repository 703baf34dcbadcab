package dev.orrery.cli;

import dev.orrery.cli.feed.Closing;
import dev.orrery.cli.feed.Feed;
import dev.orrery.cli.feed.Opening;
import dev.orrery.cli.print.Console;
import dev.orrery.config.Draft;
import dev.orrery.config.run.MarketConfig;
import dev.orrery.config.run.RunConfig;
import dev.orrery.config.run.TimelineMode;
import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.IoFailure;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.runner.Host;
import dev.orrery.runner.HostSettings;
import dev.orrery.runner.boot.HeadStart;
import dev.orrery.runtime.StrategyRuntime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The daemon. */
@Command(
    name = "run",
    description = {
      "Hosts strategies until it is told to end. Without flags: the four bundled ones, on paper,",
      "over a recorded week of a real BTC market at 600 times its pace. Starting again goes on",
      "where it was."
    },
    footer = {
      "",
      "On a terminal it prints a feed; piped, one JSON object a line. Logs go to stderr and to",
      "logs/orrery.log in the data directory. Ctrl-C or SIGTERM ends it gracefully, with exit code",
      "0; a second Ctrl-C at once, with 130.",
      "",
      "  orrery run --for 60s",
      "  orrery run --market replay:btc-1m.csv --speed 3600",
      "  orrery run --timeline wall --config examples/wall-demo.yaml",
      "  orrery run --market hyperliquid"
    })
final class RunVerb implements Callable<Integer> {
  private static final Duration BEAT = Duration.ofMillis(250);

  private final Console console;

  @Mixin private ConfigOptions options = new ConfigOptions();

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      description = "End after this long, counted from ready: 30s, 5m, 2h.")
  private @Nullable Duration longest;

  RunVerb(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    long begun = System.nanoTime();
    Logs.daemon(console);
    Ahead.begin();
    Optional<HeadStart> headStart = options.plainDataDir(console).flatMap(HeadStart::on);
    try {
      Draft<RunConfig> draft = options.draft(console);
      draft.part(RunConfig.class, "").map(RunConfig::dataDir).ifPresent(Logs::unexpectedGoTo);
      Feed feed = Feed.of(console);
      try (Ending ending = new Ending(Thread.currentThread(), console)) {
        run(draft, headStart, feed, begun, ending);
      }
    } finally {
      headStart.ifPresent(HeadStart::close);
    }
    return ExitCode.DONE.code();
  }

  private void run(
      Draft<RunConfig> draft, Optional<HeadStart> headStart, Feed feed, long begun, Ending ending) {
    HostSettings settings =
        HostSettings.of(draft, ConfigOptions.bundledPlugins(console))
            .environment(console.environment())
            .headStart(headStart)
            .listeners(feed);
    try (Host host = start(settings, ending);
        HeapGuard guard = new HeapGuard(host)) {
      long ready = System.nanoTime();
      logTo(host.dataDir());
      feed.started(opening(host, Duration.ofNanos(ready - begun)));
      String cause = runOn(host, feed, ready, ending);
      ending.begun();
      StrategyRuntime runtime = host.runtime();
      Closing closing =
          new Closing(
              cause,
              runtime.timeline().now(),
              Duration.ofNanos(System.nanoTime() - ready),
              runtime.overran(),
              runtime.strategies());
      host.close();
      ending.kept();
      feed.ended(closing);
      Ended.inOrder(host);
    } catch (ToldToEnd e) {
      console.err().println("orrery: told to end before it was up");
    }
  }

  /** Whatever a start trips over once it has been told to end, that is why. */
  private static Host start(HostSettings settings, Ending ending) throws ToldToEnd {
    try {
      return Host.start(settings);
    } catch (RuntimeException e) {
      if (ending.asked()) {
        throw new ToldToEnd(e);
      }
      throw e;
    }
  }

  /** Until time is up, the market has ended, or the process is told to end. */
  private String runOn(Host host, Feed feed, long ready, Ending ending) {
    long end = longest == null ? Long.MAX_VALUE : longest.toNanos();
    while (true) {
      long left = end - (System.nanoTime() - ready);
      if (left <= 0) {
        return "time is up";
      }
      try {
        if (host.await(Duration.ofNanos(Math.min(left, BEAT.toNanos())))) {
          return whyEnded(host);
        }
      } catch (InterruptedException e) {
        // The flag is down now: closing must not be cut short by it.
        if (ending.isMeant()) {
          return "told to end";
        }
      }
      Instant now = host.runtime().timeline().now();
      feed.beat(now, host.runtime().strategies());
    }
  }

  private static String whyEnded(Host host) {
    if (host.exhausted().isPresent()) {
      return "the heap is full";
    }
    return host.journalBroken().isPresent() ? "the journal has failed" : "the market has ended";
  }

  private static Opening opening(Host host, Duration took) {
    RunConfig config = host.config();
    StrategyRuntime runtime = host.runtime();
    String market = market(config.market());
    String pace = pace(config.market());
    String journal =
        config.store().embedded()
            ? "embedded PostgreSQL in " + config.dataDir()
            : config.store().url();
    return new Opening(
        market,
        pace,
        config.runtime().dev(),
        runtime.timeline().now(),
        journal,
        host.address(),
        runtime.strategies(),
        Map.of(),
        runtime.refusedPlugins().stream().map(jar -> jar.problem().line()).toList(),
        took);
  }

  private static String market(MarketConfig market) {
    if (!market.replayed()) {
      return market.source().equals("hyperliquid") ? "Hyperliquid, live" : market.source();
    }
    return market
        .file()
        .map(file -> "replay of " + file)
        .orElse("replay of the bundled BTC trades");
  }

  private static String pace(MarketConfig market) {
    if (!market.replayed()) {
      return "as it happens";
    }
    return market.timeline() == TimelineMode.WALL
        ? "moved to now"
        : market.speed().stripTrailingZeros().toPlainString() + "x";
  }

  private void logTo(Path dataDir) {
    try {
      Logs.opened(console, dataDir);
    } catch (IOException e) {
      throw new ProblemException(
          Problem.configuration(
              "data directory " + dataDir,
              "cannot be written: " + IoFailure.cause(e),
              "name a folder this user may write with --data-dir"),
          e);
    }
  }

  /** Told to end before it was up. */
  private static final class ToldToEnd extends Exception {
    ToldToEnd(RuntimeException cause) {
      super(cause);
    }
  }
}
