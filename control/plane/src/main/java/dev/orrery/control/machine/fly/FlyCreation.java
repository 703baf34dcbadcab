package dev.orrery.control.machine.fly;

import dev.orrery.control.machine.Creation;
import dev.orrery.control.machine.Machine;
import dev.orrery.control.machine.MachineException;
import dev.orrery.control.machine.MachineSpec;
import dev.orrery.control.machine.MachineStatus;
import dev.orrery.control.machine.fly.FlyCalls.Call;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Makes exactly one machine with an API that is not idempotent. Names are unique among the machines
 * that live, so asking again with the same name cannot make a second one; what a name is taken by
 * is adopted, if it is ours. Three names, each longer, because the short one is shared by one
 * deployment in four thousand million.
 */
final class FlyCreation {
  private final FlySettings settings;
  private final FlyCalls calls;

  FlyCreation(FlySettings settings, FlyCalls calls) {
    this.settings = settings;
    this.calls = calls;
  }

  Creation create(MachineSpec spec) {
    FlyJson.requireRelease(spec.release());
    // Where an earlier call had to take a longer name, the short one may be free by now.
    Optional<Creation> earlier = look(spec, false);
    if (earlier.isPresent()) {
      return earlier.get();
    }
    for (String name : names(spec)) {
      Optional<Creation> created = create(spec, name);
      if (created.isPresent()) {
        return created.get();
      }
    }
    throw MachineException.permanent(
        "fly: all names of deployment " + spec.deployment() + " are taken by machines of others");
  }

  private static List<String> names(MachineSpec spec) {
    String id = spec.deployment().toString();
    return List.of("dep-" + id.substring(0, 8), "dep-" + id.substring(0, 18), "dep-" + id);
  }

  /** Empty when the name is somebody else's. */
  private Optional<Creation> create(MachineSpec spec, String name) {
    Call call =
        Call.of(FlyAction.CREATE, "POST", "/machines")
            .with(FlyJson.creation(spec, name, settings.region()));
    FlyAnswer answer = calls.once(call);
    for (int tried = 1; tried < calls.tries() && calls.alive(); tried++) {
      if (answer.ok()) {
        return FlyJson.machine(answer.json()).map(Creation.Made::new);
      }
      Optional<String> taken = answer.nameTakenBy();
      if (taken.isPresent()) {
        Optional<JsonNode> owner = read(taken.get());
        if (owner.isPresent()) {
          return FlyJson.machine(owner.get())
              .filter(machine -> machine.deployment().equals(spec.deployment()))
              .map(machine -> adopted(spec, machine));
        }
        // Its owner went meanwhile: the name is free.
      } else if (answer.uncertain()) {
        calls.pause(answer, tried);
        Optional<Creation> found = look(spec, true);
        if (found.isPresent()) {
          return found;
        }
      } else {
        throw calls.failed("create " + name, answer);
      }
      answer = calls.once(call);
    }
    if (answer.ok()) {
      return FlyJson.machine(answer.json()).map(Creation.Made::new);
    }
    throw calls.failed("create " + name, answer);
  }

  private static Creation adopted(MachineSpec spec, Machine machine) {
    return machine.launch().equals(spec.launch())
        ? new Creation.Adopted(machine)
        : new Creation.Occupied(machine);
  }

  /** The machine of a name; empty when it is gone. */
  private Optional<JsonNode> read(String id) {
    FlyAnswer answer = calls.repeated(Call.of(FlyAction.GET, "GET", "/machines/" + id));
    if (answer.missing()) {
      return Optional.empty();
    }
    if (!answer.ok()) {
      throw calls.failed("read " + id, answer);
    }
    return FlyJson.status(answer.json()) instanceof MachineStatus.Destroyed
        ? Optional.empty()
        : Optional.of(answer.json());
  }

  /**
   * Looks for a machine of the deployment. Finding none proves nothing.
   *
   * @param twice also without the filter, whose index may lag more than the list
   */
  private Optional<Creation> look(MachineSpec spec, boolean twice) {
    List<String> paths = new ArrayList<>();
    paths.add("/machines" + query(FlyJson.DEPLOYMENT, spec.deployment().toString()));
    if (twice) {
      paths.add("/machines");
    }
    for (String path : paths) {
      FlyAnswer answer = calls.once(Call.of(FlyAction.LIST, "GET", path));
      Optional<Machine> found =
          machines(answer.json()).stream()
              .filter(machine -> machine.deployment().equals(spec.deployment()))
              .filter(machine -> !(machine.status() instanceof MachineStatus.Destroyed))
              .findFirst();
      if (answer.ok() && found.isPresent()) {
        // The list may be of a moment ago.
        Optional<Machine> now = read(found.get().id().text()).flatMap(FlyJson::machine);
        if (now.isPresent()) {
          return now.map(machine -> adopted(spec, machine));
        }
      }
    }
    return Optional.empty();
  }

  static List<Machine> machines(JsonNode list) {
    List<Machine> machines = new ArrayList<>();
    for (JsonNode json : list) {
      FlyJson.machine(json).ifPresent(machines::add);
    }
    return machines;
  }

  static String query(String label, String value) {
    return "?metadata." + label + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
