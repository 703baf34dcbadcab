package dev.orrery.control.machine.fly;

import dev.orrery.control.machine.MachineException;
import dev.orrery.control.machine.MachineException.Kind;
import dev.orrery.control.machine.MachineId;
import dev.orrery.control.machine.MachineStatus;
import dev.orrery.control.machine.fly.FlyCalls.Call;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A new image for a machine. An update replaces the whole configuration and restarts by itself, so
 * the configuration is read, changed and sent back whole, under a lease and against the version
 * that was read. What does not come up gets its old configuration back, once.
 */
final class FlyUpgrade {
  private static final Logger LOG = LoggerFactory.getLogger(FlyUpgrade.class);
  private static final int LEASE_SECONDS = 120;
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final FlyCalls calls;

  FlyUpgrade(FlyCalls calls) {
    this.calls = calls;
  }

  void upgrade(MachineId id, String release) {
    String nonce = lease(id);
    try {
      JsonNode before = read(id);
      boolean up = FlyJson.status(before).mayAct();
      update(id, release, nonce, up);
      MachineStatus after = settled(id);
      if (up && after instanceof MachineStatus.Failed failed) {
        update(id, before.at("/config/image").asString(""), nonce, true);
        throw MachineException.permanent(
            "fly: "
                + id
                + " does not come up with "
                + release
                + ": "
                + failed.cause()
                + "; it has its old release again");
      }
    } finally {
      release(id, nonce);
    }
  }

  private void update(MachineId id, String release, String nonce, boolean launch) {
    @Nullable FlyAnswer answer = null;
    for (int tried = 1; tried < calls.tries() && calls.alive(); tried++) {
      JsonNode now = read(id);
      JsonNode config = now.path("config");
      if (config.path("image").asString("").equals(release)) {
        // Also when an answer got lost.
        return;
      }
      ObjectNode body = FlyAnswer.MAPPER.createObjectNode();
      ObjectNode whole = (ObjectNode) config.deepCopy();
      whole.put("image", release);
      body.set("config", whole);
      body.put("current_version", now.path("instance_id").asString(""));
      if (!launch) {
        body.put("skip_launch", true);
      }
      answer =
          calls.once(
              Call.of(FlyAction.UPDATE, "POST", FlyMachines.path(id)).with(body).leased(nonce));
      if (answer.ok()) {
        return;
      }
      boolean again = answer.uncertain() || (answer.status() == 409 && !answer.leaseHeld());
      if (!again || answer.noRoom()) {
        throw calls.failed("upgrade " + id, answer);
      }
      calls.pause(answer, tried);
    }
    throw new MachineException(
        Kind.TRANSIENT,
        "fly: cannot upgrade " + id + ": " + (answer == null ? "interrupted" : answer.words()),
        null);
  }

  /** The whole configuration, or nothing: what is shown of a lost host must not be sent back. */
  private JsonNode read(MachineId id) {
    FlyAnswer answer = calls.repeated(Call.of(FlyAction.GET, "GET", FlyMachines.path(id)));
    if (!answer.ok()) {
      throw calls.failed("read " + id, answer);
    }
    if (!FlyJson.hostOk(answer.json()) || !answer.json().path("config").isObject()) {
      throw new MachineException(
          Kind.TRANSIENT, "fly: cannot upgrade " + id + ": its host cannot be reached", null);
    }
    return answer.json();
  }

  private MachineStatus settled(MachineId id) {
    long end = System.nanoTime() + LONGEST.toNanos();
    JsonNode now = read(id);
    for (int tried = 1; FlyJson.status(now).passing(); tried++) {
      Duration left = Duration.ofNanos(end - System.nanoTime());
      if (left.isNegative() || !calls.alive()) {
        throw new MachineException(
            Kind.TRANSIENT, "fly: " + id + " has not come up yet with its new release", null);
      }
      FlyAnswer answer =
          calls.once(
              FlyMachines.waiting(
                  FlyMachines.path(id), left, now.path("instance_id").asString("")));
      if (!answer.ok() && answer.status() != 408) {
        calls.pause(answer, Math.min(tried, 4));
      }
      now = read(id);
    }
    return FlyJson.status(now);
  }

  /** Takes the lease, waiting for whoever has it. When an answer got lost, it may be we. */
  private String lease(MachineId id) {
    String description = "upgrade " + Long.toHexString(System.nanoTime());
    ObjectNode body = FlyAnswer.MAPPER.createObjectNode();
    body.put("ttl", LEASE_SECONDS);
    body.put("description", description);
    String path = FlyMachines.path(id) + "/lease";
    Call take = Call.of(FlyAction.LEASE, "POST", path + "?ttl=" + LEASE_SECONDS).with(body);
    FlyAnswer answer = calls.once(take);
    for (int tried = 1; tried < calls.tries() && calls.alive(); tried++) {
      if (answer.ok() || !(answer.uncertain() || answer.leaseHeld())) {
        break;
      }
      calls.pause(answer, tried);
      FlyAnswer held = calls.once(Call.of(FlyAction.LEASE, "GET", path));
      boolean ours = held.json().at("/data/description").asString("").equals(description);
      answer = held.ok() && ours ? held : calls.once(take);
    }
    String nonce = answer.json().at("/data/nonce").asString("");
    if (!answer.ok() || nonce.isEmpty()) {
      throw calls.failed("lease " + id, answer);
    }
    return nonce;
  }

  private void release(MachineId id, String nonce) {
    FlyAnswer answer =
        calls.repeated(
            Call.of(FlyAction.LEASE, "DELETE", FlyMachines.path(id) + "/lease").leased(nonce));
    if (!answer.ok() && !answer.message().contains("lease not found")) {
      LOG.warn("lease runs out by itself machine={} answer={}", id, answer.words());
    }
  }
}
