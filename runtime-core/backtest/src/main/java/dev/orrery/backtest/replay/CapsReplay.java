package dev.orrery.backtest.replay;

import dev.orrery.api.action.Action;
import dev.orrery.api.action.Noop;
import dev.orrery.api.action.PlaceOrder;
import dev.orrery.api.action.TargetPosition;
import dev.orrery.api.market.Instrument;
import dev.orrery.executor.BatchRule;
import dev.orrery.executor.Judgement;
import dev.orrery.executor.Proposal;
import dev.orrery.executor.WhatIf;
import dev.orrery.executor.account.AccountBook;
import dev.orrery.executor.risk.Clearance;
import dev.orrery.executor.risk.RiskCaps;
import dev.orrery.executor.risk.TradingState;
import dev.orrery.runtime.recording.DecisionRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What other caps would have done with recorded actions: planner and gate once more, on the account
 * as the journal has it at that place, at the prices the decision saw. Each decision by itself:
 * what would have been denied is there for those after it all the same. Staleness of prices, panic
 * and halts of then are not asked about. Confined to one thread.
 */
public final class CapsReplay {
  private static final Duration ANY_AGE = Duration.ofDays(1);
  private static final String CLEARED = "CLEARED ";

  private final RiskCaps caps;
  private final Map<String, Instrument> instruments = new HashMap<>();
  private final Map<String, WhatIf> planners = new HashMap<>();
  private long judged;
  private long denied;
  private long allowed;
  private long otherwise;
  private long unpriced;

  /** Under these caps. */
  public CapsReplay(RiskCaps caps) {
    this.caps = caps;
  }

  /**
   * What came of it so far.
   *
   * @param judged decisions that were judged again
   * @param denied decisions of which something would be denied that was not
   * @param allowed decisions of which something would be allowed that was denied
   * @param otherwise decisions of which something would be denied for another reason
   * @param unpriced decisions that cannot be judged: their record has no price
   */
  public record Tally(long judged, long denied, long allowed, long otherwise, long unpriced) {
    /** Whether the gate would have answered anything otherwise. */
    public boolean differs() {
      return denied + allowed + otherwise > 0;
    }
  }

  /** The counts. */
  public Tally tally() {
    return new Tally(judged, denied, allowed, otherwise, unpriced);
  }

  /**
   * Judges a decision's actions again; empty when the gate would have answered as it did, or
   * nothing was wanted.
   *
   * @param account just before it
   */
  public Optional<Rejudged> judge(DecisionRecord decision, AccountBook account) {
    List<Action> actions = decision.actions();
    if (actions.isEmpty() || actions.getFirst() instanceof Noop) {
      return Optional.empty();
    }
    RecordedSnapshot market = new RecordedSnapshot(decision, instruments);
    if (!isPriced(actions, market)) {
      unpriced++;
      return Optional.empty();
    }
    Judgement judgement =
        planners
            .computeIfAbsent(decision.deployment(), WhatIf::new)
            .judge(
                new Proposal(
                    decision.id(), decision.strategy(), actions, BatchRule.ALL, caps, market, 0),
                account.state(),
                TradingState.ACTIVE,
                ANY_AGE,
                decision.asOf(),
                id -> account.order(id) != null);
    if (judgement.kind() == Judgement.Kind.INVALID) {
      return Optional.empty();
    }
    judged++;
    return compare(decision, judgement.clearances().stream().map(Clearance::text).toList());
  }

  private static boolean isPriced(List<Action> actions, RecordedSnapshot market) {
    for (Action action : actions) {
      String symbol =
          switch (action) {
            case PlaceOrder it -> it.symbol();
            case TargetPosition it -> it.symbol();
            default -> null;
          };
      if (symbol != null && !market.prices(symbol)) {
        return false;
      }
    }
    return true;
  }

  private Optional<Rejudged> compare(DecisionRecord decision, List<String> now) {
    List<String> then = decision.clearances();
    List<String> changes = new ArrayList<>();
    boolean denies = false;
    boolean allows = false;
    for (int i = 0; i < Math.max(then.size(), now.size()); i++) {
      String was = i < then.size() ? then.get(i) : "";
      String is = i < now.size() ? now.get(i) : "";
      if (code(was).equals(code(is))) {
        continue;
      }
      String order = Math.max(then.size(), now.size()) == 1 ? "its order" : "order " + (i + 1);
      changes.add(order + " was " + words(was) + ", would be " + words(is));
      denies |=
          !is.isEmpty() && !is.startsWith(CLEARED) && (was.isEmpty() || was.startsWith(CLEARED));
      allows |= is.startsWith(CLEARED) && !was.startsWith(CLEARED);
    }
    if (changes.isEmpty()) {
      return Optional.empty();
    }
    denied += denies ? 1 : 0;
    allowed += allows ? 1 : 0;
    otherwise += denies || allows ? 0 : 1;
    return Optional.of(new Rejudged(decision, changes));
  }

  private static String code(String clearance) {
    int end = clearance.indexOf(' ');
    return end < 0 ? clearance : clearance.substring(0, end);
  }

  private static String words(String clearance) {
    if (clearance.isEmpty()) {
      return "not planned";
    }
    return clearance.startsWith(CLEARED) ? "cleared" : "denied: " + clearance;
  }
}
