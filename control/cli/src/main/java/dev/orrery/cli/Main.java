package dev.orrery.cli;

import dev.orrery.cli.print.Console;
import dev.orrery.runtime.bytecode.ExitAgent;

/** The process: standard streams in, exit code out. */
public final class Main {
  private Main() {}

  /**
   * Runs one command and ends the process with its exit code. The launcher's training run asks for
   * several rounds of it, by the system property {@code orrery.rounds}, and for another command
   * after them, by {@code orrery.then}.
   */
  public static void main(String[] args) {
    int code = 0;
    for (int rounds = Integer.getInteger("orrery.rounds", 1); rounds > 0 && code == 0; rounds--) {
      code = new Orrery(Console.ofProcess()).execute(args);
    }
    String then = System.getProperty("orrery.then", "");
    if (code == 0 && !then.isEmpty()) {
      code = new Orrery(Console.ofProcess()).execute(then.split(" ", -1));
    }
    // From here on it is the command that ends the process, whoever else still runs.
    ExitAgent.giveBack();
    // Without this a daemon thread's absence is not enough: libraries keep threads of their own.
    System.exit(FinalCode.shown(code, System.getProperty("orrery.last-message", "")));
  }
}
