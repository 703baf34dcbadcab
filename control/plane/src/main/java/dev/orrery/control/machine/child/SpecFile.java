package dev.orrery.control.machine.child;

import dev.orrery.control.machine.MachineSize;
import dev.orrery.control.machine.MachineSpec;
import dev.orrery.control.machine.RestartPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a machine's folder remembers of its specification: everything but secrets.
 *
 * @param upgrades how many releases came after the first
 */
record SpecFile(
    String deployment,
    String launch,
    String controlPlane,
    String release,
    int upgrades,
    long epoch,
    Map<String, String> environment,
    int cpus,
    int memoryMb,
    int retries,
    long windowSeconds,
    List<Integer> finalCodes) {
  static final String NAME = "spec.json";

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  static SpecFile of(MachineSpec spec, int upgrades) {
    return new SpecFile(
        spec.deployment().toString(),
        spec.launch().toString(),
        spec.controlPlane(),
        spec.release(),
        upgrades,
        spec.epoch(),
        spec.environment(),
        spec.size().cpus(),
        spec.size().memoryMb(),
        spec.restart().retries(),
        spec.restart().window().toSeconds(),
        List.copyOf(spec.restart().finalCodes()));
  }

  static SpecFile read(String json) {
    return MAPPER.readValue(json, SpecFile.class);
  }

  String json() {
    return MAPPER.writeValueAsString(this);
  }

  MachineSpec spec() {
    return new MachineSpec(
        UUID.fromString(deployment),
        UUID.fromString(launch),
        controlPlane,
        release,
        epoch,
        new TreeMap<>(environment),
        Map.of(),
        new MachineSize(cpus, memoryMb),
        new RestartPolicy(retries, Duration.ofSeconds(windowSeconds), new TreeSet<>(finalCodes)));
  }
}
