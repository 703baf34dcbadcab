package dev.orrery.control.deploy;

import dev.orrery.control.machine.Creation;
import dev.orrery.control.machine.Machine;
import dev.orrery.control.machine.MachineException;
import dev.orrery.control.machine.MachineId;
import dev.orrery.control.machine.MachineProvider;
import dev.orrery.control.machine.MachineSpec;
import dev.orrery.control.machine.MachineStatus;
import dev.orrery.control.machine.Sighting;
import dev.orrery.control.machine.StopSignal;
import dev.orrery.kernel.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Machines that do nothing, and a provider that can fail as a network does. */
public final class MachinesInMemory implements MachineProvider {
  public final List<MachineSpec> asked = new ArrayList<>();
  public final List<String> upgrades = new ArrayList<>();
  private final Map<MachineId, Machine> machines = new LinkedHashMap<>();
  private @Nullable MachineException refusal;
  private boolean losesAnswer;
  private Runnable meanwhile = () -> {};

  /** The next creation is refused like this. */
  synchronized void refuse(MachineException next) {
    refusal = next;
  }

  /** The next creation is done, and its answer lost. */
  synchronized void loseNextAnswer() {
    losesAnswer = true;
  }

  /** Happens while the next machine is made. */
  synchronized void meanwhile(Runnable happening) {
    meanwhile = happening;
  }

  synchronized List<Machine> there() {
    return List.copyOf(machines.values());
  }

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public synchronized Creation create(MachineSpec spec) {
    asked.add(spec);
    MachineException no = refusal;
    if (no != null) {
      refusal = null;
      throw no;
    }
    for (Machine machine : machines.values()) {
      if (machine.deployment().equals(spec.deployment())) {
        return machine.launch().equals(spec.launch())
            ? new Creation.Adopted(machine)
            : new Creation.Occupied(machine);
      }
    }
    MachineId id = new MachineId("m-" + asked.size());
    Machine made =
        new Machine(
            id,
            spec.deployment(),
            spec.launch(),
            spec.controlPlane(),
            spec.release(),
            "1",
            new MachineStatus.Starting());
    machines.put(id, made);
    Runnable now = meanwhile;
    meanwhile = () -> {};
    now.run();
    if (losesAnswer) {
      losesAnswer = false;
      throw new MachineException(MachineException.Kind.TRANSIENT, "no answer", null);
    }
    return new Creation.Made(made);
  }

  @Override
  public synchronized Optional<Machine> find(MachineId id) {
    return Optional.ofNullable(machines.get(id));
  }

  @Override
  public synchronized Sighting list(String controlPlane) {
    return new Sighting(List.copyOf(machines.values()), true);
  }

  @Override
  public synchronized void destroy(MachineId id) {
    machines.remove(id);
  }

  @Override
  public synchronized void start(MachineId id, Map<String, Secret> secrets) {
    status(id, new MachineStatus.Running(0));
  }

  /** As if its program had ended, or had not. */
  public synchronized void status(MachineId id, MachineStatus status) {
    machines.computeIfPresent(
        id,
        (_, was) ->
            new Machine(
                id,
                was.deployment(),
                was.launch(),
                was.controlPlane(),
                was.release(),
                was.version(),
                status));
  }

  @Override
  public void stop(MachineId id, StopSignal signal, Duration grace) {
    throw new UnsupportedOperationException();
  }

  @Override
  public synchronized Machine upgrade(
      MachineId id, String release, Map<String, Secret> secrets, Duration grace) {
    upgrades.add(release);
    MachineException no = refusal;
    boolean lost = losesAnswer;
    refusal = null;
    losesAnswer = false;
    if (no != null) {
      throw no;
    }
    Machine now =
        machines.computeIfPresent(
            id,
            (_, was) ->
                new Machine(
                    id,
                    was.deployment(),
                    was.launch(),
                    was.controlPlane(),
                    release,
                    was.version() + "+",
                    was.status()));
    if (now == null || lost) {
      throw now == null
          ? MachineException.permanent("no such machine")
          : new MachineException(MachineException.Kind.TRANSIENT, "no answer", null);
    }
    return now;
  }

  @Override
  public Optional<Machine> settle(MachineId id, Duration atMost) {
    return find(id);
  }

  @Override
  public List<String> logs(MachineId id, int lines) {
    return List.of();
  }

  @Override
  public void close() {}
}
