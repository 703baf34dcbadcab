package dev.orrery.executor;

import dev.orrery.executor.SendReport.Result;
import dev.orrery.executor.broker.Instruction;
import dev.orrery.executor.order.OrderOutcome;
import java.util.List;

/** From outcomes to one result. */
final class Results {
  private Results() {}

  /**
   * The result of a batch. A cancel of an order that is gone is no failure; one of an order that
   * the venue has never seen says nothing, because it may still arrive.
   *
   * @param heldBack whether something was not sent at all
   */
  static Result of(
      Judgement judgement, List<Instruction> sent, List<OrderOutcome> outcomes, boolean heldBack) {
    int accepted = 0;
    int refused = 0;
    for (int i = 0; i < outcomes.size(); i++) {
      switch (outcomes.get(i)) {
        case OrderOutcome.Unresolved ignored -> {
          return Result.UNRESOLVED;
        }
        case OrderOutcome.Accepted ignored -> accepted++;
        case OrderOutcome.Rejected it -> {
          if (it.neverSeen()) {
            return Result.UNRESOLVED;
          }
          if (sent.get(i) instanceof Instruction.Cancel && it.alreadyGone()) {
            accepted++;
          } else {
            refused++;
          }
        }
      }
    }
    boolean whole =
        refused == 0
            && !heldBack
            && judgement.gone().isEmpty()
            && judgement.kind() == Judgement.Kind.CLEARED;
    if (whole) {
      return Result.EXECUTED;
    }
    if (accepted > 0) {
      return Result.PARTIALLY_EXECUTED;
    }
    return Result.REJECTED;
  }

  /** Whether only the venue knows what became of the order that an outcome is about. */
  static boolean isUnknown(OrderOutcome outcome) {
    return switch (outcome) {
      case OrderOutcome.Accepted _ -> false;
      case OrderOutcome.Rejected it -> it.neverSeen();
      case OrderOutcome.Unresolved _ -> true;
    };
  }

  static String name(OrderOutcome outcome) {
    return switch (outcome) {
      case OrderOutcome.Accepted ignored -> "accepted";
      case OrderOutcome.Rejected ignored -> "rejected";
      case OrderOutcome.Unresolved ignored -> "unresolved";
    };
  }
}
