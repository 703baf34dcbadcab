package dev.orrery.cli;

import dev.orrery.cli.print.Console;
import dev.orrery.cli.print.DurationText;
import dev.orrery.cli.print.Ink;
import dev.orrery.cli.print.NumberText;
import dev.orrery.config.Names;
import dev.orrery.kernel.ExitCode;
import dev.orrery.runtime.plugin.ApiVersion;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * One command line, from its words to its exit code. Only the class of the verb that is asked for
 * is loaded: what {@code run} does not need must not cost it start-up time. Confined to one thread.
 */
final class Orrery {
  private final Console console;
  private final Complaints complaints;

  Orrery(Console console) {
    this.console = console;
    this.complaints = new Complaints(console, this::commandLine);
  }

  /** Does it; the exit code of {@link ExitCode}. Never throws. */
  int execute(String... args) {
    Logs.brief(console);
    if (args.length > 0 && !args[0].startsWith("-") && Verb.find(args[0]).isEmpty()) {
      return complaints.usage("orrery", unknown(args[0]), "orrery --help lists the verbs");
    }
    String[] words = args.length == 0 ? new String[] {"--help"} : args;
    try {
      return commandLine(words[0]).execute(words);
    } catch (LinkageError | VirtualMachineError e) {
      return complaints.unexpected(e);
    }
  }

  /** The command with at most one verb: that which the words begin with. */
  CommandLine commandLine(String first) {
    CommandLine command = new CommandLine(new Root());
    Optional<Verb> verb = Verb.find(first);
    verb.ifPresent(found -> command.addSubcommand(found.word(), found.create(console)));
    command.registerConverter(Duration.class, new DurationText());
    NumberText.in(command);
    command.setExecutionExceptionHandler(complaints);
    command.setParameterExceptionHandler(complaints);
    command.setCaseInsensitiveEnumValuesAllowed(true);
    command.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
    command.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
    command.setColorScheme(
        CommandLine.Help.defaultColorScheme(
            console.ink() == Ink.COLOURED ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
    Paragraphs.in(command);
    command.setUsageHelpWidth(Math.clamp(console.columns(), 80, 120));
    command
        .getHelpSectionMap()
        .put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, help -> listOf(help.ansi()));
    return command;
  }

  private static String unknown(String word) {
    return "unknown verb '"
        + word
        + "'"
        + Names.nearest(word, Verb.words()).map(near -> ": did you mean " + near + "?").orElse("");
  }

  private static String listOf(CommandLine.Help.Ansi ansi) {
    StringBuilder list = new StringBuilder();
    for (VerbGroup group : VerbGroup.values()) {
      list.append('\n').append(ansi.string("@|bold " + group.title() + "|@")).append(":\n");
      for (Verb verb : Verb.values()) {
        if (verb.group() == group) {
          String space = " ".repeat(Math.max(1, 13 - verb.word().length()));
          list.append("  ").append(ansi.string("@|yellow " + verb.word() + "|@")).append(space);
          list.append(verb.summary()).append('\n');
        }
      }
    }
    return list.toString();
  }

  @Command(
      name = "orrery",
      description = "Runs trading strategies from plugin jars and writes down all they do.",
      synopsisHeading = "%nUsage: ",
      customSynopsis = "orrery VERB [OPTIONS]",
      optionListHeading = "%n",
      versionProvider = Version.class,
      footer = {
        "",
        "Start with `orrery run`: four strategies trade a recorded market on paper.",
        "`orrery VERB --help` explains a verb.",
        "",
        "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 invalid configuration,",
        "4 refused by a rule or gate, 5 database or venue not reachable."
      })
  @SuppressWarnings("UnusedVariable") // picocli acts on the two options itself
  static final class Root {
    @Option(
        names = {"-h", "--help"},
        usageHelp = true,
        scope = ScopeType.INHERIT,
        order = Integer.MAX_VALUE,
        description = "Show this help and exit.")
    private boolean help;

    @Option(
        names = {"-V", "--version"},
        versionHelp = true,
        order = Integer.MAX_VALUE,
        description = "Show the version and exit.")
    private boolean version;
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String own = Orrery.class.getPackage().getImplementationVersion();
      return new String[] {
        "orrery "
            + (own == null ? "(from classes)" : own)
            + ", plugin API "
            + ApiVersion.OFFERED
            + ", Java "
            + Runtime.version()
      };
    }
  }
}
