package dev.orrery.cli;

import dev.orrery.kernel.Problem;

/**
 * Says by which flag a way out is taken. The modules that found the problem serve programs, too,
 * and know of no flags.
 */
final class Flags {
  private Flags() {}

  /** The line of a problem, for whoever typed a command. */
  static String line(Problem problem) {
    String line = problem.line();
    String flag = of(problem);
    return flag.isEmpty() ? line : line.substring(0, line.length() - 1) + flag + ")";
  }

  private static String of(Problem problem) {
    String wayOut = problem.wayOut();
    if (problem.subject().startsWith("plugins folder ") && wayOut.endsWith("name another")) {
      return " with --plugins";
    }
    if (problem.subject().equals("embedded PostgreSQL") && wayOut.endsWith("server of your own")) {
      return ": --store JDBC-URL";
    }
    return "";
  }
}
