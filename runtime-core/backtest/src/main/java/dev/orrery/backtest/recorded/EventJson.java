package dev.orrery.backtest.recorded;

import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One event as a line of JSON; a payload that is no text is taken as the JSON it is. */
final class EventJson {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final Set<String> NAMES = Set.of("time_ms", "topic", "payload");

  private EventJson() {}

  /** Null after a problem. */
  static @Nullable RecordedEvent read(String text, Rows rows) {
    JsonNode object;
    try {
      object = MAPPER.readTree(text);
    } catch (JacksonException e) {
      rows.refuse("is no JSON: " + e.getOriginalMessage());
      return null;
    }
    Set<String> unknown = new TreeSet<>(object.propertyNames());
    unknown.removeAll(NAMES);
    if (!unknown.isEmpty()) {
      rows.refuse("has an unknown name " + unknown.iterator().next());
      return null;
    }
    JsonNode topic = object.get("topic");
    JsonNode time = object.get("time_ms");
    if (time == null || topic == null || !topic.isString()) {
      rows.refuse("needs time_ms and a topic");
      return null;
    }
    Long millis = rows.millis(time.asString());
    return millis == null
        ? null
        : new RecordedEvent(millis, topic.stringValue(), payload(object.get("payload")));
  }

  private static String payload(@Nullable JsonNode payload) {
    if (payload == null || payload.isNull()) {
      return "";
    }
    return payload.isString() ? payload.stringValue() : payload.toString();
  }
}
