package dev.orrery.cli;

import dev.orrery.backtest.replay.DecisionAuthor;
import dev.orrery.cli.print.Console;
import dev.orrery.cli.replay.PinnedTest;
import dev.orrery.cli.replay.Recorded;
import dev.orrery.database.Database;
import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.runtime.recording.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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

/** A recorded decision kept as a test. */
@Command(
    name = "pin",
    description = {
      "Keeps a recorded decision as a JUnit test of the strategy's project: a class that asks the",
      "strategy again, and a file with all that the decision saw. The test passes as long as the",
      "strategy decides the same."
    },
    footer = {"", "  orrery pin 4f1c09b2 --into ../day-break"})
final class PinVerb implements Callable<Integer> {
  private final Console console;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "ID",
      description = "Its id, or the beginning of it, as decisions prints it.")
  private String id = "";

  @Option(
      names = "--into",
      paramLabel = "DIR",
      description = "The strategy's project, made by new or alike (this folder).")
  private Path into = Path.of("");

  @Mixin private StoreOptions store = new StoreOptions();

  PinVerb(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (!Recorded.isId(id)) {
      throw new ParameterException(Objects.requireNonNull(spec).commandLine(), Recorded.noId(id));
    }
    DecisionRecord decision;
    try (Database database = store.open(console)) {
      decision = Recorded.decision(database, id);
    }
    Verdict verdict = decision.verdict();
    if (verdict == Verdict.SKIPPED || verdict == Verdict.TIMED_OUT) {
      throw new ProblemException(
          Problem.refused(
              "decision " + decision.id(),
              "was "
                  + (verdict == Verdict.SKIPPED ? "skipped" : "timed out")
                  + ": there is no answer",
              "pin one that has an answer, or failed"));
    }
    DecisionAuthor author =
        DecisionAuthor.of(decision, Recorded.jars(store.settings(console).dataDir()));
    List<Path> written = PinnedTest.write(into.toAbsolutePath().normalize(), decision, author);
    written.forEach(file -> console.out().println("wrote " + file));
    return ExitCode.DONE.code();
  }
}
