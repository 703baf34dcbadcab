package dev.orrery.cli;

import dev.orrery.backtest.report.Report;
import dev.orrery.backtest.report.ReportFiles;
import dev.orrery.cli.print.Console;
import dev.orrery.cli.print.InstantText;
import dev.orrery.cli.report.RecordedRun;
import dev.orrery.cli.report.ReportText;
import dev.orrery.database.Database;
import dev.orrery.deployment.Deployment;
import dev.orrery.kernel.ExitCode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a deployment earned, from the journal. */
@Command(
    name = "report",
    description = {
      "What a strategy earned on paper or live, as the journal has it: the report of a backtest,",
      "of a run that happened. The daemon may be up or down."
    },
    footer = {
      "",
      "  orrery report sma-cross",
      "  orrery report grid --since 2013-11-26 --until 2013-11-28 --output grid-report"
    })
final class ReportVerb implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "NAME", description = "The strategy.")
  private String name = "";

  @Option(
      names = "--since",
      paramLabel = "DATE",
      converter = InstantText.class,
      description = "From this market time on: 2024-03-01 or 2024-03-01T06:00:00Z.")
  private @Nullable Instant since;

  @Option(
      names = "--until",
      paramLabel = "DATE",
      converter = InstantText.class,
      description = "Until before this market time.")
  private @Nullable Instant until;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR|FILE.html",
      description = {
        "Where to: a folder gets page, JSON and CSV, a file the page alone",
        "(NAME-report.html). Replaces an earlier report, and nothing else."
      })
  private @Nullable Path output;

  @Option(names = "--json", description = "Print the report as one object, and write nothing.")
  private boolean json;

  @Mixin private StoreOptions store = new StoreOptions();

  ReportVerb(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    ReportFiles files = json ? null : ReportFiles.at(output == null ? named() : output);
    Report report;
    try (Database database = store.open(console)) {
      Deployment deployment = new Deployments(database).named(name);
      report = new RecordedRun(database, deployment, since, until).report();
    }
    if (files == null) {
      console.out().println(report.json());
    } else {
      Path page = files.write(report);
      ReportText.lines(report, console.ink()).forEach(console.out()::println);
      console.err().println("report: " + page);
    }
    return ExitCode.DONE.code();
  }

  private Path named() {
    return Path.of(name + "-report.html");
  }
}
