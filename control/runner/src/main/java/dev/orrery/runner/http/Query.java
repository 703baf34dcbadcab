package dev.orrery.runner.http;

import io.javalin.http.Context;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which rows are asked for.
 *
 * @param limit most rows, the newest
 * @param strategy of this strategy only
 * @param since not before this wall instant
 */
record Query(int limit, Optional<String> strategy, Optional<Instant> since) {
  private static final int USUAL = 50;
  private static final int MOST = 1_000;

  /**
   * Out of a request.
   *
   * @throws HttpProblem 400 for a limit or an instant that is none, and for a name nobody can have
   */
  static Query of(Context request) {
    return new Query(
        limit(request.queryParam("limit")),
        strategy(request.queryParam("strategy")),
        since(request.queryParam("since")));
  }

  private static Optional<String> strategy(@Nullable String name) {
    if (name == null || name.isBlank()) {
      return Optional.empty();
    }
    Fields.requireOneLine("strategy", name);
    return Optional.of(name);
  }

  private static int limit(@Nullable String text) {
    if (text == null) {
      return USUAL;
    }
    if (!text.matches("\\d{1,6}")) {
      throw HttpProblem.badRequest("limit", "is no number: " + text);
    }
    return Math.clamp(Integer.parseInt(text), 1, MOST);
  }

  private static Optional<Instant> since(@Nullable String text) {
    try {
      return text == null ? Optional.empty() : Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      throw HttpProblem.badRequest("since", "is no instant like 2026-01-31T12:00:00Z: " + text);
    }
  }
}
