package dev.orrery.executor;

import dev.orrery.executor.account.AccountState;
import dev.orrery.executor.account.AccountView;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.plan.Plan;
import dev.orrery.executor.plan.Planner;
import dev.orrery.executor.risk.RiskGate;
import dev.orrery.executor.risk.TradingState;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * What planner and risk gate make of a proposal on an account as it stood: the judgement of a
 * commit without the account. Pure; safe for any thread.
 */
public final class WhatIf {
  private final Planner planner;

  /** For one deployment: its id goes into every client order id. */
  public WhatIf(String deployment) {
    this.planner = new Planner(deployment);
  }

  /**
   * Plans and judges.
   *
   * @param state what may be sent
   * @param nowMillis timeline instant
   * @param placed whether the account has had an order of an id before
   */
  public Judgement judge(
      Proposal proposal,
      AccountState account,
      TradingState state,
      Duration markStaleAfter,
      long nowMillis,
      Predicate<ClientOrderId> placed) {
    AccountView view = new AccountView(account, proposal.market());
    Plan plan =
        planner.plan(
            proposal.actions(),
            view,
            proposal.origin(),
            proposal.attempt(),
            proposal.caps().minOrderUsd());
    RiskGate gate = new RiskGate(proposal.caps(), markStaleAfter, view, state, nowMillis);
    return Judge.judge(plan, gate, proposal.rule(), placed);
  }
}
