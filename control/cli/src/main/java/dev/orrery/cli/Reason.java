package dev.orrery.cli;

import dev.orrery.cli.print.Console;
import dev.orrery.kernel.OneLine;
import org.jspecify.annotations.Nullable;

/** Why people do something, in as many letters as are kept. */
final class Reason {
  private static final int MOST = 512;

  private Reason() {}

  /** What is kept of it; says so when that is not all of it. */
  static @Nullable String kept(@Nullable String given, Console console) {
    if (given == null) {
      return null;
    }
    if (given.length() > MOST) {
      String word = "--reason has %,d letters, %d are kept".formatted(given.length(), MOST);
      console.err().println(console.errInk().yellow(word));
    }
    return OneLine.of(given, MOST);
  }
}
