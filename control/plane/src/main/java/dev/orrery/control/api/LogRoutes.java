package dev.orrery.control.api;

import dev.orrery.database.Database;
import dev.orrery.deployment.DeploymentTable;
import dev.orrery.deployment.LogCursor;
import dev.orrery.deployment.LogTable;
import dev.orrery.deployment.http.HttpProblem;
import dev.orrery.kernel.OneLine;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a deployment and its runner said: read back, and followed. Thread-safe. */
final class LogRoutes {
  private static final int MOST_TOLD = 100;

  private final DeploymentTable deployments;
  private final LogTable logs;
  private final LogWaits waits;

  LogRoutes(Database database, LogWaits waits) {
    this.deployments = new DeploymentTable(database);
    this.logs = new LogTable(database);
    this.waits = waits;
  }

  List<Route> all() {
    return List.of(
        Route.get(
            "/deployments/{id}/logs",
            "Its latest log lines, the newest last; those before the line with an id; or what came"
                + " after a next that was answered before, for which one may wait some seconds.",
            this::logs,
            "limit",
            "level",
            "before",
            "after",
            "wait"));
  }

  private Object logs(Call call) {
    UUID user = call.user();
    UUID id = call.id();
    LogTable.Level level = level(call.query().getOrDefault("level", "debug"));
    String before = call.query().get("before");
    String after = call.after();
    Duration wait = wait(call.query().get("wait"));
    if (before != null && after != null) {
      throw HttpProblem.badRequest("before", "does not go with after");
    }
    if (after == null && wait.isPositive()) {
      throw HttpProblem.badRequest("wait", "is for what comes after something: say after");
    }
    int limit = call.limit();
    if (deployments.find(user, id).isEmpty()) {
      throw DeploymentRoutes.none(id);
    }
    if (after != null) {
      LogCursor cursor = cursor(after);
      List<LogTable.Line> more =
          waits.until(user, wait, () -> logs.after(user, id, level, cursor, limit));
      return page(more, cursor.after(more));
    }
    List<LogTable.Line> lines =
        before == null
            ? logs.recent(user, id, level, limit)
            : logs.before(user, id, level, number("before", before), limit);
    return page(lines, LogCursor.of(lines, lines.size() < limit));
  }

  /** Unlike in other lists there is always a next: a log goes on. */
  private static Map<String, @Nullable Object> page(List<LogTable.Line> lines, LogCursor next) {
    Map<String, @Nullable Object> page = new LinkedHashMap<>();
    page.put("items", lines.stream().map(DeploymentJson::of).toList());
    page.put("next", next.text());
    return page;
  }

  private static LogCursor cursor(String text) {
    return LogCursor.parse(text)
        .orElseThrow(() ->
            HttpProblem.badRequest(
                "after", "is no next of this list: " + OneLine.of(text, MOST_TOLD)));
  }

  private static Duration wait(@Nullable String text) {
    Duration asked = Duration.ofSeconds(text == null ? 0 : number("wait", text));
    return asked.compareTo(LogWaits.LONGEST) > 0 ? LogWaits.LONGEST : asked;
  }

  private static long number(String name, String text) {
    if (!text.matches("\\d{1,18}")) {
      throw HttpProblem.badRequest(name, "is no number: " + OneLine.of(text, MOST_TOLD));
    }
    return Long.parseLong(text);
  }

  private static LogTable.Level level(String text) {
    try {
      return LogTable.Level.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw HttpProblem.badRequest(
          "level", "is none of debug, info, warn, error: " + OneLine.of(text, MOST_TOLD));
    }
  }
}
