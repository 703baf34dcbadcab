package dev.orrery.cli;

import dev.orrery.database.Database;
import dev.orrery.deployment.Deployment;
import dev.orrery.deployment.LogCursor;
import dev.orrery.deployment.LogTable;
import java.time.Duration;
import java.util.List;

/** A log as the database of a daemon has it, whether that is up or down. */
final class StoredLog implements LogSource {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final int BATCH = 1_000;

  private final LogTable table;
  private final Deployment deployment;
  private final LogTable.Level level;
  private LogCursor cursor = LogCursor.of(List.of(), true);

  StoredLog(Database database, Deployment deployment, LogTable.Level level) {
    this.table = new LogTable(database);
    this.deployment = deployment;
    this.level = level;
  }

  @Override
  public List<LogLine> recent(int limit) {
    List<LogTable.Line> lines = table.recent(Deployments.user(), deployment.id(), level, limit);
    cursor = LogCursor.of(lines, lines.size() < limit);
    return lines.stream().map(LogLine::of).toList();
  }

  @Override
  public List<LogLine> more() throws InterruptedException {
    List<LogTable.Line> lines =
        table.after(Deployments.user(), deployment.id(), level, cursor, BATCH);
    cursor = cursor.after(lines);
    if (lines.size() < BATCH) {
      Thread.sleep(POLL);
    }
    return lines.stream().map(LogLine::of).toList();
  }
}
