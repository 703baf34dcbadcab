package dev.orrery.config;

import dev.orrery.kernel.Problem;

/**
 * Where a value was written. Immutable.
 *
 * @param kind by what means
 * @param name the file, the environment variable or the flag; empty for the others
 * @param line line in the file, from 1; 0 where there is none
 */
public record Origin(Kind kind, String name, int line) {
  /** Nobody wrote it: the default of the setting. */
  public static final Origin DEFAULT = new Origin(Kind.DEFAULT, "", 0);

  /** Handed in by a program. */
  public static final Origin CODE = new Origin(Kind.CODE, "", 0);

  /** The means, weakest first: a later one wins over an earlier one. */
  public enum Kind {
    /** The setting's own default. */
    DEFAULT,
    /** A program that embeds the runtime. */
    CODE,
    /** A configuration file. */
    FILE,
    /** An environment variable. */
    ENVIRONMENT,
    /** A flag of the command line. */
    FLAG
  }

  /** A line of a file. */
  public static Origin file(String name, int line) {
    return new Origin(Kind.FILE, name, line);
  }

  /** An environment variable. */
  public static Origin environment(String variable) {
    return new Origin(Kind.ENVIRONMENT, variable, 0);
  }

  /** A flag, with its dashes. */
  public static Origin flag(String flag) {
    return new Origin(Kind.FLAG, flag, 0);
  }

  /** A configuration problem of the value {@code key} (may be empty) written here. */
  public Problem problem(String key, String cause, String wayOut) {
    return Problem.configuration(subject(key), cause, wayOut);
  }

  private String subject(String key) {
    String place = kind == Kind.CODE ? "" : toString();
    return place.isEmpty() || key.isEmpty() ? place + key : place + ": " + key;
  }

  /**
   * {@code orrery.yaml:12}, {@code environment ORRERY_PORT}, {@code flag --port}, {@code default}.
   */
  @Override
  public String toString() {
    return switch (kind) {
      case DEFAULT -> "default";
      case CODE -> "code";
      case FILE -> line == 0 ? name : name + ":" + line;
      case ENVIRONMENT -> "environment " + name;
      case FLAG -> "flag " + name;
    };
  }
}
