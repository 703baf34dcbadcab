package dev.orrery.control.job;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Marks deployments whose runner is silent. It destroys nothing: what is late may have an order
 * under way, so a person ends its machine.
 */
public final class HeartbeatSweep implements Job {
  private final HeartbeatTable table;

  /** Over the heartbeats of a database. */
  public HeartbeatSweep(HeartbeatTable table) {
    this.table = table;
  }

  @Override
  public String name() {
    return "heartbeat-sweep";
  }

  @Override
  public Duration period() {
    return Duration.ofMinutes(5);
  }

  @Override
  public Map<String, Integer> run() {
    HeartbeatTable.Swept swept = table.sweep();
    Map<String, Integer> answer = new LinkedHashMap<>();
    answer.put("checked", swept.checked());
    answer.put("marked", swept.marked());
    return answer;
  }
}
