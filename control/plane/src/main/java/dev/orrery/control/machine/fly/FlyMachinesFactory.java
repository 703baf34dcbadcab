package dev.orrery.control.machine.fly;

import dev.orrery.control.machine.MachineProvider;
import dev.orrery.control.machine.MachineProviderFactory;
import java.util.Map;

/** Opens machines of the Fly app that the environment names, see {@link FlySettings#from}. */
public final class FlyMachinesFactory implements MachineProviderFactory {
  /** Made by the service loader. */
  public FlyMachinesFactory() {}

  @Override
  public String name() {
    return "fly";
  }

  @Override
  public MachineProvider open(Map<String, String> settings) {
    return new FlyMachines(FlySettings.from(settings));
  }
}
