package dev.orrery.control.machine.fly;

import dev.orrery.control.machine.Exit;
import dev.orrery.control.machine.Machine;
import dev.orrery.control.machine.MachineException;
import dev.orrery.control.machine.MachineId;
import dev.orrery.control.machine.MachineSpec;
import dev.orrery.control.machine.MachineStatus;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Specifications to Fly's JSON, and its machines to ours. Members we do not know are left alone.
 */
final class FlyJson {
  static final String DEPLOYMENT = "deployment_id";
  static final String LAUNCH = "provision_token";
  static final String PLANE = "control_plane";

  private static final Pattern RELEASE =
      Pattern.compile("[^\\s@:]+(:[^\\s@]+)?(@sha256:[0-9a-f]{64})?");
  private static final int MEMORY_STEP_MB = 256;
  private static final int MEMORY_PER_CPU_MB = 2048;

  /** Twice the time an order may take, and then some. */
  private static final String STOP_TIMEOUT = "45s";

  private FlyJson() {}

  /** The body that creates a machine. */
  static ObjectNode creation(MachineSpec spec, String name, String region) {
    ObjectNode body = FlyAnswer.MAPPER.createObjectNode();
    body.put("name", name);
    if (!region.isEmpty()) {
      body.put("region", region);
    }
    ObjectNode config = body.putObject("config");
    config.put("image", spec.release());
    ObjectNode environment = config.putObject("env");
    spec.environment().forEach(environment::put);
    ObjectNode guest = config.putObject("guest");
    guest.put("cpu_kind", "shared");
    guest.put("cpus", cpus(spec));
    guest.put("memory_mb", memory(spec));
    ObjectNode restart = config.putObject("restart");
    restart.put("policy", spec.restart().retries() == 0 ? "no" : "on-failure");
    restart.put("max_retries", spec.restart().retries());
    config.put("auto_destroy", false);
    ObjectNode stop = config.putObject("stop_config");
    stop.put("signal", "SIGTERM");
    stop.put("timeout", STOP_TIMEOUT);
    ObjectNode metadata = config.putObject("metadata");
    metadata.put(DEPLOYMENT, spec.deployment().toString());
    metadata.put(LAUNCH, spec.launch().toString());
    metadata.put(PLANE, spec.controlPlane());
    metadata.put("lease_epoch", Long.toString(spec.epoch()));
    return body;
  }

  /** What can be known to be refused is not sent. */
  static void requireRelease(String release) {
    if (!RELEASE.matcher(release).matches()) {
      throw MachineException.permanent("fly: no image: '" + release + "'");
    }
  }

  /** Fly sells shared processors by 1, 2, 4, 6 and 8. */
  private static int cpus(MachineSpec spec) {
    int asked = spec.size().cpus();
    if (asked > 8) {
      throw MachineException.permanent("fly: 8 shared processors are the most, not " + asked);
    }
    return asked <= 2 ? asked : asked + asked % 2;
  }

  private static int memory(MachineSpec spec) {
    int least = MEMORY_STEP_MB * cpus(spec);
    int most = MEMORY_PER_CPU_MB * cpus(spec);
    int steps = (spec.size().memoryMb() + MEMORY_STEP_MB - 1) / MEMORY_STEP_MB;
    int memory = Math.max(least, steps * MEMORY_STEP_MB);
    if (memory > most) {
      throw MachineException.permanent(
          "fly: " + cpus(spec) + " shared processors have at most " + most + " MB");
    }
    return memory;
  }

  /** A machine of ours; empty for one of others. */
  static Optional<Machine> machine(JsonNode json) {
    // Labels may be read from what is incomplete; an update must never start from it.
    JsonNode config = json.has("config") ? json.path("config") : json.path("incomplete_config");
    JsonNode metadata = config.path("metadata");
    Optional<UUID> deployment = uuid(metadata.path(DEPLOYMENT));
    Optional<UUID> launch = uuid(metadata.path(LAUNCH));
    if (deployment.isEmpty() || launch.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Machine(
            new MachineId(json.path("id").asString("")),
            deployment.get(),
            launch.get(),
            metadata.path(PLANE).asString(""),
            config.path("image").asString(""),
            json.path("instance_id").asString(""),
            status(json)));
  }

  static boolean hostOk(JsonNode json) {
    return json.path("host_status").asString("ok").equals("ok");
  }

  static MachineStatus status(JsonNode json) {
    String state = json.path("state").asString("");
    if (state.equals("destroyed")) {
      return new MachineStatus.Destroyed();
    }
    if (!hostOk(json)) {
      return new MachineStatus.Unknown(state + ", its host cannot be reached");
    }
    return switch (state) {
      case "created", "creating", "starting", "restarting", "updating", "replacing" ->
          new MachineStatus.Starting();
      case "started" -> new MachineStatus.Running(restarts(json));
      case "stopping", "destroying" -> new MachineStatus.Stopping();
      case "stopped" -> stopped(json);
      case "failed", "launch_failed" -> new MachineStatus.Failed("fly says " + state);
      default -> new MachineStatus.Unknown(state);
    };
  }

  private static MachineStatus stopped(JsonNode json) {
    JsonNode event = exitEvent(json);
    Exit exit = exit(event);
    boolean wanted = event.path("requested_stop").asBoolean(false);
    int most = json.at("/config/restart/max_retries").asInt(0);
    boolean failed = !exit.equals(new Exit.Code(0)) && !(exit instanceof Exit.Unseen);
    return failed && !wanted && most > 0 && restarts(json) >= most
        ? new MachineStatus.Failed(
            "restarted " + restarts(json) + " times, at last: " + exit.words())
        : new MachineStatus.Stopped(exit);
  }

  private static Exit exit(JsonNode event) {
    if (event.isMissingNode()) {
      return new Exit.Unseen();
    }
    if (event.path("oom_killed").asBoolean(false)) {
      return new Exit.OutOfMemory();
    }
    int signal = event.path("guest_signal").asInt(-1);
    int code = event.path("guest_exit_code").asInt(event.path("exit_code").asInt(-1));
    return signal > 0 ? new Exit.Signalled(signal) : new Exit.Code(code);
  }

  /** The newest; events are newest first. */
  private static JsonNode exitEvent(JsonNode json) {
    for (JsonNode event : json.path("events")) {
      if (event.path("type").asString("").equals("exit")) {
        return event.at("/request/exit_event");
      }
    }
    return json.at("/none");
  }

  private static int restarts(JsonNode json) {
    for (JsonNode event : json.path("events")) {
      if (event.at("/request/restart_count").isNumber()) {
        return event.at("/request/restart_count").asInt(0);
      }
    }
    return 0;
  }

  private static Optional<UUID> uuid(JsonNode text) {
    try {
      return Optional.of(UUID.fromString(text.asString("")));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
