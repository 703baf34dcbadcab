package dev.orrery.control.job;

import dev.orrery.database.Database;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/**
 * What is to be watched over all deployments, in the text format of Prometheus: numbers, and
 * nothing of anybody's. Thread-safe.
 */
public final class FleetMetricsTable {
  /** Events of logs that somebody should be woken for. The index of alarms has the same. */
  public static final List<String> ALARMS =
      List.of(
          "tick_failed",
          "state_drift",
          "liquidation",
          "liquidation_near",
          "liquidation_fill",
          "cost_guard_tripped",
          "heartbeat_lost",
          "runner_fatal",
          "fill_unexpected",
          "reconcile_failed",
          "broker_silent");

  private static final List<String> STATUSES =
      List.of("provisioning", "running", "paused", "halted", "stopping", "error");

  private final Jdbi jdbi;

  /** Works on this database. */
  public FleetMetricsTable(Database database) {
    this.jdbi = database.jdbi();
  }

  /** As it is now. */
  public String text() {
    StringBuilder text = new StringBuilder();
    gauges(
        text,
        "fleet_deployments",
        "Deployments by status.",
        "status",
        STATUSES,
        "select status, count(*) from deployments where status <> 'stopped' group by status");
    gauges(
        text,
        "fleet_alarms_last_hour",
        "Lines of logs in the last hour that a person should look at.",
        "event",
        ALARMS,
        """
        select event, count(*) from agent_logs
        where event in ('tick_failed', 'state_drift', 'liquidation', 'liquidation_near',
            'liquidation_fill', 'cost_guard_tripped', 'heartbeat_lost', 'runner_fatal', 'fill_unexpected',
            'reconcile_failed', 'broker_silent')
          and ts > now() - interval '1 hour'
        group by event
        """);
    gauges(
        text,
        "fleet_jobs_failed_last_hour",
        "Slots of jobs in the last hour that failed.",
        "job",
        List.of("heartbeat-sweep", "pending-agents-gc"),
        """
        select job, count(*) from job_slots
        where error is not null and started_at > now() - interval '1 hour' group by job
        """);
    return text.toString();
  }

  private void gauges(
      StringBuilder text, String name, String help, String tag, List<String> values, String sql) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(" gauge\n");
    Map<String, Long> found = new LinkedHashMap<>();
    values.forEach(value -> found.put(value, 0L));
    jdbi.useHandle(handle ->
        handle
            .createQuery(sql)
            .map((row, context) -> Map.entry(row.getString(1), row.getLong(2)))
            .forEach(each -> found.put(each.getKey(), each.getValue())));
    found.forEach((value, count) ->
        text.append(name)
            .append('{')
            .append(tag)
            .append("=\"")
            .append(value)
            .append("\"} ")
            .append(count)
            .append('\n'));
  }
}
