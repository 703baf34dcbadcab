package dev.orrery.cli;

import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.runner.Host;

/** Whether a host that is closed has ended in order. */
final class Ended {
  private Ended() {}

  /**
   * Refuses one that has not.
   *
   * @throws ProblemException FAILED with the cause
   */
  static void inOrder(Host host) {
    host.exhausted()
        .ifPresent(full -> {
          throw new ProblemException(
              new Problem(
                  ExitCode.FAILED,
                  "the process",
                  "had to end: " + full,
                  "start it again, it goes on from the journal; orrery logs and strategies say"
                      + " who fills the heap, ORRERY_HEAP makes it larger"));
        });
    host.journalBroken()
        .ifPresent(why -> {
          throw new ProblemException(
              new Problem(
                  ExitCode.FAILED,
                  "the journal",
                  why,
                  "start it again, it goes on from what was written; see logs/orrery.log"));
        });
  }
}
