package dev.orrery.control.machine;

import java.util.Map;

/**
 * Opens providers whose library is not on the class path of a runner. Named in a service file of
 * its jar; made and called once, when a control plane starts.
 */
public interface MachineProviderFactory {
  /** The provider's name. */
  String name();

  /**
   * Opens it.
   *
   * @param settings by the names of environment variables; those it does not know are left alone
   * @throws MachineException when a setting is missing or wrong
   */
  MachineProvider open(Map<String, String> settings);
}
