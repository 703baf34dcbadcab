package dev.orrery.cli;

import dev.orrery.backtest.replay.CapsReplay;
import dev.orrery.backtest.replay.DecisionReplay;
import dev.orrery.backtest.replay.JarSource;
import dev.orrery.backtest.replay.Rejudged;
import dev.orrery.backtest.replay.ReplayPass;
import dev.orrery.backtest.replay.Replayed;
import dev.orrery.cli.print.Console;
import dev.orrery.cli.print.InstantText;
import dev.orrery.cli.print.JsonText;
import dev.orrery.cli.replay.CapsText;
import dev.orrery.cli.replay.Recorded;
import dev.orrery.cli.replay.ReplayText;
import dev.orrery.database.Database;
import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.runtime.CapsFile;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.store.RecordedDecisions;
import dev.orrery.store.RecordedDecisions.Selection;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
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

/** Decisions run again. */
@Command(
    name = "replay",
    description = {
      "Runs recorded decisions again, by the very jar that made them or by another, and says what",
      "differs: actions, verdict, series kept, state written. Reads only; the daemon may be up or",
      "down. Exit code 0 when all came out as they were, 1 when not."
    },
    footer = {
      "",
      "  orrery replay 4f1c09b2",
      "  orrery replay --all --strategy sma-cross",
      "  orrery replay --since 2013-11-26 --jar target/my-strategy-1.1.jar",
      "  orrery replay --all --strategy grid --caps tighter.yaml"
    })
final class ReplayVerb implements Callable<Integer> {
  private final Console console;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "ID",
      description = "One decision: its id, or the beginning of it, as decisions prints it.")
  private @Nullable String id;

  @Option(names = "--all", description = "Every decision in the journal.")
  private boolean all;

  @Option(
      names = "--since",
      paramLabel = "DATE",
      converter = InstantText.class,
      description = "Those from this market time on: 2024-03-01 or 2024-03-01T06:00:00Z.")
  private @Nullable Instant since;

  @Option(names = "--strategy", paramLabel = "NAME", description = "Only those of this one.")
  private @Nullable String strategy;

  @Option(
      names = "--jar",
      paramLabel = "FILE",
      description = "Run them by this jar, with the parameters that were recorded.")
  private @Nullable Path jar;

  @Option(
      names = "--caps",
      paramLabel = "FILE",
      description =
          "Judge the recorded actions under the caps in this file instead, and say what they would"
              + " have allowed or denied otherwise.")
  private @Nullable Path caps;

  @Option(names = "--json", description = "Print one object.")
  private boolean json;

  @Mixin private StoreOptions store = new StoreOptions();

  ReplayVerb(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    check();
    if (caps != null) {
      return underOtherCaps(caps);
    }
    try (Database database = store.open(console)) {
      return id != null ? one(Recorded.decision(database, id)) : many(database);
    }
  }

  private void check() {
    if (id == null && !all && since == null) {
      throw wrong("missing ID, --since or --all");
    }
    if (id != null && (all || since != null || strategy != null)) {
      throw wrong("name one decision, or choose with --since, --all and --strategy, not both");
    }
    if (id != null && !Recorded.isId(id)) {
      throw wrong(Recorded.noId(id));
    }
    if (jar != null && caps != null) {
      throw wrong("say --jar or --caps, not both: another jar wants other things");
    }
    if (all && since != null) {
      throw wrong("say --all or --since, not both");
    }
  }

  private int one(DecisionRecord decision) throws InterruptedException {
    if (!DecisionReplay.wasAsked(decision)) {
      throw new ProblemException(
          Problem.refused(
              "decision " + decision.id(),
              "was skipped: " + String.join("; ", decision.reasons()),
              "the strategy was not asked, so there is nothing to run again"));
    }
    List<Replayed> different = new ArrayList<>();
    ReplayPass.Tally tally =
        ReplayPass.over(taker -> taker.accept(decision), jars(), jar, true, different::add);
    if (!tally.impossible().isEmpty()) {
      throw new ProblemException(tally.impossible().keySet().iterator().next());
    }
    Replayed replayed = different.getFirst();
    if (json) {
      console.out().println(JsonText.indented(ReplayText.object(replayed)));
    } else {
      ReplayText.lines(replayed, console.ink()).forEach(console.out()::println);
    }
    return (replayed.same() ? ExitCode.DONE : ExitCode.FAILED).code();
  }

  private int many(Database database) throws InterruptedException {
    RecordedDecisions decisions = new RecordedDecisions(database);
    if (strategy != null) {
      Recorded.requireStrategy(decisions, strategy);
    }
    Selection selection = new Selection(strategy, since, null);
    List<Replayed> different = new ArrayList<>();
    ReplayPass.Tally tally =
        ReplayPass.over(
            taker -> decisions.each(selection, taker),
            jars(),
            jar,
            false,
            each -> {
              if (json) {
                different.add(each);
              } else {
                console.out().println(ReplayText.line(each, console.ink()));
              }
            });
    if (tally.replayed() + tally.notAsked() == 0 && tally.impossible().isEmpty()) {
      throw new ProblemException(
          Problem.refused(
              "decisions" + (strategy == null ? "" : " of " + strategy),
              since == null ? "there are none yet" : "there are none since " + since,
              "orrery decisions lists the latest"));
    }
    if (json) {
      console.out().println(JsonText.indented(object(tally, different)));
    } else {
      ReplayText.lines(tally).forEach(console.out()::println);
    }
    tally
        .impossible()
        .forEach((problem, count) ->
            console
                .err()
                .println(
                    console.errInk().red("orrery:")
                        + " "
                        + count
                        + (count == 1 ? " decision" : " decisions")
                        + " cannot be run again: "
                        + problem.line()));
    if (tally.different() > 0) {
      return ExitCode.FAILED.code();
    }
    return (tally.impossible().isEmpty() ? ExitCode.DONE : ExitCode.REFUSED).code();
  }

  private int underOtherCaps(Path file) {
    CapsReplay replay = new CapsReplay(CapsFile.read(file));
    List<Rejudged> changed = new ArrayList<>();
    try (Database database = store.open(console)) {
      RecordedDecisions decisions = new RecordedDecisions(database);
      if (strategy != null) {
        Recorded.requireStrategy(decisions, strategy);
      }
      String only = id == null ? null : Recorded.decision(database, id).id();
      decisions.eachWithAccount(
          new Selection(strategy, since, null),
          (decision, account) -> {
            if (only == null || only.equals(decision.id())) {
              replay.judge(decision, account).ifPresent(changed::add);
            }
          });
    }
    if (json) {
      console.out().println(JsonText.indented(CapsText.object(replay.tally(), changed)));
    } else {
      CapsText.lines(replay.tally(), changed, console.ink()).forEach(console.out()::println);
    }
    return (replay.tally().differs() ? ExitCode.FAILED : ExitCode.DONE).code();
  }

  private static Map<String, Object> object(ReplayPass.Tally tally, List<Replayed> different) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("replayed", tally.replayed());
    object.put("same", tally.same());
    object.put("different", tally.different());
    object.put("skipped", tally.notAsked());
    List<Map<String, Object>> impossible = new ArrayList<>();
    tally
        .impossible()
        .forEach((problem, count) ->
            impossible.add(Map.of("decisions", count, "cause", problem.line())));
    object.put("impossible", impossible);
    object.put("seconds", tally.took().toNanos() / 1e9);
    object.put("decisions", different.stream().map(ReplayText::object).toList());
    return object;
  }

  private JarSource jars() {
    return Recorded.jars(store.settings(console).dataDir());
  }

  private ParameterException wrong(String cause) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), cause);
  }
}
