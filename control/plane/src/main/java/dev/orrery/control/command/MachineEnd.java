package dev.orrery.control.command;

import java.util.UUID;

/** Ends the machine of a deployment by force. Implemented over what makes machines. Thread-safe. */
@FunctionalInterface
public interface MachineEnd {
  /**
   * Destroys it, and looks. Repeating it is harmless.
   *
   * @return whether it is confirmed gone; false when somebody has to look again
   */
  boolean end(UUID deployment);
}
