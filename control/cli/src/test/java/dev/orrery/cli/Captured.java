package dev.orrery.cli;

import dev.orrery.cli.print.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A console whose output can be looked at, also while a command runs. */
final class Captured {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Optional<Path> home;
  private final Map<String, String> environment;

  private Captured(Optional<Path> home, Map<String, String> environment) {
    this.home = home;
    this.environment = environment;
  }

  static Captured plain() {
    return new Captured(Optional.empty(), Map.of());
  }

  /** With a distribution: a folder with {@code plugins}. */
  static Captured at(Path home) {
    return new Captured(Optional.of(home), Map.of());
  }

  /** The same, with one more variable in its environment. */
  Captured with(String variable, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(variable, value);
    return new Captured(home, Map.copyOf(more));
  }

  /** Runs a command line; its exit code. */
  int run(String... words) {
    return new Orrery(console()).execute(words);
  }

  /** What a command gets. */
  Console console() {
    return new Console(stream(out), stream(err), false, false, 100, environment, home);
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
