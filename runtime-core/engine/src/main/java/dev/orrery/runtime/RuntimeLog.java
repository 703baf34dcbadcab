package dev.orrery.runtime;

import dev.orrery.executor.journal.OrderJournal;
import dev.orrery.runtime.recording.LogRecorded;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes events of a deployment: into the journal, to listeners, and to the process's log. */
final class RuntimeLog {
  private static final Logger LOG = LoggerFactory.getLogger("dev.orrery.runtime.events");

  private final OrderJournal journal;
  private final FactStream facts;
  private final LongSupplier wallMillis;
  private final boolean quiet;

  /**
   * A log.
   *
   * @param quiet whether nothing but listeners hear of anything: a simulated run
   */
  RuntimeLog(OrderJournal journal, FactStream facts, LongSupplier wallMillis, boolean quiet) {
    this.journal = journal;
    this.facts = facts;
    this.wallMillis = wallMillis;
    this.quiet = quiet;
  }

  void event(
      String deployment,
      String strategy,
      String level,
      String event,
      String message,
      Map<String, Object> data) {
    if (facts.heard()) {
      facts.publish(new RuntimeFact.Logged(deployment, strategy, level, event, message, data));
    }
    if (quiet) {
      return;
    }
    journal.append(
        deployment,
        List.of(new LogRecorded(deployment, wallMillis.getAsLong(), level, event, message, data)));
    switch (level) {
      case "error" -> LOG.error("{} strategy={} {}", event, strategy, message);
      case "warn" -> LOG.warn("{} strategy={} {}", event, strategy, message);
      case "info" -> LOG.info("{} strategy={} {}", event, strategy, message);
      default -> LOG.debug("{} strategy={} {}", event, strategy, message);
    }
  }
}
