package dev.orrery.control.api;

import dev.orrery.deployment.Command;
import dev.orrery.deployment.DeploymentViewTable;
import dev.orrery.deployment.Latches;
import dev.orrery.deployment.LogTable;
import dev.orrery.deployment.Quarantine;
import dev.orrery.deployment.http.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows as the API shows them: named as their columns. */
final class DeploymentJson {
  private DeploymentJson() {}

  static Map<String, @Nullable Object> of(DeploymentViewTable.View view) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("id", view.id().toString());
    fields.put("skill", view.name());
    fields.put("skill_version", view.skillVersion());
    fields.put("vault", view.vault());
    fields.put("broker_kind", view.broker().text());
    fields.put("host_kind", view.host().text());
    fields.put("wanted", view.wanted().text());
    fields.put("status", view.status().text());
    fields.put("error_text", view.errorText());
    Latches latches = view.latches();
    Quarantine quarantine = latches.quarantine();
    fields.put("paused_reason", latches.paused());
    fields.put("halted_reason", latches.halted());
    fields.put("flatten_reason", latches.flatten());
    fields.put("stopping_reason", latches.stopping());
    fields.put("quarantined_reason", quarantine == null ? null : quarantine.reason());
    fields.put("started_at", text(view.startedAt()));
    fields.put("heartbeat_at", text(view.heartbeatAt()));
    fields.put("health", view.health());
    fields.put("equity_usd", view.equityUsd());
    fields.put("day_pnl", view.dayPnlUsd());
    fields.put("positions", Json.node(view.positions()));
    fields.put("open_orders", Json.node(view.openOrders()));
    fields.put("as_of", text(view.asOf()));
    return fields;
  }

  static Map<String, @Nullable Object> of(Command command) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("id", command.id().toString());
    fields.put("deployment_id", command.deploymentId().toString());
    fields.put("kind", command.kind().text());
    fields.put("payload", command.payload());
    fields.put("actor", command.actor());
    fields.put("created_at", command.createdAt().toString());
    fields.put("expires_at", text(command.expiresAt()));
    fields.put("acked_at", text(command.ackedAt()));
    fields.put("result", command.result());
    fields.put("error", command.error());
    return fields;
  }

  static Map<String, @Nullable Object> of(LogTable.Line line) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("id", line.id());
    fields.put("ts", line.ts().toString());
    fields.put("level", line.level());
    fields.put("event", line.event());
    fields.put("message", line.message());
    fields.put("data", Json.node(line.data()));
    return fields;
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }
}
