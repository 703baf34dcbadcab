package dev.orrery.executor.plan;

import dev.orrery.api.action.Action;
import dev.orrery.executor.account.AccountView;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns the actions of one decision into orders that obey the venue's rules: a pure function of
 * actions, account, market and origin. Judges nothing; what cannot be planned is a {@link
 * Leg.Refused}, a strategy's mistake makes the whole plan {@link Plan.Invalid}.
 *
 * <p>Later actions see the position as the earlier ones would leave it. Market and IOC orders under
 * way count as filled for {@code TargetPosition}, so that two decisions in flight do not both buy
 * the same difference; they do not for {@code ClosePosition}, whose orders can only shrink.
 */
public final class Planner {
  private final String deployment;

  /** Plans for one deployment: its id goes into every client order id. */
  public Planner(String deployment) {
    this.deployment = deployment;
  }

  /**
   * Plans.
   *
   * @param actions of one decision
   * @param account book and prices of the moment
   * @param origin firing id, or latch
   * @param attempt 0 first
   * @param minOrderUsd differences to a target worth less are let be
   */
  public Plan plan(
      List<Action> actions,
      AccountView account,
      String origin,
      int attempt,
      BigDecimal minOrderUsd) {
    @Nullable String problem = ActionRules.problem(actions);
    if (problem != null) {
      return new Plan.Invalid(problem);
    }
    Sketch sketch = new Sketch(deployment, origin, attempt, account);
    Planning planning = new Planning(sketch, minOrderUsd);
    for (int i = 0; i < actions.size(); i++) {
      problem = planning.add(i, actions.get(i));
      if (problem != null) {
        return new Plan.Invalid("action " + (i + 1) + ": " + problem);
      }
    }
    return new Plan.Steps(sketch.legs());
  }
}
