package dev.orrery.control.machine.fly;

import dev.orrery.control.machine.Creation;
import dev.orrery.control.machine.Machine;
import dev.orrery.control.machine.MachineException;
import dev.orrery.control.machine.MachineId;
import dev.orrery.control.machine.MachineProvider;
import dev.orrery.control.machine.MachineSpec;
import dev.orrery.control.machine.MachineStatus;
import dev.orrery.control.machine.Sighting;
import dev.orrery.control.machine.StopSignal;
import dev.orrery.control.machine.fly.FlyCalls.Call;
import dev.orrery.kernel.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Machines of a Fly app. Lists are hints, because Fly's lag and have once been empty; names are
 * what makes a machine unique. Secrets are the app's, set beforehand: none is sent from here, and a
 * machine that needs one the app does not have is refused. Fly keeps logs elsewhere; what is kept
 * here are its events. Thread-safe.
 */
public final class FlyMachines implements MachineProvider {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
  private static final Duration LONGEST_GRACE = Duration.ofMinutes(5);
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9]+");

  private final FlySettings settings;
  private final FlyCalls calls;
  private final FlyCreation creation;
  private final FlyUpgrade upgrade;

  /** A client; nothing is called yet. */
  public FlyMachines(FlySettings settings) {
    this.settings = settings;
    this.calls = new FlyCalls(settings);
    this.creation = new FlyCreation(settings, calls);
    this.upgrade = new FlyUpgrade(calls);
  }

  @Override
  public String name() {
    return "fly";
  }

  @Override
  public Creation create(MachineSpec spec) {
    requireAppHas(spec.secrets().keySet());
    return creation.create(spec);
  }

  @Override
  public Optional<Machine> find(MachineId id) {
    return json(id).flatMap(FlyJson::machine);
  }

  @Override
  public void check(String controlPlane) {
    FlyAnswer answer = calls.once(listing(controlPlane));
    if (!answer.ok()) {
      throw calls.failed("list machines of " + settings.app(), answer);
    }
  }

  private static Call listing(String controlPlane) {
    return Call.of(
        FlyAction.LIST, "GET", "/machines" + FlyCreation.query(FlyJson.PLANE, controlPlane));
  }

  @Override
  public Sighting list(String controlPlane) {
    FlyAnswer answer = calls.repeated(listing(controlPlane));
    if (!answer.ok()) {
      throw calls.failed("list machines", answer);
    }
    return new Sighting(
        FlyCreation.machines(answer.json()).stream()
            .filter(machine -> machine.controlPlane().equals(controlPlane))
            .filter(machine -> !(machine.status() instanceof MachineStatus.Destroyed))
            .toList(),
        false);
  }

  @Override
  public void start(MachineId id, Map<String, Secret> secrets) {
    requireAppHas(secrets.keySet());
    MachineStatus status = present(id).status();
    if (status instanceof MachineStatus.Stopped || status instanceof MachineStatus.Failed) {
      FlyAnswer answer = calls.repeated(Call.of(FlyAction.START, "POST", path(id) + "/start"));
      if (!answer.ok() && !present(id).status().mayAct()) {
        throw calls.failed("start " + id, answer);
      }
    }
  }

  @Override
  public void stop(MachineId id, StopSignal signal, Duration grace) {
    if (!present(id).status().mayAct()) {
      return;
    }
    Duration within = grace.compareTo(LONGEST_GRACE) < 0 ? grace : LONGEST_GRACE;
    ObjectNode body = FlyAnswer.MAPPER.createObjectNode();
    body.put("signal", "SIG" + signal.name());
    body.put("timeout", within.toMillis() + "ms");
    FlyAnswer answer =
        calls.repeated(Call.of(FlyAction.STOP, "POST", path(id) + "/stop").with(body));
    if (!answer.ok() && present(id).status().mayAct()) {
      throw calls.failed("stop " + id, answer);
    }
  }

  @Override
  public void destroy(MachineId id) {
    if (!ID.matcher(id.text()).matches()) {
      return;
    }
    FlyAnswer answer =
        calls.repeated(Call.of(FlyAction.DESTROY, "DELETE", path(id) + "?force=true"));
    boolean gone = answer.ok() || answer.missing();
    if (!gone
        && find(id).filter(it -> !(it.status() instanceof MachineStatus.Destroyed)).isPresent()) {
      throw calls.failed("destroy " + id, answer);
    }
    settle(id, LONGEST_WAIT);
  }

  @Override
  public Machine upgrade(
      MachineId id, String release, Map<String, Secret> secrets, Duration grace) {
    requireAppHas(secrets.keySet());
    FlyJson.requireRelease(release);
    present(id);
    upgrade.upgrade(id, release);
    return present(id);
  }

  @Override
  public Optional<Machine> settle(MachineId id, Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    Optional<Machine> now = find(id);
    for (int tried = 1; now.filter(machine -> machine.status().passing()).isPresent(); tried++) {
      Duration left = Duration.ofNanos(end - System.nanoTime());
      if (left.isNegative() || !calls.alive()) {
        return now;
      }
      FlyAnswer answer = calls.once(waiting(path(id), left, now.get().version()));
      if (!answer.ok() && answer.status() != 408) {
        calls.pause(answer, Math.min(tried, 4));
      }
      now = find(id);
    }
    return now;
  }

  @Override
  public List<String> logs(MachineId id, int lines) {
    List<String> told = new ArrayList<>();
    for (JsonNode event :
        json(id).map(it -> it.path("events")).orElse(FlyAnswer.MAPPER.nullNode())) {
      JsonNode exit = event.at("/request/exit_event");
      told.addFirst(
          event.path("timestamp").asString("")
              + " "
              + event.path("type").asString("")
              + (exit.isMissingNode() ? "" : " " + exit));
    }
    return List.copyOf(told.subList(Math.max(0, told.size() - lines), told.size()));
  }

  @Override
  public void close() {
    calls.close();
  }

  /** One slice of waiting: Fly's proxy cuts what takes longer than a minute. */
  static Call waiting(String path, Duration atMost, String version) {
    Duration slice = atMost.compareTo(LONGEST_WAIT) < 0 ? atMost : LONGEST_WAIT;
    long seconds = Math.max(1, slice.toSeconds());
    return Call.of(
            FlyAction.WAIT,
            "GET",
            path
                + "/wait?state=settled&timeout="
                + seconds
                + "&version="
                + version
                + "&instance_id="
                + version)
        .longer(Duration.ofSeconds(seconds));
  }

  static String path(MachineId id) {
    return "/machines/" + id.text();
  }

  private Optional<JsonNode> json(MachineId id) {
    if (!ID.matcher(id.text()).matches()) {
      return Optional.empty();
    }
    FlyAnswer answer = calls.repeated(Call.of(FlyAction.GET, "GET", path(id)));
    if (answer.missing()) {
      return Optional.empty();
    }
    if (!answer.ok()) {
      throw calls.failed("read " + id, answer);
    }
    return Optional.of(answer.json());
  }

  private Machine present(MachineId id) {
    return find(id).orElseThrow(() -> MachineException.permanent("fly: there is no machine " + id));
  }

  private void requireAppHas(Set<String> secrets) {
    Set<String> lacking = new TreeSet<>(secrets);
    lacking.removeAll(settings.appSecrets());
    if (!lacking.isEmpty()) {
      throw MachineException.permanent(
          "fly: the app "
              + settings.app()
              + " lacks the secrets "
              + lacking
              + "; set them there first");
    }
  }
}
