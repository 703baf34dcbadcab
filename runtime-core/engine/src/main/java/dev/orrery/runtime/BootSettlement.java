package dev.orrery.runtime;

import dev.orrery.executor.AccountDesk;
import dev.orrery.executor.account.TrackedOrder;
import dev.orrery.executor.journal.AccountEntry;
import dev.orrery.executor.journal.AccountHistory;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.OrderState;
import dev.orrery.runtime.recording.DecisionHistory;
import dev.orrery.runtime.recording.DecisionJournal;
import dev.orrery.runtime.recording.DecisionSettled;
import dev.orrery.runtime.recording.Verdict;
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

  static int settle(
      String deployment,
      DecisionHistory history,
      AccountHistory account,
      AccountDesk desk,
      DecisionJournal journal) {
    List<DecisionHistory.Unsettled> unsettled = history.unsettled(deployment);
    if (unsettled.isEmpty()) {
      return 0;
    }
    Map<String, List<ClientOrderId>> orders = new HashMap<>();
    for (AccountEntry entry : account.entries()) {
      if (entry instanceof AccountEntry.Intended it) {
        orders.computeIfAbsent(it.origin(), origin -> new ArrayList<>()).add(it.order().id());
      }
    }
    List<DecisionSettled> settled = new ArrayList<>();
    for (DecisionHistory.Unsettled decision : unsettled) {
      List<ClientOrderId> ids = orders.getOrDefault(decision.id(), List.of());
      settled.add(settled(deployment, decision, ids, desk));
    }
    journal.append(deployment, settled);
    return settled.size();
  }

  private static DecisionSettled settled(
      String deployment,
      DecisionHistory.Unsettled decision,
      List<ClientOrderId> ids,
      AccountDesk desk) {
    int accepted = 0;
    int unknown = 0;
    List<String> outcomes = new ArrayList<>();
    for (ClientOrderId id : ids) {
      TrackedOrder order = desk.order(id);
      OrderState state = order == null ? OrderState.EXPIRED : order.state();
      outcomes.add("found " + id + " " + state + " after a restart");
      if (state == OrderState.UNRESOLVED || state == OrderState.INTENDED) {
        unknown++;
      } else if (state != OrderState.EXPIRED && state != OrderState.REJECTED) {
        accepted++;
      }
    }
    Verdict verdict =
        unknown > 0
            ? Verdict.UNRESOLVED
            : accepted == ids.size() && accepted > 0
                ? Verdict.EXECUTED
                : accepted > 0 ? Verdict.PARTIALLY_EXECUTED : Verdict.DENIED;
    return new DecisionSettled(
        deployment, decision.strategy(), decision.id(), verdict, outcomes, decision.asOf());
  }
}
