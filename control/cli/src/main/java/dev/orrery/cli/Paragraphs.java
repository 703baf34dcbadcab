package dev.orrery.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Makes paragraphs of help texts, whose lines end where the source's do: picocli breaks each for
 * itself, and shows only the first one of a verb in the list of its group. A line that is empty or
 * set in stays by itself, and so do the last lines of the command itself.
 */
final class Paragraphs {
  private Paragraphs() {}

  /** Of a command and all below it. */
  static void in(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    spec.usageMessage().description(of(spec.usageMessage().description()));
    if (spec.parent() != null) {
      spec.usageMessage().footer(of(spec.usageMessage().footer()));
    }
    command.getSubcommands().values().forEach(Paragraphs::in);
  }

  /** The same lines, those of one paragraph in one. */
  static String[] of(String... lines) {
    List<String> paragraphs = new ArrayList<>();
    boolean open = false;
    for (String line : lines) {
      boolean apart = line.isBlank() || line.startsWith(" ");
      if (open && !apart) {
        paragraphs.add(paragraphs.removeLast() + " " + line);
      } else {
        paragraphs.add(line);
      }
      open = !apart;
    }
    return paragraphs.toArray(String[]::new);
  }
}
