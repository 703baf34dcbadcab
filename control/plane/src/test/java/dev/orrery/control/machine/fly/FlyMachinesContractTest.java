package dev.orrery.control.machine.fly;

import dev.orrery.control.machine.MachineId;
import dev.orrery.control.machine.MachineProvider;
import dev.orrery.control.machine.MachineProviderContract;
import dev.orrery.kernel.Secret;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The contract over a fake of Fly that keeps its word. */
class FlyMachinesContractTest extends MachineProviderContract {
  final FlyFake fake = new FlyFake();

  static FlySettings settings(FlyFake fake) {
    return new FlySettings(
        fake.base(),
        FlyFake.APP,
        Secret.of(FlyFake.TOKEN),
        "nrt",
        Set.of("DATABASE_PASSWORD"),
        Duration.ofSeconds(2),
        Duration.ofMillis(2),
        1000);
  }

  @Override
  protected void closeBeneath() {
    fake.close();
  }

  @Override
  protected MachineProvider open() {
    return new FlyMachines(settings(fake));
  }

  @Override
  protected MachineProvider reopen() {
    provider.close();
    return open();
  }

  @Override
  protected void killProgram(MachineId id) {
    fake.seeing(
        id,
        it -> {
          it.killed();
          return id;
        });
  }

  @Override
  protected boolean programRuns(MachineId id) {
    return fake.seeing(id, it -> it.state.equals("started"));
  }

  @Override
  protected int starts(MachineId id) {
    return fake.seeing(id, it -> it.starts.size());
  }

  @Override
  protected Optional<Map<String, String>> seenBy(MachineId id) {
    return fake.seeing(
        id, it -> it.starts.isEmpty() ? Optional.empty() : Optional.of(it.starts.getLast()));
  }

  @Override
  protected String shown(MachineId id) {
    return fake.seeing(id, it -> it.json().toString()) + fake.journal();
  }

  @Override
  protected boolean keepsLogs() {
    return false;
  }

  @Override
  protected boolean vouchesForLists() {
    return false;
  }
}
