package dev.orrery.cli;

import dev.orrery.cli.print.Console;
import dev.orrery.cli.scaffold.Scaffold;
import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.IoFailure;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A new strategy project. */
@Command(
    name = "new",
    description = {
      "Writes a Maven project with one strategy that works: typed parameters, a test in three",
      "lines, a backtest, a README. It is built against this distribution, without a network once",
      "Maven has the few plugins that Orrery's own build uses."
    },
    footer = {"", "  orrery new day-break", "  cd day-break && mvn package && ./backtest"})
final class NewVerb implements Callable<Integer> {
  private final Console console;

  @Parameters(
      paramLabel = "NAME",
      description = "Name of strategy and folder: small letters, digits, hyphens.")
  private String name = "";

  @Option(names = "--dir", paramLabel = "DIR", description = "Write it here instead of into NAME.")
  private @Nullable Path folder;

  NewVerb(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Path target = folder == null ? Path.of(name) : folder;
    try {
      Scaffold.of(name, console.home().orElse(Path.of("."))).write(target);
    } catch (IOException e) {
      throw new ProblemException(
          Problem.configuration(
              "project " + target,
              "cannot be written: " + IoFailure.cause(e),
              "name another --dir"),
          e);
    }
    console.out().println("made " + target + "; next:");
    console.out().println("  cd " + target);
    console.out().println("  mvn package");
    console.out().println("  ./backtest");
    return ExitCode.DONE.code();
  }
}
