package dev.orrery.cli;

import dev.orrery.deployment.CommandKind;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Sends commands to the strategies of a running daemon over its API: it obeys what makes them safer
 * also while its database is away. Confined to one thread.
 */
final class DaemonSwitches implements Switches {
  private static final long LOOK_AGAIN_MILLIS = 20;
  private static final List<String> OF_NO_USE = List.of("stopping", "removed");

  private final DaemonClient daemon;
  private final CommandKind kind;
  private final @Nullable String reason;
  private final Duration patience;

  DaemonSwitches(
      DaemonClient daemon, CommandKind kind, @Nullable String reason, Duration patience) {
    this.daemon = daemon;
    this.kind = kind;
    this.reason = reason;
    this.patience = patience;
  }

  @Override
  public List<String> all() throws InterruptedException {
    return daemon
        .get("/api/v1/strategies")
        .valueStream()
        .filter(each -> !OF_NO_USE.contains(each.path("state").asString("")))
        .map(each -> each.path("name").asString(""))
        .toList();
  }

  @Override
  public List<Told> send(List<String> names, List<Problem> refused) throws InterruptedException {
    Map<String, JsonNode> sent = new LinkedHashMap<>();
    for (String name : names) {
      Map<String, @Nullable Object> body = new LinkedHashMap<>();
      body.put("strategy", name);
      body.put("kind", kind.text());
      body.put("reason", reason);
      try {
        sent.put(name, daemon.post("/api/v1/commands", body));
      } catch (ProblemException e) {
        refused.addAll(e.problems());
      }
    }
    List<Told> told = new ArrayList<>();
    long end = System.nanoTime() + patience.toNanos();
    for (Map.Entry<String, JsonNode> each : sent.entrySet()) {
      told.add(told(each.getKey(), await(each.getValue(), end)));
    }
    return told;
  }

  private JsonNode await(JsonNode sent, long end) throws InterruptedException {
    JsonNode last = sent;
    while (last.path("acked_at").isNull() && System.nanoTime() - end < 0) {
      TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
      last = daemon.get("/api/v1/commands/" + sent.path("id").asString(""));
    }
    return last;
  }

  private Told told(String name, JsonNode answer) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("id", answer.path("id"));
    object.put("strategy", name);
    for (String field : List.of("kind", "created_at", "acked_at", "result", "error")) {
      object.put(field, answer.path(field));
    }
    JsonNode result = answer.path("result");
    return new Told(
        name,
        object,
        answer.path("error").asString(null),
        !answer.path("acked_at").isNull(),
        result.isObject() && !result.isEmpty() ? result : null,
        null);
  }
}
