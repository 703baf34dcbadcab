package dev.orrery.executor;

import dev.orrery.api.value.Usd;
import dev.orrery.executor.broker.Instruction;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.OrderSpec;
import dev.orrery.executor.risk.Clearance;
import java.util.List;

/**
 * What planning and risk gate made of a proposal: where a preview stops.
 *
 * @param kind the result
 * @param problem the strategy's mistake; empty unless {@link Kind#INVALID}
 * @param orders placed and changed ones as they were planned, cleared or not, in order
 * @param clearances the gate's answer to each order, in order
 * @param instructions what is to be sent, in order
 * @param gone orders to change that are final already: count as rejected
 * @param notes why nothing had to be done for an action
 * @param opens gross notional of the orders that open
 */
public record Judgement(
    Kind kind,
    String problem,
    List<OrderSpec> orders,
    List<Clearance> clearances,
    List<Instruction> instructions,
    List<ClientOrderId> gone,
    List<String> notes,
    Usd opens) {
  /** Of a lone noop. */
  public static final Judgement NOOP =
      new Judgement(Kind.NOOP, "", List.of(), List.of(), List.of(), List.of(), List.of(), Usd.ZERO);

  /** Copies. */
  public Judgement {
    orders = List.copyOf(orders);
    clearances = List.copyOf(clearances);
    instructions = List.copyOf(instructions);
    gone = List.copyOf(gone);
    notes = List.copyOf(notes);
  }

  /** Of a strategy's mistake. */
  static Judgement invalid(String problem) {
    return new Judgement(
        Kind.INVALID, problem, List.of(), List.of(), List.of(), List.of(), List.of(), Usd.ZERO);
  }

  /** The denials, in order. */
  public List<Clearance.Denied> denials() {
    return clearances.stream()
        .filter(Clearance.Denied.class::isInstance)
        .map(Clearance.Denied.class::cast)
        .toList();
  }

  /** The result of a judgement. */
  public enum Kind {
    /** A lone noop. */
    NOOP,
    /** The strategy made a mistake; nothing is sent. */
    INVALID,
    /** Valid, and nothing has to be sent: the account is already as wanted. */
    NOTHING,
    /** Denied; nothing is sent. */
    DENIED,
    /** Cleared whole. */
    CLEARED,
    /** Some actions cleared, others denied: only under {@link BatchRule#EACH}. */
    PARTLY_CLEARED
  }
}
