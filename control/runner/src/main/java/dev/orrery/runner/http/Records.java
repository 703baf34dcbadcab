package dev.orrery.runner.http;

import dev.orrery.database.Database;
import dev.orrery.deployment.Deployment;
import dev.orrery.deployment.DeploymentTable;
import dev.orrery.deployment.LogTable;
import dev.orrery.deployment.Users;
import dev.orrery.deployment.http.HttpProblem;
import dev.orrery.deployment.http.Json;
import dev.orrery.store.DecisionViews;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the API answers out of the database. Thread-safe. */
public final class Records {
  private static final Logger LOG = LoggerFactory.getLogger(Records.class);

  private final DecisionViews decisions;
  private final DeploymentTable deployments;
  private final LogTable logs;

  /** Of one database. */
  public Records(Database database) {
    this.decisions = new DecisionViews(database);
    this.deployments = new DeploymentTable(database);
    this.logs = new LogTable(database);
  }

  /** The latest decisions, the newest first. */
  Object decisions(Query query) {
    String strategy = query.strategy().orElse(null);
    List<DecisionViews.View> latest =
        query
            .since()
            .map(first -> decisions.since(strategy, first, query.limit()))
            .orElseGet(() -> decisions.recent(strategy, null, query.limit()));
    return latest.stream().map(DecisionJson::of).toList();
  }

  /** One with everything that belongs to it. */
  Object decision(String id) {
    return decisions
        .get(id)
        .map(DecisionJson::of)
        .orElseThrow(() -> HttpProblem.notFound("decision " + id, "see /api/v1/decisions"));
  }

  /** What became of one; empty while nothing has, and while the database is gone. */
  Optional<ManualVerdicts.Outcome> outcome(String id) {
    try {
      return decisions
          .get(id)
          .filter(found -> !found.decision().underWay())
          .map(found ->
              new ManualVerdicts.Outcome(
                  found.decision().verdict(),
                  found.decision().reasons(),
                  DecisionJson.outcomes(found)));
    } catch (JdbiException e) {
      LOG.debug("The journal cannot be asked decision={}", id, e);
      return Optional.empty();
    }
  }

  /** The latest lines of one strategy, or of all, the newest last. */
  Object logs(Query query) {
    List<LogTable.Line> lines = new ArrayList<>();
    for (Deployment deployment : deployments.list(Users.LOCAL)) {
      if (query.strategy().map(deployment.name()::equals).orElse(true)) {
        lines.addAll(logs.recent(Users.LOCAL, deployment.id(), query.level(), query.limit()));
      }
    }
    lines.removeIf(line -> query.since().map(line.ts()::isBefore).orElse(false));
    lines.sort(Comparator.comparing(LogTable.Line::ts).thenComparingLong(LogTable.Line::id));
    return lines.subList(Math.max(0, lines.size() - query.limit()), lines.size()).stream()
        .map(Records::line)
        .toList();
  }

  private static Map<String, @Nullable Object> line(LogTable.Line line) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("id", line.id());
    fields.put("deployment", line.deploymentId().toString());
    fields.put("ts", line.ts().toString());
    fields.put("level", line.level());
    fields.put("event", line.event());
    fields.put("message", line.message());
    fields.put("data", Json.node(line.data()));
    return fields;
  }
}
