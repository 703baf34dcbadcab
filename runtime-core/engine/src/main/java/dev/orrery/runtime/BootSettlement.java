package dev.orrery.runtime;

import dev.orrery.executor.account.TrackedOrder;
import dev.orrery.executor.journal.AccountEntry;
import dev.orrery.executor.journal.AccountHistory;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.OrderState;
import dev.orrery.runtime.recording.DecisionHistory;
import dev.orrery.runtime.recording.DecisionJournal;
import dev.orrery.runtime.recording.DecisionSettled;
import dev.orrery.runtime.recording.Verdict;
import dev.orrery.runtime.tick.StrategyUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives decisions whose orders were under way when the process ended their verdict: after the first
 * reconciliation, before anything is decided.
 */
final class BootSettlement {
  private BootSettlement() {}

  /** How many were settled; those still unresolved are watched from here on. */
  static int settle(
      StrategyUnit unit, DecisionHistory history, AccountHistory past, DecisionJournal journal) {
    List<DecisionHistory.Unsettled> unsettled = history.unsettled(unit.deployment());
    if (unsettled.isEmpty()) {
      return 0;
    }
    Map<String, List<ClientOrderId>> orders = new HashMap<>();
    for (AccountEntry entry : past.entries()) {
      if (entry instanceof AccountEntry.Intended it) {
        orders.computeIfAbsent(it.origin(), origin -> new ArrayList<>()).add(it.order().id());
      }
    }
    if (past.isSummedUp()) {
      unsettled.forEach(decision -> addRemembered(unit, decision.id(), orders));
    }
    List<DecisionSettled> settled = new ArrayList<>();
    for (DecisionHistory.Unsettled decision : unsettled) {
      List<ClientOrderId> ids = orders.getOrDefault(decision.id(), List.of());
      settled.add(settled(unit, decision, ids));
    }
    journal.append(unit.deployment(), settled);
    for (DecisionSettled each : settled) {
      if (each.verdict() == Verdict.UNRESOLVED) {
        unit.settlements().watchOrders(each.id(), orders.getOrDefault(each.id(), List.of()));
      }
    }
    return settled.size();
  }

  /** What was placed before the standing that the history begins with: the book remembers it. */
  private static void addRemembered(
      StrategyUnit unit, String decision, Map<String, List<ClientOrderId>> orders) {
    List<ClientOrderId> ids = orders.computeIfAbsent(decision, origin -> new ArrayList<>());
    for (TrackedOrder order : unit.desk().orders(decision)) {
      if (!ids.contains(order.id())) {
        ids.add(order.id());
      }
    }
  }

  private static DecisionSettled settled(
      StrategyUnit unit, DecisionHistory.Unsettled decision, List<ClientOrderId> ids) {
    Verdict verdict = ids.isEmpty() ? Verdict.DENIED : unit.settlements().verdict(ids);
    boolean sent = false;
    List<String> outcomes = new ArrayList<>();
    for (ClientOrderId id : ids) {
      TrackedOrder order = unit.desk().order(id);
      OrderState state = order == null ? OrderState.EXPIRED : order.state();
      sent |= state != OrderState.EXPIRED;
      outcomes.add("found " + id + " " + state + " after a restart");
    }
    return new DecisionSettled(
        unit.deployment(),
        decision.strategy(),
        decision.id(),
        sent ? verdict : Verdict.DENIED,
        outcomes,
        decision.asOf());
  }
}
