package dev.orrery.kernel;

/**
 * Something that a person can put right, in three parts. Printed as one line, without a stack
 * trace.
 *
 * @param exit how a command that meets it ends
 * @param subject the thing it is about: a file with line, a jar, a strategy, a setting
 * @param cause what is wrong with it, with the values
 * @param wayOut what to do; may be empty
 */
public record Problem(ExitCode exit, String subject, String cause, String wayOut) {
  /** A configuration problem. */
  public static Problem configuration(String subject, String cause, String wayOut) {
    return new Problem(ExitCode.CONFIGURATION, subject, cause, wayOut);
  }

  /** A refusal by a rule or gate. */
  public static Problem refused(String subject, String cause, String wayOut) {
    return new Problem(ExitCode.REFUSED, subject, cause, wayOut);
  }

  /** Something that cannot be reached. */
  public static Problem unreachable(String subject, String cause, String wayOut) {
    return new Problem(ExitCode.UNREACHABLE, subject, cause, wayOut);
  }

  /** The one line. */
  public String line() {
    return subject + ": " + cause + (wayOut.isEmpty() ? "" : " (" + wayOut + ")");
  }
}
