package dev.orrery.cli;

import dev.orrery.cli.print.JsonText;
import dev.orrery.deployment.LogTable;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A line of a log, as it is printed.
 *
 * @param data its facts
 */
record LogLine(long id, String ts, String level, String event, String message, JsonNode data) {
  /** As the database has it. */
  static LogLine of(LogTable.Line line) {
    return new LogLine(
        line.id(),
        line.ts().toString(),
        line.level(),
        line.event(),
        line.message(),
        JsonText.read(line.data()));
  }

  /** As a control plane tells it. */
  static LogLine of(JsonNode line) {
    return new LogLine(
        line.path("id").asLong(0),
        line.path("ts").asString(""),
        line.path("level").asString(""),
        line.path("event").asString(""),
        line.path("message").asString(""),
        line.path("data"));
  }

  /** The decision that it belongs to, as decisions prints it; empty where it belongs to none. */
  String decision() {
    for (String field : new String[] {"decision", "origin", "firing"}) {
      String found = data.path(field).asString("");
      if (found.matches("[0-9a-f]{10,32}")) {
        return found.substring(0, 10);
      }
    }
    return "";
  }

  /** Named as its columns. */
  Map<String, Object> object() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("id", id);
    object.put("ts", ts);
    object.put("level", level);
    object.put("event", event);
    object.put("message", message);
    object.put("data", data);
    return object;
  }
}
