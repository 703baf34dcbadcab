package dev.orrery.cli;

import dev.orrery.backtest.drift.Drift;
import dev.orrery.backtest.drift.DriftReport;
import dev.orrery.cli.backtest.Recordings;
import dev.orrery.cli.print.Console;
import dev.orrery.cli.print.InstantText;
import dev.orrery.cli.print.JsonText;
import dev.orrery.cli.replay.DriftText;
import dev.orrery.cli.replay.Recorded;
import dev.orrery.config.run.RunConfig;
import dev.orrery.database.Database;
import dev.orrery.deployment.Deployment;
import dev.orrery.deployment.SkillPayload;
import dev.orrery.deployment.SkillTable;
import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.market.replay.Replay;
import dev.orrery.runner.boot.Settings;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.store.RecordedDecisions;
import dev.orrery.store.RecordedDecisions.Selection;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A run against its backtest. */
@Command(
    name = "drift",
    description = {
      "Runs a strategy over the market it was run on once more, as a backtest, and compares every",
      "decision. Each that differs is explained by one cause: version, parameter, timing, data or",
      "fill; the first difference comes first. Exit code 0 when none differs, 1 when one does."
    },
    footer = {"", "  orrery drift sma-cross --since 2013-11-26 --until 2013-11-28"})
final class DriftVerb implements Callable<Integer> {
  private final Console console;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "NAME", description = "The strategy, by the name it runs under.")
  private String name = "";

  @Option(
      names = "--since",
      paramLabel = "DATE",
      converter = InstantText.class,
      description = "Compare from this market time on; without, from the beginning of the run.")
  private @Nullable Instant since;

  @Option(
      names = "--until",
      paramLabel = "DATE",
      converter = InstantText.class,
      description = "Compare until before this; without, to the end.")
  private @Nullable Instant until;

  @Option(
      names = "--market",
      paramLabel = "SOURCE",
      description = "The recording that was played: `replay:FILE`; `replay` is the bundled one.")
  private String market = Recordings.BUNDLED;

  @Option(
      names = "--symbol",
      paramLabel = "SYMBOL",
      description = "What the file is of (${DEFAULT-VALUE}).")
  private String symbol = "BTC";

  @Option(names = "--json", description = "Print one object.")
  private boolean json;

  @Mixin private StoreOptions store = new StoreOptions();

  DriftVerb(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (since != null && until != null && !since.isBefore(until)) {
      throw wrong("--since is not before --until");
    }
    Replay recording = recording();
    RunConfig settings = store.settings(console);
    Logs.quiet(console);
    DriftReport report;
    try (Database database = store.open(console)) {
      RecordedDecisions decisions = new RecordedDecisions(database);
      Recorded.requireStrategy(decisions, name);
      requireSameMarket(recording, decisions.market());
      Deployment deployment = new Deployments(database).named(name);
      List<DecisionRecord> run = run(decisions, deployment, recording);
      BigDecimal cash = decisions.deposits(deployment.id().toString()).value();
      report =
          new Drift(
                  recording,
                  Recorded.jars(settings.dataDir()),
                  Settings.caps(payload(database, deployment).risk()),
                  Settings.paper(settings.broker().paper(), cash))
              .of(run, new Drift.Window(since, until));
    }
    if (json) {
      console.out().println(JsonText.indented(DriftText.object(name, report)));
    } else {
      DriftText.lines(name, report, console.ink()).forEach(console.out()::println);
    }
    return (report.entries().isEmpty() ? ExitCode.DONE : ExitCode.FAILED).code();
  }

  /** Up to the recording's end: what is after it was another lap. */
  private List<DecisionRecord> run(
      RecordedDecisions decisions, Deployment deployment, Replay recording) {
    Instant end = Instant.ofEpochMilli(recording.summary().to() + 1);
    Instant last = until == null || until.isAfter(end) ? end : until;
    String id = deployment.id().toString();
    List<DecisionRecord> run = new ArrayList<>();
    long ignored =
        decisions.each(
            new Selection(name, null, last),
            each -> {
              if (each.deployment().equals(id)) {
                run.add(each);
              }
            });
    return run;
  }

  private static SkillPayload payload(Database database, Deployment deployment) {
    return new SkillTable(database)
        .payload(Deployments.user(), deployment.skillId(), deployment.skillVersion())
        .orElseThrow(
            () -> new IllegalStateException("no payload of deployment " + deployment.id()));
  }

  private void requireSameMarket(Replay recording, Optional<String> played) {
    String given = recording.instrument().symbol() + " sha256:" + recording.data().digest();
    if (played.isEmpty() || !played.get().contains(" sha256:")) {
      throw new ProblemException(
          Problem.refused(
              "the market of this run",
              "was live, and what a live market told is not kept whole",
              "replay runs its decisions again from what each of them read"));
    }
    if (!played.get().equals(given)) {
      throw new ProblemException(
          Problem.refused(
              "market " + recording.name(),
              "is not what was played: that was " + played.get() + ", this is " + given,
              "name it with --market replay:FILE and --symbol"));
    }
  }

  private Replay recording() {
    return Recordings.named(market, symbol)
        .orElseThrow(
            () -> wrong("--market is no recording: " + market + ": write replay or replay:FILE"));
  }

  private ParameterException wrong(String cause) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), cause);
  }
}
