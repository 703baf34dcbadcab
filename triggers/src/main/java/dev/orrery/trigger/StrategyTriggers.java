package dev.orrery.trigger;

import dev.orrery.api.Trigger;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.Timeline;
import dev.orrery.trigger.event.Event;
import dev.orrery.trigger.event.EventRouter;
import dev.orrery.trigger.event.EventSubscriber;
import dev.orrery.trigger.manual.ManualRequest;
import dev.orrery.trigger.manual.ManualTarget;
import dev.orrery.trigger.schedule.MarkListener;
import dev.orrery.trigger.schedule.Schedule;
import dev.orrery.trigger.schedule.Schedules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
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
  private final String deployment;
  private final String strategy;
  private final TriggerSources sources;
  private final Dispatcher dispatcher;
  private final boolean stepped;
  private volatile @Nullable DeclaredOrder order;

  /** By trigger key; guarded by this, as is all that follows. */
  private Map<String, Wire> wires = Map.of();

  private final Map<String, EventRouter.Subscription> listening = new HashMap<>();
  private final List<Wire> ending = new ArrayList<>();
  private final Map<String, Long> heardTo = new HashMap<>();
  private Runnable unbindManual = () -> {};
  private boolean suspended;

  private StrategyTriggers(
      String deployment, String strategy, TriggerSources sources, Dispatcher dispatcher) {
    this.deployment = deployment;
    this.strategy = strategy;
    this.sources = sources;
    this.dispatcher = dispatcher;
    this.stepped = sources.timeline().kind() != Timeline.Kind.WALL;
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
    check(strategy, triggers);
    StrategyTriggers bound = new StrategyTriggers(deployment, strategy, sources, dispatcher);
    try {
      bound.bindManual();
      bound.wire(triggers, history);
    } catch (RuntimeException e) {
      bound.close();
      throw e;
    }
    return bound;
  }

  /**
   * Lets other triggers wake it from now on, all or nothing. One that stays keeps its place: none
   * of its marks is lost or comes twice. One that goes still fires for the instants up to now, one
   * that comes for those after, so an instant belongs to either the old ones or the new.
   *
   * <p>After {@link #suspend} everything is bound anew, and goes on where it was: marks of the time
   * between count as missed, durable events of it come now.
   *
   * @param history what is known from before, of this run too; asked for what was not bound here
   * @throws ProblemException with everything that is wrong with the triggers
   */
  public synchronized void rebind(List<Trigger> triggers, FiringHistory history) {
    check(strategy, triggers);
    wire(triggers, history);
    suspended = false;
  }

  /** Nothing but a hand wakes it until it is {@link #rebind bound} again. Repeatable. */
  public synchronized void suspend() {
    suspended = true;
    listening.forEach((topic, place) -> heardTo.put(topic, place.offeredTo()));
    unbindAll();
  }

  /** Unbinds: no firing begins afterwards. Repeatable. */
  @Override
  public synchronized void close() {
    unbindAll();
    unbindManual.run();
  }

  private static void check(String strategy, List<Trigger> triggers) {
    List<Problem> problems = TriggerRules.problems(strategy, triggers);
    if (!problems.isEmpty()) {
      throw new ProblemException(problems, null);
    }
  }

  private synchronized void wire(List<Trigger> triggers, FiringHistory history) {
    long timed = triggers.stream().filter(StrategyTriggers::isTimed).count();
    DeclaredOrder before = order;
    Map<String, Wire> present = wires;
    boolean anew = suspended || present.isEmpty();
    List<Wire> made = new ArrayList<>();
    Map<String, Wire> next = new LinkedHashMap<>();
    if (stepped && timed > 1 && before == null) {
      order = new DeclaredOrder(sources.timeline());
    }
    try {
      for (Trigger trigger : triggers) {
        BoundTrigger bound = new BoundTrigger(deployment, strategy, trigger);
        Wire wire = present.get(bound.key());
        if (wire == null) {
          wire = new Wire(bound, next.size(), anew ? Long.MIN_VALUE : now());
          made.add(wire);
          wire.boundBy(bind(wire, history, anew));
        }
        next.put(bound.key(), wire);
      }
    } catch (RuntimeException e) {
      made.forEach(Wire::close);
      order = before;
      throw e;
    }
    replace(present, next);
    if (timed < 2) {
      order = null;
    }
  }

  /** From one set of wires to another; nothing fails here. */
  private void replace(Map<String, Wire> present, Map<String, Wire> next) {
    long now = now();
    int position = 0;
    ending.removeIf(Wire::closed);
    for (Wire wire : next.values()) {
      wire.moveTo(position++);
    }
    present.forEach((key, wire) -> {
      if (next.containsKey(key)) {
        return;
      }
      if (isTimed(wire.bound().trigger())) {
        wire.endAt(now);
        ending.add(wire);
      } else {
        wire.close();
      }
    });
    wires = next;
  }

  private void unbindAll() {
    List<Wire> all = new ArrayList<>(wires.values());
    all.addAll(ending);
    wires = Map.of();
    ending.clear();
    all.reversed().forEach(Wire::close);
  }

  private static boolean isTimed(Trigger trigger) {
    return switch (trigger) {
      case Trigger.Every _, Trigger.Cron _, Trigger.BarClose _ -> true;
      case Trigger.Event _, Trigger.Manual _ -> false;
    };
  }

  /** Leads firings to a wire; what undoes it. */
  private Runnable bind(Wire wire, FiringHistory history, boolean anew) {
    BoundTrigger bound = wire.bound();
    return switch (bound.trigger()) {
      case Trigger.Every every ->
          scheduled(wire, Schedules.of(every), every.missedFire(), history, anew);
      case Trigger.Cron cron ->
          scheduled(wire, Schedules.parse(cron), cron.missedFire(), history, anew);
      case Trigger.BarClose bar ->
          sources.bars().subscribe(bar.symbol(), bar.interval(), timed(wire));
      case Trigger.Event event -> listen(event.topic(), bound, history);
      // Bound for every strategy, once.
      case Trigger.Manual _ -> () -> {};
    };
  }

  private Runnable scheduled(
      Wire wire,
      Schedule schedule,
      Trigger.MissedFire missedFire,
      FiringHistory history,
      boolean anew) {
    OptionalLong last = anew ? history.lastMark(wire.bound()) : OptionalLong.of(now());
    return sources.scheduler().every(schedule, missedFire, last, marks(wire))::close;
  }

  private LongConsumer timed(Wire wire) {
    return instant -> {
      if (!wire.takes(instant)) {
        return;
      }
      DeclaredOrder ordered = order;
      if (ordered == null) {
        dispatcher.fired(wire.bound().firing(instant));
      } else {
        ordered.add(wire.position(), () -> dispatcher.fired(wire.bound().firing(instant)));
      }
    };
  }

  private MarkListener marks(Wire wire) {
    LongConsumer timed = timed(wire);
    return new MarkListener() {
      @Override
      public void mark(long scheduledMillis, long firedNanos) {
        timed.accept(scheduledMillis);
      }

      @Override
      public void missed(long count, long lastMillis) {
        if (wire.takes(lastMillis)) {
          dispatcher.missed(wire.bound(), count, lastMillis);
        }
      }
    };
  }

  private Runnable listen(String topic, BoundTrigger bound, FiringHistory history) {
    Long before = heardTo.remove(topic);
    long after = before == null ? history.eventsDoneTo(bound) : before;
    EventRouter.Subscription place =
        sources.events().subscribe(topic, after, events(bound, history));
    listening.put(topic, place);
    return () -> {
      listening.remove(topic);
      place.close();
    };
  }

  private EventSubscriber events(BoundTrigger bound, FiringHistory history) {
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

  private void bindManual() {
    BoundTrigger bound = new BoundTrigger(deployment, strategy, Trigger.manual());
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
    unbindManual = sources.manual().register(strategy, target);
  }

  private long now() {
    return sources.timeline().nowMillis();
  }
}
