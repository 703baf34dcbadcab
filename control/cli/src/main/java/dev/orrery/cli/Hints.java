package dev.orrery.cli;

import dev.orrery.cli.print.Console;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * Makes the commands in a text such that they can be typed as they stand: by the name this one was
 * called by, on the data directory it was given.
 */
final class Hints {
  private static final Pattern COMMAND =
      Pattern.compile("(?<![\\w./-])orrery ([a-z][a-z-]*)(?: ([a-z][a-z-]*))?");
  private static final String DATA_DIR = "--data-dir";

  private final CommandSource commands;
  private final String as;
  private final Optional<String> dataDir;

  /** Where a verb's options can be looked up. */
  interface CommandSource {
    CommandLine with(String verb);
  }

  Hints(CommandSource commands, String as, Optional<String> dataDir) {
    this.commands = commands;
    this.as = as;
    this.dataDir = dataDir;
  }

  /** For a verb that is running. */
  static Hints of(Console console, @Nullable CommandSpec spec) {
    return new Hints(
        new Orrery(console)::commandLine,
        console.command(),
        spec == null ? Optional.empty() : dataDir(spec.commandLine().getParseResult()));
  }

  /** The data directory that was named on a command line. */
  static Optional<String> dataDir(ParseResult parsed) {
    ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    return last.hasMatchedOption(DATA_DIR)
        ? Optional.ofNullable(last.matchedOption(DATA_DIR).getValue()).map(String::valueOf)
        : Optional.empty();
  }

  /** The text with its commands whole; one that tells of data directories is left at that. */
  String in(String text) {
    boolean tells = text.contains(DATA_DIR);
    return COMMAND
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(whole(found, !tells)));
  }

  private String whole(MatchResult found, boolean located) {
    String verb = found.group(1);
    String next = found.group(2);
    String plain = found.group();
    if (Verb.find(verb).isEmpty()) {
      return plain;
    }
    CommandLine command =
        Objects.requireNonNull(commands.with(verb).getSubcommands().get(verb), verb);
    @Nullable CommandLine below = next == null ? null : command.getSubcommands().get(next);
    boolean deeper = below != null;
    CommandLine meant = below == null ? command : below;
    boolean takes = located && meant.getCommandSpec().optionsMap().containsKey(DATA_DIR);
    String where = takes ? dataDir.map(it -> " " + DATA_DIR + " " + it).orElse("") : "";
    String verbs = as + " " + verb + (deeper ? " " + next : "") + where;
    return next == null || deeper ? verbs : verbs + " " + next;
  }
}
