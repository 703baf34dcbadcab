package dev.orrery.backtest.recorded;

import dev.orrery.api.Trigger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads events from a file: comma-separated {@code time_ms,topic,payload}, where everything behind
 * the second comma is the payload, in quotes or not; or lines of JSON with the same three names.
 */
public final class RecordedEvents {
  static final String LAYOUT =
      "rows are time_ms,topic,payload in the order of their times, or lines of JSON with these"
          + " names";

  private static final String HEADER = "time_ms,topic,payload";

  private final List<RecordedEvent> events = new ArrayList<>();

  private RecordedEvents() {}

  /**
   * All events of a file, in its order.
   *
   * @throws dev.orrery.kernel.ProblemException naming file and line, when one is malformed or goes
   *     back in time
   */
  public static List<RecordedEvent> read(Path file) {
    RecordedEvents reading = new RecordedEvents();
    Rows.read(file, LAYOUT, reading::take);
    return List.copyOf(reading.events);
  }

  private void take(String text, Rows rows) {
    if (rows.line() == 1 && text.toLowerCase(Locale.ROOT).replace(" ", "").equals(HEADER)) {
      return;
    }
    RecordedEvent event = text.startsWith("{") ? EventJson.read(text, rows) : csv(text, rows);
    if (event != null && fits(event, rows)) {
      events.add(event);
    }
  }

  private static @Nullable RecordedEvent csv(String text, Rows rows) {
    String[] fields = text.split(",", 3);
    if (fields.length < 2) {
      rows.refuse("has one column");
      return null;
    }
    Long time = rows.millis(fields[0].strip());
    String payload = fields.length < 3 ? "" : payload(fields[2].strip(), rows);
    return time == null || payload == null
        ? null
        : new RecordedEvent(time, fields[1].strip(), payload);
  }

  /** Without its quotes; null after a problem. */
  private static @Nullable String payload(String text, Rows rows) {
    if (!text.startsWith("\"")) {
      return text;
    }
    String inner = text.length() > 1 ? text.substring(1, text.length() - 1) : "\"";
    boolean whole = text.endsWith("\"") && !inner.replace("\"\"", "").contains("\"");
    if (!whole) {
      rows.refuse(
          "payload " + text + " has a quote too few: inside of quotes one is written twice");
      return null;
    }
    return inner.replace("\"\"", "\"");
  }

  private boolean fits(RecordedEvent event, Rows rows) {
    try {
      Trigger.event(event.topic());
    } catch (IllegalArgumentException e) {
      rows.refuse("topic '" + event.topic() + "' must be 1 to 63 letters, digits or _ . : -");
      return false;
    }
    int bytes = event.payload().getBytes(StandardCharsets.UTF_8).length;
    if (bytes > Trigger.MAX_PAYLOAD_BYTES) {
      rows.refuse("payload has " + bytes + " bytes, the limit is " + Trigger.MAX_PAYLOAD_BYTES);
      return false;
    }
    if (!events.isEmpty() && event.time() < events.getLast().time()) {
      rows.refuse("time goes back from " + events.getLast().time() + " to " + event.time() + " ms");
      return false;
    }
    return true;
  }
}
