package dev.orrery.executor;

import dev.orrery.executor.Judgement.Kind;
import dev.orrery.executor.broker.Instruction;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.OrderSpec;
import dev.orrery.executor.plan.Leg;
import dev.orrery.executor.plan.Plan;
import dev.orrery.executor.risk.Clearance;
import dev.orrery.executor.risk.DenialReason;
import dev.orrery.executor.risk.RiskGate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Takes a plan through the risk gate, leg by leg. Pure; confined to one thread. */
final class Judge {
  /** Legs of most plans, or fewer. */
  private static final int MOSTLY = 2;

  private final RiskGate gate;
  private final BatchRule rule;
  private final Predicate<ClientOrderId> placed;
  private final List<OrderSpec> orders = new ArrayList<>(MOSTLY);
  private final List<Clearance> clearances = new ArrayList<>(MOSTLY);
  private final List<Instruction> instructions = new ArrayList<>(MOSTLY);
  private final List<ClientOrderId> gone = new ArrayList<>(0);
  private final List<String> notes = new ArrayList<>(0);
  private boolean denied;

  private Judge(RiskGate gate, BatchRule rule, Predicate<ClientOrderId> placed) {
    this.gate = gate;
    this.rule = rule;
    this.placed = placed;
  }

  /**
   * Judges.
   *
   * @param placed whether the account has had an order of this id before
   */
  static Judgement judge(
      Plan plan, RiskGate gate, BatchRule rule, Predicate<ClientOrderId> placed) {
    return switch (plan) {
      case Plan.Invalid it -> Judgement.invalid(it.problem());
      case Plan.Steps it -> new Judge(gate, rule, placed).judge(it);
    };
  }

  private Judgement judge(Plan.Steps plan) {
    List<Leg> legs = plan.legs();
    for (int from = 0; from < legs.size(); ) {
      int to = from + 1;
      while (to < legs.size() && legs.get(to).action() == legs.get(from).action()) {
        to++;
      }
      action(legs.subList(from, to));
      from = to;
    }
    if (denied && rule == BatchRule.ALL) {
      instructions.clear();
    }
    return new Judgement(kind(), "", orders, clearances, instructions, gone, notes, plan.opens());
  }

  private Kind kind() {
    if (instructions.isEmpty()) {
      return denied ? Kind.DENIED : Kind.NOTHING;
    }
    return denied ? Kind.PARTLY_CLEARED : Kind.CLEARED;
  }

  private void action(List<Leg> legs) {
    if (legs.size() == 1) {
      // A denial leaves the gate as it was: there is nothing to come back from.
      int before = denials();
      judge(legs.getFirst());
      denied |= denials() > before;
      return;
    }
    RiskGate.Point before = gate.point();
    int sentBefore = instructions.size();
    int deniedBefore = denials();
    for (Leg leg : legs) {
      judge(leg);
    }
    if (denials() > deniedBefore) {
      denied = true;
      gate.back(before);
      instructions.subList(sentBefore, instructions.size()).clear();
    }
  }

  private void judge(Leg leg) {
    switch (leg) {
      case Leg.Place it -> {
        orders.add(it.order());
        Clearance clearance =
            placed.test(it.order().id())
                ? Clearance.Denied.of(
                    it.order().id(), DenialReason.ORDER_ALREADY_PLACED, "id", it.order().id())
                : gate.place(it.order());
        clearances.add(clearance);
        if (clearance instanceof Clearance.Cleared cleared) {
          instructions.add(new Instruction.Place(cleared.order()));
        }
      }
      case Leg.Amend it -> {
        orders.add(it.order());
        Clearance clearance = gate.amend(it.order());
        clearances.add(clearance);
        if (clearance instanceof Clearance.Cleared cleared) {
          instructions.add(new Instruction.Amend(cleared.order()));
        }
      }
      case Leg.Cancel it -> instructions.add(new Instruction.Cancel(it.id(), it.symbol()));
      case Leg.SetLeverage it -> {
        boolean opens = gate.raisesLeverage(it.symbol(), it.leverage());
        gate.leverage(it.id(), it.symbol(), it.leverage(), it.mode())
            .ifPresentOrElse(
                clearances::add,
                () ->
                    instructions.add(
                        new Instruction.SetLeverage(
                            it.id(), it.symbol(), it.leverage(), it.mode(), opens)));
      }
      case Leg.Nothing it -> notes.add(it.why());
      case Leg.Gone it -> gone.add(it.id());
      case Leg.Refused it -> clearances.add(it.denial());
    }
  }

  private int denials() {
    int count = 0;
    for (Clearance clearance : clearances) {
      if (clearance instanceof Clearance.Denied) {
        count++;
      }
    }
    return count;
  }
}
