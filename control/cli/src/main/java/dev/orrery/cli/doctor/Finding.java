package dev.orrery.cli.doctor;

import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.Problem;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one question.
 *
 * @param about what was looked at, one word
 * @param state how it is
 * @param text what was found
 * @param wayOut what to do; empty when nothing is to be done
 * @param exit what a command ends with that needed this; null unless it is bad
 */
public record Finding(
    String about, State state, String text, String wayOut, @Nullable ExitCode exit) {
  /** How something is. */
  public enum State {
    /** As it should be. */
    GOOD,
    /** To be looked at; it keeps nobody from trading. */
    NOTED,
    /** Nobody should trade. */
    BAD
  }

  /** As it should be. */
  public static Finding good(String about, String text) {
    return new Finding(about, State.GOOD, text, "", null);
  }

  /** Something to look at. */
  public static Finding noted(String about, String text, String wayOut) {
    return new Finding(about, State.NOTED, text, wayOut, null);
  }

  /** Nobody should trade. */
  public static Finding bad(String about, ExitCode exit, String text, String wayOut) {
    return new Finding(about, State.BAD, text, wayOut, exit);
  }

  /** The same of a problem that kept from looking. */
  public static Finding bad(String about, ExitCode exit, Problem problem) {
    return bad(about, exit, problem.subject() + ": " + problem.cause(), problem.wayOut());
  }
}
