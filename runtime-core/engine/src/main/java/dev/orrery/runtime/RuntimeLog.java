package dev.orrery.runtime;

import dev.orrery.executor.journal.OrderJournal;
import dev.orrery.kernel.Timeline;
import dev.orrery.runtime.recording.LogRecorded;
import java.time.Instant;
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
  private final Timeline timeline;
  private final LongSupplier wallMillis;
  private final boolean quiet;

  /**
   * A log.
   *
   * @param quiet whether nothing but listeners hear of anything: a simulated run
   */
  RuntimeLog(
      OrderJournal journal,
      FactStream facts,
      Timeline timeline,
      LongSupplier wallMillis,
      boolean quiet) {
    this.timeline = timeline;
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
      facts.publish(
          new RuntimeFact.Logged(
              deployment, strategy, level, event, message, data, timeline.now(), at()));
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

  /** The process's clock; the timeline's own where it is simulated. */
  Instant at() {
    return quiet ? timeline.now() : Instant.ofEpochMilli(wallMillis.getAsLong());
  }

  Timeline timeline() {
    return timeline;
  }
}
