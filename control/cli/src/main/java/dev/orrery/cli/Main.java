package dev.orrery.cli;

import dev.orrery.cli.print.Console;

/** The process: standard streams in, exit code out. */
public final class Main {
  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    int code = new Orrery(Console.ofProcess()).execute(args);
    // Without this a daemon thread's absence is not enough: libraries keep threads of their own.
    System.exit(code);
  }
}
