package dev.orrery.runtime;

import dev.orrery.executor.journal.OrderJournal;
import dev.orrery.kernel.Meters;
import dev.orrery.kernel.Timeline;
import dev.orrery.runtime.metrics.RuntimeMeters;
import dev.orrery.runtime.recording.LogRecorded;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Writes events of a deployment: into the journal, to listeners, and to the process's log. */
final class RuntimeLog {
  private static final Logger LOG = LoggerFactory.getLogger("dev.orrery.runtime.events");

  private final OrderJournal journal;
  private final FactStream facts;
  private final Timeline timeline;
  private final LongSupplier wallMillis;
  private final boolean quiet;
  private final Meters meters;

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
      boolean quiet,
      Meters meters) {
    this.meters = meters;
    this.timeline = timeline;
    this.journal = journal;
    this.facts = facts;
    this.wallMillis = wallMillis;
    this.quiet = quiet;
  }

  /** Counts from nothing, so that the first alarm of a strategy is seen to be one more. */
  void begin(String strategy) {
    RuntimeMeters.ALARMING.forEach(event -> meters.count(RuntimeMeters.ALARMS, 0, strategy, event));
  }

  /** Whether anybody would read an event that is no warning. */
  boolean heard() {
    return !quiet || facts.heard();
  }

  void event(
      String deployment,
      String strategy,
      String level,
      String event,
      String message,
      Map<String, Object> data) {
    if (RuntimeMeters.ALARMING.contains(event)) {
      meters.count(RuntimeMeters.ALARMS, 1, strategy, event);
    }
    keep(deployment, strategy, level, event, message, data);
    process(level, event, "strategy=" + strategy + " " + message);
  }

  /** Something that is as it should be: kept as news, and nothing to read on the process's log. */
  void routine(
      String deployment, String strategy, String event, String message, Map<String, Object> data) {
    keep(deployment, strategy, "info", event, message, data);
    process("debug", event, "strategy=" + strategy + " " + message);
  }

  private void keep(
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
    note(deployment, level, event, message, data);
  }

  /** In the log of a deployment only: what others are told at once of several. */
  void note(
      String deployment, String level, String event, String message, Map<String, Object> data) {
    if (!quiet) {
      journal.append(
          deployment,
          List.of(
              new LogRecorded(
                  deployment, wallMillis.getAsLong(), level, event, message, placed(data))));
    }
  }

  /** With the market's time, and the decision that is under way on this thread, if one is. */
  private Map<String, Object> placed(Map<String, Object> data) {
    Map<String, Object> all = new HashMap<>(data);
    all.putIfAbsent("as_of", timeline.now().toString());
    String decision = MDC.get("tick");
    if (decision != null) {
      all.putIfAbsent("decision", decision);
    }
    return all;
  }

  /** In the process's log only. */
  void process(String level, String event, String message) {
    if (quiet) {
      return;
    }
    switch (level) {
      case "error" -> LOG.error("{} {}", event, message);
      case "warn" -> LOG.warn("{} {}", event, message);
      case "info" -> LOG.info("{} {}", event, message);
      default -> LOG.debug("{} {}", event, message);
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
