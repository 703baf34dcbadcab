package dev.orrery.control.machine.reconcile;

import dev.orrery.control.machine.Machine;
import dev.orrery.control.machine.MachineSpec;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Rows of deployments as the reconciler needs them. Called from one thread. A row may have changed
 * since it was read, so each write checks that it still applies and does nothing otherwise.
 */
public interface MachineRows {
  /** All rows that have or may have a machine of this provider, also those that have ended. */
  List<WantedMachine> wanted();

  /** The machine a deployment shall have; empty when it shall not any more. */
  Optional<MachineSpec> spec(UUID deployment);

  /** Writes down a deployment's machine, if it is of its launch. */
  void placed(UUID deployment, Machine machine);

  /** Status error, with this text. */
  void failed(UUID deployment, UUID launch, String errorText);

  /** Status stopped, for one that was stopping. */
  void ended(UUID deployment, UUID launch);
}
