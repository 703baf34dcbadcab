package dev.orrery.runtime;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The closed list of events in a deployment's log. Their texts are stable. */
public enum EventName {
  /** A strategy runs. */
  RUNNER_STARTED,
  /** A decision failed or took too long. */
  TICK_FAILED,
  /** An order is in the journal, about to be sent. */
  ORDER_PLACED,
  /** A fill was booked. */
  ORDER_FILLED,
  /** An order ended without being filled whole. */
  ORDER_CANCELLED,
  /** Funding was paid or received. */
  FUNDING_PAID,
  /** The venue liquidated a position. */
  LIQUIDATION,
  /** A fill of a liquidation was booked. */
  LIQUIDATION_FILL,
  /** Book and venue were compared. */
  RECONCILED,
  /** The venue could not be asked. */
  RECONCILE_FAILED,
  /** Book and venue differed. */
  STATE_DRIFT,
  /** A fill was booked of an order that had ended, or that is not ours. */
  FILL_UNEXPECTED,
  /** The broker did not answer in time. */
  BROKER_SILENT,
  /** It answered after all. */
  BROKER_LATE,
  /** The language model has cost more than its cap of the month: paused. */
  COST_GUARD_TRIPPED,
  /** The day's loss has reached its cap: halted. */
  DAILY_LOSS_GUARD_TRIPPED,
  /** Prices could not be pulled: bar closes stand in. */
  ALL_MIDS_FETCH_FAILED,
  /** A person paused it. */
  PAUSED,
  /** A person resumed it. */
  RESUMED,
  /** A halt was cleared. */
  HALT_CLEARED,
  /** Flattening began. */
  FLATTEN,
  /** The account is flat. */
  FLATTENED,
  /** It hung or filled the heap: it is not asked until a person releases it. */
  QUARANTINED,
  /** A person released it. */
  RELEASED,
  /** It changed what the whole process shares; that was put back. */
  PROCESS_DEFAULT_CHANGED,
  /** The heap is full, and the process must end. */
  HEAP_EXHAUSTED,
  /** The server of the host's database has died. */
  DATABASE_DIED,
  /** The host has started it again. */
  DATABASE_RESTARTED,
  /** It ends. */
  STOPPING,
  /** A jar came into use. */
  PLUGIN_LOADED,
  /** A jar took the place of another. */
  PLUGIN_REPLACED,
  /** A jar is gone. */
  PLUGIN_REMOVED,
  /** A jar is not used; what was in use stays. */
  PLUGIN_REFUSED,
  /** A line of the strategy's own. */
  LOG,
  /** None of these: of a host around the runtime. */
  OTHER;

  private static final Map<String, EventName> BY_TEXT = new HashMap<>();

  static {
    for (EventName each : values()) {
      BY_TEXT.put(each.text(), each);
    }
  }

  /** The name as it stands in the log: {@code order_placed}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Which one a text names; {@link #OTHER} for any that is not listed. */
  static EventName of(String text) {
    return BY_TEXT.getOrDefault(text, OTHER);
  }

  /** Whether it changes an account or its right to trade. */
  public boolean isOfAccount() {
    return switch (this) {
      case FUNDING_PAID,
          LIQUIDATION,
          LIQUIDATION_FILL,
          ORDER_FILLED,
          ORDER_CANCELLED,
          STATE_DRIFT,
          FILL_UNEXPECTED,
          BROKER_SILENT,
          BROKER_LATE,
          COST_GUARD_TRIPPED,
          DAILY_LOSS_GUARD_TRIPPED,
          PAUSED,
          RESUMED,
          HALT_CLEARED,
          FLATTEN,
          FLATTENED,
          QUARANTINED,
          RELEASED,
          STOPPING ->
          true;
      case RUNNER_STARTED,
          TICK_FAILED,
          ORDER_PLACED,
          RECONCILED,
          RECONCILE_FAILED,
          ALL_MIDS_FETCH_FAILED,
          PROCESS_DEFAULT_CHANGED,
          HEAP_EXHAUSTED,
          DATABASE_DIED,
          DATABASE_RESTARTED,
          PLUGIN_LOADED,
          PLUGIN_REPLACED,
          PLUGIN_REMOVED,
          PLUGIN_REFUSED,
          LOG,
          OTHER ->
          false;
    };
  }
}
