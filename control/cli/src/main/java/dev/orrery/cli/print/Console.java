package dev.orrery.cli.print;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where a command prints, and what it may know of its process. Immutable; the streams are safe for
 * any thread.
 *
 * @param out data and the feed
 * @param err problems and logs
 * @param outTerminal whether a person reads {@code out} as it comes
 * @param errTerminal whether a person reads {@code err}
 * @param columns width of the terminal
 * @param environment variables
 * @param home the distribution this command came with; empty when it runs from classes
 */
public record Console(
    PrintStream out,
    PrintStream err,
    boolean outTerminal,
    boolean errTerminal,
    int columns,
    Map<String, String> environment,
    Optional<Path> home) {
  private static final int DEFAULT_COLUMNS = 100;

  /** Copies. */
  public Console {
    environment = Map.copyOf(environment);
  }

  /** The process's own, as the launcher describes it. */
  public static Console ofProcess() {
    String terminal = System.getProperty("orrery.terminal", "");
    return new Console(
        utf8(System.out),
        utf8(System.err),
        terminal.contains("out"),
        terminal.contains("err"),
        Integer.getInteger("orrery.columns", DEFAULT_COLUMNS),
        System.getenv(),
        Optional.ofNullable(System.getProperty("orrery.home")).map(Path::of));
  }

  /** The command as it was called: {@code ./orrery}. */
  public String command() {
    return System.getProperty("orrery.command", "orrery");
  }

  /** Columns that a table on {@code out} may take: as many as it likes where nobody looks. */
  public int room() {
    return outTerminal ? columns : Integer.MAX_VALUE;
  }

  /** Colours for {@code out}: none when it is no terminal, or nobody wants them. */
  public Ink ink() {
    return inkFor(outTerminal);
  }

  /** Colours for {@code err}. */
  public Ink errInk() {
    return inkFor(errTerminal);
  }

  private Ink inkFor(boolean terminal) {
    boolean refused = !environment.getOrDefault("NO_COLOR", "").isEmpty();
    boolean dumb = environment.getOrDefault("TERM", "").equals("dumb");
    return terminal && !refused && !dumb ? Ink.COLOURED : Ink.PLAIN;
  }

  /** The terminal's charset may be ASCII where nothing is set up; what reads us expects UTF-8. */
  private static PrintStream utf8(PrintStream stream) {
    return new PrintStream(stream, true, StandardCharsets.UTF_8);
  }
}
