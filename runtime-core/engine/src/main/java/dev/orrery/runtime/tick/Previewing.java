package dev.orrery.runtime.tick;

import dev.orrery.api.Trigger;
import dev.orrery.api.action.Action;
import dev.orrery.executor.AccountDesk;
import dev.orrery.executor.BatchRule;
import dev.orrery.executor.Proposal;
import dev.orrery.executor.journal.MemoryJournal;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.market.MarketSnapshot;
import dev.orrery.runtime.plugin.LoadedStrategy;
import dev.orrery.runtime.recording.Verdict;
import dev.orrery.runtime.state.StateSpace;
import dev.orrery.runtime.tick.PluginInvoker.Answer;
import dev.orrery.trigger.BoundTrigger;
import dev.orrery.trigger.FiredTrigger;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A tick that stops where something would happen. */
final class Previewing implements Supervised {
  /** A preview leaves no line in the deployment's log. */
  private static final Logger LOG = LoggerFactory.getLogger(Previewing.class);

  private final TickEngine engine;
  private final StrategyUnit unit;
  private final CompletableFuture<Preview> shown = new CompletableFuture<>();
  private @Nullable Edition entered;
  private boolean givenUp;

  Previewing(TickEngine engine, StrategyUnit unit) {
    this.engine = engine;
    this.unit = unit;
  }

  /**
   * What is shown, also when the strategy does not come back; fails with a {@link ProblemException}
   * while the strategy's jar is away.
   */
  CompletableFuture<Preview> shown() {
    return shown;
  }

  /** Looks, on a thread that may be given up. */
  void run(CallSlot slot, @Nullable String payload) {
    try {
      shown.complete(look(slot, payload));
    } catch (RuntimeException | Error e) {
      shown.completeExceptionally(e);
    }
  }

  @Override
  public StrategyUnit unit() {
    return unit;
  }

  @Override
  public LoadedStrategy version() {
    Edition inside = entered;
    return inside == null ? unit.strategy() : inside.strategy();
  }

  @Override
  public void ended(Verdict verdict, String cause) {
    shown.complete(failed(cause));
  }

  @Override
  public boolean onThreadOfOurs() {
    return true;
  }

  @Override
  public void abandoned() {
    Edition inside = entered;
    if (inside != null) {
      givenUp = true;
      inside.leaveVisit();
    }
  }

  private Preview look(CallSlot slot, @Nullable String payload) {
    for (Edition edition = unit.edition(); edition != null; edition = unit.edition()) {
      if (edition.visit()) {
        try {
          entered = edition;
          return look(slot, payload, unit.desk());
        } finally {
          if (!givenUp) {
            edition.leaveVisit();
          }
        }
      }
    }
    throw new ProblemException(
        Problem.refused(
            "strategy " + unit.name(), String.valueOf(unit.away()), "put its jar back first"));
  }

  private Preview look(CallSlot slot, @Nullable String payload, AccountDesk desk) {
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
        new TickContext(firing, now, market, desk.view(market), copy, unit.model(), LOG, null);
    Answer answer = engine.invoker.decide(slot, this, context);
    if (answer == null) {
      return failed("decide was ended"); // not shown: the cause was
    }
    List<Action> actions = answer.actions();
    if (actions == null) {
      return failed(answer.failure().details());
    }
    return new Preview(
        actions,
        desk.preview(
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

  static Preview failed(String error) {
    return new Preview(List.of(), null, error);
  }
}
