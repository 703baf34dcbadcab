package dev.orrery.runner.http;

import dev.orrery.deployment.LogTable;
import dev.orrery.deployment.http.Fields;
import dev.orrery.deployment.http.HttpProblem;
import dev.orrery.kernel.OneLine;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which rows are asked for.
 *
 * @param limit most rows, the newest
 * @param strategy of this strategy only
 * @param since not before this wall instant
 * @param level log lines at least so loud
 */
record Query(int limit, Optional<String> strategy, Optional<Instant> since, LogTable.Level level) {
  static final List<String> DECISIONS = List.of("limit", "strategy", "since");
  static final List<String> LOGS = List.of("limit", "strategy", "since", "level");

  private static final int USUAL = 50;
  private static final int MOST = 1_000;
  private static final int MOST_TOLD = 200;

  /**
   * Out of a request.
   *
   * @param known what may be asked
   * @throws HttpProblem 400 for a limit, an instant or a level that is none, for a name nobody can
   *     have, and for what is not known
   */
  static Query of(Context request, List<String> known) {
    Set<String> strange = new TreeSet<>(request.queryParamMap().keySet());
    known.forEach(strange::remove);
    if (!strange.isEmpty()) {
      throw HttpProblem.badRequest(
          "parameter " + OneLine.of(String.join(", ", strange), MOST_TOLD),
          "is not known here: there are " + String.join(", ", known));
    }
    return new Query(
        limit(request.queryParam("limit")),
        strategy(request.queryParam("strategy")),
        since(request.queryParam("since")),
        level(request.queryParam("level")));
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

  private static LogTable.Level level(@Nullable String text) {
    try {
      return text == null
          ? LogTable.Level.DEBUG
          : LogTable.Level.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw HttpProblem.badRequest(
          "level", "is none of debug, info, warn, error: " + OneLine.of(text, MOST_TOLD));
    }
  }
}
