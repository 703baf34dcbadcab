package dev.orrery.cli;

import dev.orrery.cli.print.Console;
import dev.orrery.config.Names;
import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.IoFailure;
import dev.orrery.kernel.OneLine;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * How a command says that something is wrong: one line for each problem, on stderr, without a stack
 * trace. What nobody foresaw goes to the log with its stack.
 */
final class Complaints implements IExecutionExceptionHandler, IParameterExceptionHandler {
  /** Letters of a line: names of files and what is in them come from outside. */
  private static final int MOST = 4_000;

  private final Console console;
  private final Hints.CommandSource commands;

  Complaints(Console console, Hints.CommandSource commands) {
    this.console = console;
    this.commands = commands;
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    return switch (failure) {
      case ParameterException wrong -> handleParseException(wrong, new String[0]);
      case ProblemException known ->
          problems(known.problems(), new Hints(commands, console.command(), Hints.dataDir(parsed)));
      case InterruptedException _ -> {
        Thread.currentThread().interrupt();
        yield line("interrupted", ExitCode.FAILED);
      }
      default -> {
        Optional<String> io = io(failure);
        yield io.isPresent() ? line(io.get(), ExitCode.FAILED) : unexpected(failure);
      }
    };
  }

  /** What a file or connection did that no verb has words of its own for. */
  private static Optional<String> io(@Nullable Throwable failure) {
    return switch (failure) {
      case IOException it -> Optional.of(IoFailure.cause(it));
      case UncheckedIOException it -> {
        Optional<String> why = io(it.getCause());
        String what = String.valueOf(it.getMessage());
        boolean own = !what.equals(String.valueOf(it.getCause()));
        yield own ? why.map(text -> what + ": " + text) : why;
      }
      case CompletionException it -> io(it.getCause());
      case null, default -> Optional.empty();
    };
  }

  @Override
  public int handleParseException(ParameterException wrong, String[] args) {
    CommandSpec spec = wrong.getCommandLine().getCommandSpec();
    String name = spec.qualifiedName();
    return usage(name, cause(wrong, spec), name + " --help");
  }

  /** A command line that makes no sense. */
  int usage(String command, String cause, String wayOut) {
    String text = OneLine.of(cause + " (" + wayOut + ")", MOST);
    console.err().println(console.errInk().red(command + ":") + " " + text);
    return ExitCode.USAGE.code();
  }

  private int problems(List<Problem> problems, Hints hints) {
    problems.forEach(problem -> line(hints.in(Flags.line(problem)), problem.exit()));
    return problems.getFirst().exit().code();
  }

  /** What nobody foresaw. */
  int unexpected(Throwable failure) {
    String where =
        Logs.keep(failure)
            .map(file -> "; the stack is in " + file)
            .orElse("; --data-dir with a folder that can be written keeps the stack");
    return line("unexpected: " + failure + where, ExitCode.FAILED);
  }

  private int line(String text, ExitCode code) {
    String flat = OneLine.of(text.replace("\r", "").replace("\n", " | "), MOST);
    console.err().println(console.errInk().red("orrery:") + " " + flat);
    return code.code();
  }

  private static String cause(ParameterException wrong, CommandSpec spec) {
    return switch (wrong) {
      case UnmatchedArgumentException it when !it.getUnmatched().isEmpty() ->
          unmatched(it.getUnmatched().getFirst(), spec);
      case MissingParameterException it when !it.getMissing().isEmpty() ->
          "missing "
              + String.join(", ", it.getMissing().stream().map(Complaints::missing).toList());
      case ParameterException _ when !spec.subcommands().isEmpty() ->
          "say which: " + String.join(", ", nestedVerbs(spec).sorted().toList());
      default -> String.valueOf(wrong.getMessage()).replace("\n", " ");
    };
  }

  private static String missing(ArgSpec argument) {
    return argument instanceof OptionSpec option
        ? option.paramLabel() + " of " + option.longestName()
        : argument.paramLabel();
  }

  private static String unmatched(String word, CommandSpec spec) {
    boolean option = word.startsWith("-");
    String name = option && word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
    List<String> known =
        (option ? spec.optionsMap().keySet().stream() : nestedVerbs(spec)).sorted().toList();
    String hint =
        Names.nearest(name, known)
            .map(near -> ": did you mean " + near + "?")
            .orElse(option || known.isEmpty() ? "" : ": there are " + String.join(", ", known));
    return "unknown " + (option ? "option " : "argument ") + name + hint;
  }

  private static Stream<String> nestedVerbs(CommandSpec spec) {
    return spec.subcommands().keySet().stream();
  }
}
