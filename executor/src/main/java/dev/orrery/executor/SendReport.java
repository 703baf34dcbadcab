package dev.orrery.executor;

import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.OrderOutcome;
import java.util.List;
import java.util.Map;

/**
 * What became of a commitment, as far as is known when its sending ends.
 *
 * @param result over all instructions
 * @param outcomes the broker's answers, in order
 * @param neverSent orders that were not sent, and why
 */
public record SendReport(
    Result result, List<OrderOutcome> outcomes, Map<ClientOrderId, String> neverSent) {
  /** Copies. */
  public SendReport {
    outcomes = List.copyOf(outcomes);
    neverSent = Map.copyOf(neverSent);
  }

  /** Over all instructions of a commitment. */
  public enum Result {
    /** There was nothing to send. */
    NOOP,
    /** All of it accepted. */
    EXECUTED,
    /** Some accepted, others denied, rejected or not sent. */
    PARTIALLY_EXECUTED,
    /** Denied by the gate, or not sent for want of a right, of time, or of a durable intent. */
    DENIED,
    /** Refused by the venue, all of it. */
    REJECTED,
    /** The fate of at least one order is unknown; the reconciler asks. */
    UNRESOLVED
  }
}
