package dev.orrery.control.api;

import dev.orrery.control.command.Caller;
import dev.orrery.deployment.http.Fields;
import dev.orrery.deployment.http.HttpProblem;
import dev.orrery.kernel.OneLine;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One request.
 *
 * @param path values of the parameters in the path
 * @param query values behind the path
 * @param fields of the body
 * @param made the id of what it makes; the same when it is sent again under its key
 */
record Call(
    Caller caller,
    Map<String, String> path,
    Map<String, String> query,
    Fields fields,
    @Nullable UUID made) {
  private static final int USUAL = 50;
  private static final int MOST = 500;
  private static final int MOST_TOLD = 100;

  /** The same, for what it makes. */
  Call making(UUID id) {
    return new Call(caller, path, query, fields, id);
  }

  UUID user() {
    return caller.user();
  }

  /** A parameter of the path. */
  String text(String name) {
    return path.getOrDefault(name, "");
  }

  /**
   * An id in the path.
   *
   * @throws HttpProblem 404 when it is none: there is nothing of this id
   */
  UUID id() {
    String text = text("id");
    return uuid(text).orElseThrow(() -> HttpProblem.notFound(OneLine.of(text, MOST_TOLD), ""));
  }

  /** How many rows a page has. */
  int limit() {
    String text = query.get("limit");
    if (text == null) {
      return USUAL;
    }
    if (!text.matches("\\d{1,6}")) {
      throw HttpProblem.badRequest("limit", "is no number: " + OneLine.of(text, MOST_TOLD));
    }
    return Math.clamp(Integer.parseInt(text), 1, MOST);
  }

  /** The last of the page before; null for the first page. */
  @Nullable String after() {
    return query.get("after");
  }

  /** The same as an id. */
  @Nullable UUID afterId() {
    String text = after();
    return text == null
        ? null
        : uuid(text)
            .orElseThrow(
                () -> HttpProblem.badRequest("after", "is no id: " + OneLine.of(text, MOST_TOLD)));
  }

  static Optional<UUID> uuid(String text) {
    try {
      return Optional.of(UUID.fromString(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
