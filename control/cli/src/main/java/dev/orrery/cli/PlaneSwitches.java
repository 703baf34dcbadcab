package dev.orrery.cli;

import dev.orrery.deployment.CommandKind;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Sends commands to deployments over the API of their control plane. Confined to one thread. */
final class PlaneSwitches implements Switches {
  private static final long LOOK_AGAIN_MILLIS = 20;

  private final Plane plane;
  private final CommandKind kind;
  private final @Nullable String reason;
  private final Duration patience;

  PlaneSwitches(Plane plane, CommandKind kind, @Nullable String reason, Duration patience) {
    this.plane = plane;
    this.kind = kind;
    this.reason = reason;
    this.patience = patience;
  }

  /** By id, because a name may have had several. */
  @Override
  public List<String> all() throws InterruptedException {
    return plane.deployments().stream()
        .filter(each -> !each.path("status").asString("").equals("stopped"))
        .map(each -> each.path("id").asString(""))
        .toList();
  }

  @Override
  public List<Told> send(List<String> names, List<Problem> refused) throws InterruptedException {
    List<JsonNode> deployments = plane.deployments();
    Map<String, JsonNode> meant = new LinkedHashMap<>();
    Map<String, JsonNode> sent = new LinkedHashMap<>();
    for (String name : names) {
      try {
        JsonNode deployment = Plane.named(name, deployments);
        String id = deployment.path("id").asString("");
        Map<String, @Nullable Object> command = new LinkedHashMap<>();
        command.put("kind", kind.text());
        if (reason != null) {
          command.put("reason", reason);
        }
        sent.put(id, plane.send(id, command));
        meant.put(id, deployment);
      } catch (ProblemException e) {
        refused.addAll(e.problems());
      }
    }
    List<Told> told = new ArrayList<>();
    long end = System.nanoTime() + patience.toNanos();
    for (Map.Entry<String, JsonNode> each : meant.entrySet()) {
      told.add(told(each.getValue(), await(sent.get(each.getKey()), end)));
    }
    return told;
  }

  private JsonNode await(@Nullable JsonNode sent, long end) throws InterruptedException {
    if (sent == null) {
      throw new IllegalStateException("nothing was sent");
    }
    JsonNode last = sent;
    while (last.path("acked_at").isNull() && System.nanoTime() - end < 0) {
      TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
      last = plane.command(sent.path("id").asString(""));
    }
    return last;
  }

  private static Told told(JsonNode deployment, JsonNode command) {
    String name = deployment.path("skill").asString("");
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("id", command.path("id"));
    object.put("strategy", name);
    for (String field :
        List.of("deployment_id", "kind", "created_at", "acked_at", "result", "error")) {
      object.put(field, command.path(field));
    }
    JsonNode result = command.path("result");
    String expires = command.path("expires_at").asString("");
    return new Told(
        name,
        object,
        command.path("error").asString(null),
        !command.path("acked_at").isNull(),
        result.isObject() && !result.isEmpty() ? result : null,
        expires.isEmpty() ? null : Instant.parse(expires));
  }
}
