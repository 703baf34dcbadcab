package dev.orrery.trigger;

import dev.orrery.api.Trigger;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.Timeline;
import dev.orrery.trigger.event.Event;
import dev.orrery.trigger.event.EventSubscriber;
import dev.orrery.trigger.manual.ManualRequest;
import dev.orrery.trigger.manual.ManualTarget;
import dev.orrery.trigger.schedule.MarkListener;
import dev.orrery.trigger.schedule.Schedules;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The triggers of one strategy, bound: from here on its firings go to the {@link Dispatcher}.
 *
 * <p>On a simulated or paced timeline the marks and bar closes of one instant fire in the order the
 * triggers are declared, and those of strategies bound earlier come first; on the wall each fires
 * as it comes, in parallel. Every strategy can be fired by hand, with or without {@link
 * Trigger.Manual}. Thread-safe.
 */
public final class StrategyTriggers implements AutoCloseable {
  private final TriggerSources sources;
  private final FiringHistory history;
  private final Dispatcher dispatcher;
  private final List<Runnable> unbind = new ArrayList<>();
  private final @Nullable DeclaredOrder order;

  private StrategyTriggers(
      TriggerSources sources, FiringHistory history, Dispatcher dispatcher, boolean ordered) {
    this.sources = sources;
    this.history = history;
    this.dispatcher = dispatcher;
    this.order = ordered ? new DeclaredOrder(sources.timeline()) : null;
  }

  /**
   * Binds, all or nothing.
   *
   * @param deployment id of the deployment
   * @param strategy name of the strategy, unique in the runtime
   * @param triggers what wakes it
   * @param history what the journal knows from before
   * @throws ProblemException with everything that is wrong with the triggers, or when the name is
   *     taken
   */
  public static StrategyTriggers bind(
      String deployment,
      String strategy,
      List<Trigger> triggers,
      TriggerSources sources,
      FiringHistory history,
      Dispatcher dispatcher) {
    List<Problem> problems = TriggerRules.problems(strategy, triggers);
    if (!problems.isEmpty()) {
      throw new ProblemException(problems, null);
    }
    long timed = triggers.stream().filter(StrategyTriggers::isTimed).count();
    boolean stepped = sources.timeline().kind() != Timeline.Kind.WALL;
    StrategyTriggers bound =
        new StrategyTriggers(sources, history, dispatcher, stepped && timed > 1);
    try {
      bound.bindManual(new BoundTrigger(deployment, strategy, Trigger.manual()));
      for (int i = 0; i < triggers.size(); i++) {
        bound.bind(i, new BoundTrigger(deployment, strategy, triggers.get(i)));
      }
    } catch (RuntimeException e) {
      bound.close();
      throw e;
    }
    return bound;
  }

  /** Unbinds: no firing begins afterwards. Repeatable. */
  @Override
  public void close() {
    unbind.reversed().forEach(Runnable::run);
  }

  private static boolean isTimed(Trigger trigger) {
    return trigger instanceof Trigger.Cron || trigger instanceof Trigger.BarClose;
  }

  private void bind(int position, BoundTrigger bound) {
    switch (bound.trigger()) {
      case Trigger.Cron cron ->
          unbind.add(
              sources
                      .scheduler()
                      .every(
                          Schedules.parse(cron),
                          cron.missedFire(),
                          history.lastMark(bound),
                          marks(position, bound))
                  ::close);
      case Trigger.BarClose bar ->
          unbind.add(
              sources.bars().subscribe(bar.symbol(), bar.interval(), timed(position, bound)));
      case Trigger.Event event ->
          unbind.add(
              sources
                  .events()
                  .subscribe(event.topic(), history.eventsDoneTo(bound), events(bound)));
      // Bound for every strategy, once.
      case Trigger.Manual _ -> {}
    }
  }

  private LongConsumer timed(int position, BoundTrigger bound) {
    DeclaredOrder ordered = order;
    if (ordered == null) {
      return instant -> dispatcher.fired(bound.firing(instant));
    }
    return instant -> ordered.add(position, () -> dispatcher.fired(bound.firing(instant)));
  }

  private MarkListener marks(int position, BoundTrigger bound) {
    LongConsumer timed = timed(position, bound);
    return new MarkListener() {
      @Override
      public void mark(long scheduledMillis, long firedNanos) {
        timed.accept(scheduledMillis);
      }

      @Override
      public void missed(long count, long lastMillis) {
        dispatcher.missed(bound, count, lastMillis);
      }
    };
  }

  private EventSubscriber events(BoundTrigger bound) {
    return new EventSubscriber() {
      @Override
      public boolean settled(Event event) {
        return history.decided(bound.firing(now(), event.originId(), null));
      }

      @Override
      public void onEvent(String originId, String payload) {
        dispatcher.fired(bound.firing(now(), originId, payload));
      }
    };
  }

  private void bindManual(BoundTrigger bound) {
    ManualTarget target =
        new ManualTarget() {
          @Override
          public String firingId(ManualRequest request) {
            return firing(request).id();
          }

          @Override
          public void fire(ManualRequest request) {
            FiredTrigger firing = firing(request);
            if (sources.timeline().kind() == Timeline.Kind.WALL) {
              dispatcher.fired(firing);
            } else {
              sources.timeline().at(now(), () -> dispatcher.fired(firing));
            }
          }

          private FiredTrigger firing(ManualRequest request) {
            return bound.firing(now(), request.originId(), request.payload());
          }
        };
    unbind.add(sources.manual().register(bound.strategy(), target));
  }

  private long now() {
    return sources.timeline().nowMillis();
  }
}
