package dev.orrery.runtime;

import dev.orrery.kernel.ProblemException;
import dev.orrery.runtime.control.Quarantine;
import dev.orrery.runtime.tick.StrategyUnit;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/**
 * Takes strategies out that hang or fill the heap, and lets them in again. Taking one out is
 * effective at once and durable soon, on another thread: it is the watchdog that does it.
 * Thread-safe.
 */
final class Quarantines {
  private final HostedStrategies hosted;
  private final RuntimeLog log;
  private final Executor worker;
  private final InstantSource clock;

  /**
   * Over the strategies of a runtime.
   *
   * @param worker makes switches durable
   * @param clock the wall
   */
  Quarantines(HostedStrategies hosted, RuntimeLog log, Executor worker, InstantSource clock) {
    this.hosted = hosted;
    this.log = log;
    this.worker = worker;
    this.clock = clock;
  }

  /** A decision does not end. When it is the second strategy of its jar, all of the jar go. */
  void hangs(StrategyUnit unit, String where) {
    List<StrategyUnit> others = othersOfJar(unit);
    String hanging =
        others.stream()
            .filter(other -> isQuarantined(other) && quarantine(other).hangs())
            .map(StrategyUnit::name)
            .collect(Collectors.joining(", "));
    takeOut(
        unit, Quarantine.HANGS + " decide ended neither by interrupt nor in its own code" + where);
    if (!hanging.isEmpty()) {
      String cause =
          "%s it is of the jar of %s and %s, %s"
              .formatted(
                  Quarantine.HANGS, hanging, unit.name(), unit.strategy().descriptor().fileName());
      others.stream().filter(other -> !isQuarantined(other)).forEach(each -> takeOut(each, cause));
    }
  }

  /** It fills the heap. */
  void fillsHeap(StrategyUnit unit, String cause) {
    takeOut(unit, Quarantine.MEMORY + " " + cause);
  }

  /**
   * Lets one in again, with its code loaded anew where that was let go of. Nothing happens when it
   * is not quarantined.
   *
   * @throws ProblemException when its code cannot be loaded again; it stays quarantined then
   */
  void release(HostedStrategy strategy, PluginDesk plugins) {
    StrategyUnit unit = strategy.unit;
    Quarantine was = unit.switches().latches().quarantine();
    if (was == null) {
      return;
    }
    plugins.wake(
        strategy,
        () -> {
          unit.health().forgive();
          unit.switches().change(latches -> latches.withQuarantine(null));
        });
    tell(unit, "info", "released", "asked again; was quarantined since " + was.since());
  }

  static boolean isQuarantined(StrategyUnit unit) {
    return unit.switches().latches().quarantine() != null;
  }

  private static Quarantine quarantine(StrategyUnit unit) {
    Quarantine now = unit.switches().latches().quarantine();
    if (now == null) {
      throw new IllegalStateException("not quarantined: " + unit.name());
    }
    return now;
  }

  private List<StrategyUnit> othersOfJar(StrategyUnit unit) {
    String jar = unit.strategy().identity().jarDigest();
    return hosted.all().stream()
        .map(each -> each.unit)
        .filter(other -> !other.equals(unit))
        .filter(other -> other.strategy().identity().jarDigest().equals(jar))
        .toList();
  }

  private void takeOut(StrategyUnit unit, String cause) {
    Quarantine quarantine = new Quarantine(cause, clock.instant());
    unit.switches().changeSoon(latches -> latches.withQuarantine(quarantine), worker);
    tell(unit, "error", "quarantined", cause + "; orrery strategies release " + unit.name());
  }

  private void tell(StrategyUnit unit, String level, String event, String message) {
    log.event(unit.deployment(), unit.name(), level, event, message, Map.of());
  }
}
