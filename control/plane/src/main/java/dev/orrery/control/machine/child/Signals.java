package dev.orrery.control.machine.child;

import dev.orrery.control.machine.StopSignal;
import java.io.IOException;
import java.util.List;

/**
 * Signals to processes that are known by more than their number. Between the look and the signal a
 * process could end and another get its number; the system hands numbers out in turn, so that takes
 * tens of thousands of new processes within that moment.
 */
final class Signals {
  private Signals() {}

  /** To the process alone. */
  static void send(ProcessIdentity process, StopSignal signal) throws IOException {
    if (process.alive()) {
      kill(signal, Long.toString(process.pid()));
    }
  }

  /** Ends a process by force, and everything of its group when it leads one. */
  static void end(ProcessIdentity process) throws IOException {
    if (process.leadsGroup()) {
      kill(StopSignal.KILL, "-" + process.pid());
    } else {
      send(process, StopSignal.KILL);
    }
  }

  private static void kill(StopSignal signal, String target) throws IOException {
    List<String> command =
        List.of("sh", "-c", "kill -s \"$1\" -- \"$2\"", "kill", signal.name(), target);
    Process kill =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      // A process that ended meanwhile is what was wanted: the code says nothing.
      kill.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
