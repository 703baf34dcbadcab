package dev.orrery.cli;

import dev.orrery.backtest.Backtest;
import dev.orrery.backtest.BacktestResult;
import dev.orrery.backtest.Progress;
import dev.orrery.backtest.report.Report;
import dev.orrery.backtest.report.ReportFiles;
import dev.orrery.backtest.report.RunRecorder;
import dev.orrery.cli.backtest.BacktestData;
import dev.orrery.cli.backtest.BacktestText;
import dev.orrery.cli.backtest.BesideOptions;
import dev.orrery.cli.backtest.MarketOptions;
import dev.orrery.cli.backtest.PaperOptions;
import dev.orrery.cli.print.Console;
import dev.orrery.cli.print.InstantText;
import dev.orrery.cli.print.JsonText;
import dev.orrery.kernel.ExitCode;
import dev.orrery.market.replay.Replay;
import dev.orrery.runtime.plugin.PluginSources;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A strategy over recorded data. */
@Command(
    name = "backtest",
    description = {
      "Plays recorded data to one strategy as fast as it goes: the same jar, caps, gate and paper",
      "broker as in run, so it decides and trades as it would have there. Needs no daemon and",
      "leaves nothing behind. The same call always gives the same digest."
    },
    footer = {
      "",
      "  orrery backtest sma-cross",
      "  orrery backtest target/my-strategy-1.0.jar --market replay:btc-1m.csv -p fast=10 -p slow=30",
      "  orrery backtest pair.jar --market replay:btc.csv --symbol BTC --market replay:eth.csv --symbol ETH",
      "  orrery backtest jump-fade --events jumps.csv --funding funding.csv",
      "  orrery backtest grid --from 2013-11-26 --to 2013-11-28 --cash 5000 --csv > trades.csv",
      "  orrery backtest sma-cross --report sma-cross.html"
    })
final class BacktestVerb implements Callable<Integer> {
  private static final int CHART_COLUMNS = 76;

  private final Console console;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "JAR|NAME",
      description = "A jar or zip with the strategy, or the name of one in --plugins.")
  private String subject = "";

  @Option(
      names = "--strategy",
      paramLabel = "NAME",
      description = "Which one, where a jar holds several.")
  private @Nullable String strategy;

  @Option(
      names = "--plugins",
      paramLabel = "DIR",
      description = "Folder of jars to look for NAME in; without, the bundled ones.")
  private @Nullable Path plugins;

  @Mixin private MarketOptions market = new MarketOptions();

  @Option(
      names = {"-p", "--param"},
      paramLabel = "NAME=VALUE",
      description = "A parameter of the strategy; as often as needed.")
  private Map<String, String> parameters = new LinkedHashMap<>();

  @Option(
      names = "--from",
      paramLabel = "DATE",
      converter = InstantText.class,
      description =
          "Play from here: 2024-03-01 or 2024-03-01T06:00:00Z. Earlier data warms candles.")
  private @Nullable Instant from;

  @Option(
      names = "--to",
      paramLabel = "DATE",
      converter = InstantText.class,
      description = "Play until before this.")
  private @Nullable Instant to;

  @Option(
      names = "--warm-up",
      paramLabel = "DURATION",
      description = "Let so much of the range warm candles, untraded: 12h, 7d.")
  private Duration warmUp = Duration.ZERO;

  @Option(
      names = "--caps",
      paramLabel = "FILE",
      description = "YAML with the keys of a strategy's caps; without, the shipped ones for paper.")
  private @Nullable Path caps;

  @Mixin private PaperOptions paper = new PaperOptions();

  @Mixin private BesideOptions beside = new BesideOptions();

  @Option(names = "--json", description = "Print one object: figures, trades, curve, digest.")
  private boolean json;

  @Option(names = "--csv", description = "Print the trades, a line each.")
  private boolean csv;

  @Option(
      names = "--report",
      paramLabel = "DIR|FILE.html",
      description = {
        "Write a report, too: into a folder as page, JSON and CSV, or the page alone.",
        "Replaces an earlier report, and nothing else."
      })
  private @Nullable Path report;

  BacktestVerb(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (json && csv) {
      throw wrong("say --json or --csv, not both");
    }
    Logs.quiet(console);
    Backtest backtest = backtest();
    ReportFiles files = report == null ? null : ReportFiles.at(report);
    RunRecorder recorder = new RunRecorder();
    if (files != null) {
      backtest.listener(recorder);
    }
    BacktestResult result;
    try {
      result = backtest.run();
    } finally {
      erase();
    }
    if (files != null) {
      Path page = files.write(Report.of(result, recorder));
      console.err().println("report: " + page);
    }
    if (json) {
      console.out().println(JsonText.line(BacktestData.object(result)));
    } else if (csv) {
      BacktestData.csv(result).forEach(console.out()::println);
    } else {
      int columns = Math.min(CHART_COLUMNS, console.room());
      BacktestText.lines(result, console.ink(), columns).forEach(console.out()::println);
    }
    return ExitCode.DONE.code();
  }

  private Backtest backtest() {
    List<Replay> recordings = market.recordings();
    Backtest backtest =
        Backtest.over(recordings)
            .warmUp(warmUp)
            .account(paper.settings(market.tiers()))
            .progress(progress());
    beside.addTo(backtest, MarketOptions.symbolsOf(recordings));
    if (isFile(subject)) {
      backtest.jar(Path.of(subject));
      if (strategy != null) {
        backtest.strategy(strategy);
      }
    } else {
      (plugins == null ? ConfigOptions.bundledJars(console, subject) : PluginSources.in(plugins))
          .forEach(backtest::jar);
      backtest.strategy(subject);
    }
    parameters.forEach(backtest::parameter);
    if (from != null) {
      backtest.from(from);
    }
    if (to != null) {
      backtest.until(to);
    }
    return caps == null ? backtest : backtest.caps(caps);
  }

  /** A path or a name of a plugin file; strategies' names have neither slashes nor dots. */
  private static boolean isFile(String subject) {
    return subject.contains("/") || subject.contains(".");
  }

  private Progress progress() {
    return console.errTerminal()
        ? (done, all) -> console.err().print("\r" + done * 100 / all + " %")
        : Progress.UNHEARD;
  }

  private void erase() {
    if (console.errTerminal()) {
      console.err().print("\r\u001b[K");
    }
  }

  private ParameterException wrong(String cause) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), cause);
  }
}
