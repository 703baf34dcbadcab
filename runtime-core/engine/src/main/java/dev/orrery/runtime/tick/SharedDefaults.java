package dev.orrery.runtime.tick;

import dev.orrery.runtime.isolation.ProcessDefaults;
import dev.orrery.runtime.tick.TickEngine.TickObserver;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds who changed what the whole process shares, and puts it back. A strategy that decided alone
 * has done it. Of several that decided at once each may have: then none fails for it, until one of
 * them is there again when it happens again. Thread-safe.
 */
final class SharedDefaults {
  private final ProcessDefaults defaults = new ProcessDefaults();
  private final Supplier<Set<StrategyUnit>> inside;
  private final @Nullable Supplier<? extends Collection<StrategyUnit>> all;
  private final TickObserver observer;
  private Set<StrategyUnit> suspects = Set.of();

  /**
   * Over the process's.
   *
   * @param inside the strategies that decide now
   * @param all every strategy, where only samples are taken; null where each call is looked at
   */
  SharedDefaults(
      Supplier<Set<StrategyUnit>> inside,
      @Nullable Supplier<? extends Collection<StrategyUnit>> all,
      TickObserver observer) {
    this.inside = inside;
    this.all = all;
    this.observer = observer;
  }

  /** Before a call: what was changed while nobody decided is the host's own to change. */
  void before() {
    if (defaults.areUntouched()) {
      return;
    }
    if (inside.get().isEmpty()) {
      defaults.accept();
    } else {
      blame(null);
    }
  }

  /**
   * At the end of a call, while it still counts as inside.
   *
   * @return why the decision fails; null when it does not
   */
  @Nullable String changedBy(StrategyUnit unit) {
    return defaults.areUntouched() ? null : blame(unit);
  }

  /** Why the decision of {@code unit} fails; null when it does not, or none is at its end. */
  private synchronized @Nullable String blame(@Nullable StrategyUnit unit) {
    Set<StrategyUnit> now = new LinkedHashSet<>(all == null ? inside.get() : all.get());
    String changed = defaults.restore();
    if (changed == null) {
      return null;
    }
    if (unit != null) {
      now.add(unit);
    }
    Set<StrategyUnit> both = new LinkedHashSet<>(now);
    both.retainAll(suspects);
    suspects = both.isEmpty() ? now : both;
    if (suspects.size() != 1) {
      tellAll(changed);
      return null;
    }
    StrategyUnit guilty = suspects.iterator().next();
    if (guilty.equals(unit)) {
      return changed;
    }
    guilty.health().failed(changed);
    observer.logged(guilty, "warn", "process_default_changed", changed, Map.of());
    return null;
  }

  private void tellAll(String changed) {
    String names = suspects.stream().map(StrategyUnit::name).collect(Collectors.joining(", "));
    for (StrategyUnit suspect : suspects) {
      observer.logged(
          suspect,
          "warn",
          "process_default_changed",
          "one of " + names + " " + changed + "; it was put back",
          Map.of());
    }
  }
}
