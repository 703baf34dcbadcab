package dev.orrery.runtime.tick;

import dev.orrery.api.Trigger;
import dev.orrery.api.action.Action;
import dev.orrery.executor.BatchRule;
import dev.orrery.executor.Proposal;
import dev.orrery.executor.journal.MemoryJournal;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.market.MarketSnapshot;
import dev.orrery.runtime.state.StateSpace;
import dev.orrery.runtime.tick.PluginInvoker.Answer;
import dev.orrery.trigger.BoundTrigger;
import dev.orrery.trigger.FiredTrigger;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A tick that stops where something would happen. */
final class Previewing {
  /** A preview leaves no line in the deployment's log. */
  private static final Logger LOG = LoggerFactory.getLogger(Previewing.class);

  private final TickEngine engine;
  private final StrategyUnit unit;

  Previewing(TickEngine engine, StrategyUnit unit) {
    this.engine = engine;
    this.unit = unit;
  }

  /**
   * Runs it on the version of now.
   *
   * @throws ProblemException while the strategy's jar is away
   */
  Preview run(CallSlot slot, @Nullable String payload) {
    for (Edition edition = unit.edition(); edition != null; edition = unit.edition()) {
      if (edition.visit()) {
        try {
          return run(slot, edition, payload);
        } finally {
          edition.leaveVisit();
        }
      }
    }
    throw new ProblemException(
        Problem.refused(
            "strategy " + unit.name(), String.valueOf(unit.away()), "put its jar back first"));
  }

  private Preview run(CallSlot slot, Edition edition, @Nullable String payload) {
    long now = engine.timeline.nowMillis();
    FiredTrigger firing =
        new BoundTrigger(unit.deployment(), unit.name(), Trigger.manual())
            .firing(now, "preview", payload);
    MarketSnapshot market = engine.board.snapshot();
    StateSpace copy =
        new StateSpace(
            unit.deployment(),
            unit.name(),
            unit.state().copy(),
            new MemoryJournal(),
            engine.timeline);
    TickContext context =
        new TickContext(
            firing, now, market, unit.desk().view(market), copy, unit.model(), LOG, null);
    Answer answer = PluginInvoker.decide(slot, unit, edition, context, () -> {});
    if (answer == null) {
      return failed("decide took longer than " + unit.limits().deadline().toMillis() + " ms");
    }
    List<Action> actions = answer.actions();
    if (actions == null) {
      return failed(answer.failure().details());
    }
    return new Preview(
        actions,
        unit.desk()
            .preview(
                new Proposal(
                    firing.id(),
                    unit.name(),
                    actions,
                    unit.limits().each() ? BatchRule.EACH : BatchRule.ALL,
                    unit.limits().caps(),
                    market,
                    0)),
        null);
  }

  private static Preview failed(String error) {
    return new Preview(List.of(), null, error);
  }
}
