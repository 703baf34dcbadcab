package dev.orrery.cli;

import dev.orrery.kernel.Problem;
import java.util.List;

/** Sends one command to strategies of whoever serves a data directory. Confined to one thread. */
interface Switches {
  /** Every one that is not stopped. */
  List<String> all() throws InterruptedException;

  /** Sends to all of them, then waits for each; what is refused is added to the problems. */
  List<Told> send(List<String> names, List<Problem> refused) throws InterruptedException;
}
