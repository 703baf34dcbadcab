package dev.orrery.control.job;

import java.time.Duration;
import java.util.Map;

/** Deletes approvals that were staged and never signed. */
public final class PendingAgentsGc implements Job {
  private final PendingAgentTable table;

  /** Over the staged approvals of a database. */
  public PendingAgentsGc(PendingAgentTable table) {
    this.table = table;
  }

  @Override
  public String name() {
    return "pending-agents-gc";
  }

  @Override
  public Duration period() {
    return Duration.ofDays(1);
  }

  @Override
  public Map<String, Integer> run() {
    return Map.of("deleted", table.deleteStale());
  }
}
