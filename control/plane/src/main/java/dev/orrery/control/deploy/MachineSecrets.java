package dev.orrery.control.deploy;

import dev.orrery.kernel.Secret;
import java.util.Map;
import java.util.UUID;

/** What a machine is handed that nobody else may read. Thread-safe. */
@FunctionalInterface
public interface MachineSecrets {
  /** Of the machine of one deployment, by the name its program knows them by. */
  Map<String, Secret> of(UUID deployment);
}
