package dev.orrery.cli;

import dev.orrery.cli.print.Console;

/** The process: standard streams in, exit code out. */
public final class Main {
  private Main() {}

  /**
   * Runs one command and ends the process with its exit code. The launcher's training run asks for
   * several rounds of it, by the system property {@code orrery.rounds}.
   */
  public static void main(String[] args) {
    int code = 0;
    for (int rounds = Integer.getInteger("orrery.rounds", 1); rounds > 0 && code == 0; rounds--) {
      code = new Orrery(Console.ofProcess()).execute(args);
    }
    // Without this a daemon thread's absence is not enough: libraries keep threads of their own.
    System.exit(code);
  }
}
