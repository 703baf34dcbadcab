package dev.orrery.control.machine.fly;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * What Fly answered, or that no answer came.
 *
 * @param status 0 when there was none: it may have been done all the same
 * @param requestId Fly's own name of the call, for its support
 */
record FlyAnswer(
    int status, JsonNode json, String text, String requestId, @Nullable Duration retryAfter) {
  static final JsonMapper MAPPER = JsonMapper.builder().build();

  private static final Pattern NAME_TAKEN =
      Pattern.compile("unique machine name violation, machine ID (\\w+) already exists");

  static FlyAnswer of(int status, String text, String requestId, @Nullable Duration retryAfter) {
    JsonNode json;
    try {
      json = text.isBlank() ? MissingNode.getInstance() : MAPPER.readTree(text);
    } catch (JacksonException e) {
      // Some errors are plain text.
      json = MissingNode.getInstance();
    }
    return new FlyAnswer(status, json, text, requestId, retryAfter);
  }

  static FlyAnswer lost(String cause) {
    return new FlyAnswer(0, MissingNode.getInstance(), cause, "", null);
  }

  boolean ok() {
    return status >= 200 && status < 300;
  }

  boolean missing() {
    return status == 404;
  }

  /** Whether it may have been done, or may be next time. No room is an answer, not an accident. */
  boolean uncertain() {
    return !noRoom() && (status == 0 || status == 408 || status == 429 || status >= 500);
  }

  /** The error in Fly's words. Its answers have four shapes. */
  String message() {
    for (String path : new String[] {"/message", "/error", "/errors/detail"}) {
      JsonNode found = json.at(path);
      if (found.isString()) {
        return found.stringValue();
      }
    }
    return text.isBlank() ? "HTTP " + status : text;
  }

  /** Whose name it is, when that is why nothing was made. */
  Optional<String> nameTakenBy() {
    Matcher taken = NAME_TAKEN.matcher(message());
    return status == 409 && taken.find() ? Optional.ofNullable(taken.group(1)) : Optional.empty();
  }

  boolean leaseHeld() {
    return status == 409 && message().contains("lease currently held");
  }

  /** No host has room, or this one has not. */
  boolean noRoom() {
    String said = (json.path("status").asString("") + " " + message()).toLowerCase(Locale.ROOT);
    return (status == 409 || status == 422 || status == 503)
        && (said.contains("insufficient") || said.contains("no capacity"));
  }

  /** For an exception's message. */
  String words() {
    return message()
        + (status == 0 ? "" : " (HTTP " + status)
        + (requestId.isEmpty() || status == 0 ? "" : ", request " + requestId)
        + (status == 0 ? "" : ")");
  }
}
