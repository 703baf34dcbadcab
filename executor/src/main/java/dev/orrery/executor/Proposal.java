package dev.orrery.executor;

import dev.orrery.api.action.Action;
import dev.orrery.executor.risk.RiskCaps;
import dev.orrery.market.MarketSnapshot;
import java.util.List;

/**
 * What somebody wants of an account. The list is not copied: who hands it in leaves it alone.
 *
 * @param origin firing id, or the name of a latch with its epoch: goes into every client order id
 * @param strategy who wants it
 * @param actions in order
 * @param rule what a denial does to the rest
 * @param caps the strategy's
 * @param market prices to plan and judge by
 * @param attempt 0 first; grows only after every order of the attempt before is final
 */
public record Proposal(
    String origin,
    String strategy,
    List<Action> actions,
    BatchRule rule,
    RiskCaps caps,
    MarketSnapshot market,
    int attempt) {
  /** A decision's: all or nothing, first attempt. */
  public static Proposal of(
      String firing, String strategy, List<Action> actions, RiskCaps caps, MarketSnapshot market) {
    return new Proposal(firing, strategy, actions, BatchRule.ALL, caps, market, 0);
  }
}
