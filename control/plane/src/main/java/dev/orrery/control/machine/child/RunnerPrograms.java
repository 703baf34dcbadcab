package dev.orrery.control.machine.child;

import dev.orrery.control.machine.MachineException;
import dev.orrery.control.machine.MachineSize;
import java.util.List;

/** Which program a release is on this host. */
@FunctionalInterface
public interface RunnerPrograms {
  /**
   * The command line, for a machine of a size: a Java program takes its heap from it. It must hold
   * no secret, because everybody on the host can read it.
   *
   * @throws MachineException when this host does not have the release
   */
  List<String> command(String release, MachineSize size);
}
