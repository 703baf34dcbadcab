package dev.orrery.cli;

import dev.orrery.backtest.Backtest;
import dev.orrery.backtest.BacktestResult;
import dev.orrery.backtest.Progress;
import dev.orrery.backtest.report.Report;
import dev.orrery.backtest.report.ReportFiles;
import dev.orrery.backtest.report.RunRecorder;
import dev.orrery.cli.backtest.BacktestData;
import dev.orrery.cli.backtest.BacktestText;
import dev.orrery.cli.backtest.SubjectOptions;
import dev.orrery.cli.print.Console;
import dev.orrery.cli.print.JsonText;
import dev.orrery.kernel.ExitCode;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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

  @Mixin private SubjectOptions subject = new SubjectOptions();

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
    Backtest backtest =
        subject.backtest(name -> ConfigOptions.bundledJars(console, name)).progress(progress());
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
