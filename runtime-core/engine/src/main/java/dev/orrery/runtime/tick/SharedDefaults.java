package dev.orrery.runtime.tick;

import dev.orrery.runtime.bytecode.Refusal;
import dev.orrery.runtime.isolation.ProcessDefaults;
import dev.orrery.runtime.isolation.ProcessDefaults.Change;
import dev.orrery.runtime.isolation.ProcessDefaults.Shared;
import dev.orrery.runtime.tick.TickEngine.TickObserver;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds who changed what the whole process shares, and puts it back. A strategy that decided alone
 * has done it, and one of whose classes it was changed to. Of several that decided at once each may
 * have: then none fails for it, until one of them is there again when the same happens again. Of
 * several that are, it is the only one whose jar is allowed that call. Thread-safe.
 *
 * <p>Nobody who has changed something leaves before those inside have been listed: whoever finds
 * all in order while somebody is put to blame waits for that.
 */
final class SharedDefaults {
  /** Changes that are remembered: what they are changed to is the plugins' to choose. */
  private static final int MOST_KEPT = 64;

  private final ProcessDefaults defaults = new ProcessDefaults();
  private final Supplier<Set<StrategyUnit>> inside;
  private final @Nullable Supplier<? extends Collection<StrategyUnit>> all;
  private final TickObserver observer;

  /** By what they may have done; guarded by this. */
  private final Map<String, Set<StrategyUnit>> suspects = new HashMap<>();

  private volatile boolean blaming;

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
    // In this order: a call that finds put back what it has changed finds somebody blaming, too,
    // unless those inside were listed while it was one of them.
    return defaults.areUntouched() && !blaming ? null : blame(unit);
  }

  /** Why the decision of {@code unit} fails; null when it does not, or none is at its end. */
  private synchronized @Nullable String blame(@Nullable StrategyUnit unit) {
    Set<StrategyUnit> now;
    List<Change> changes;
    blaming = true;
    try {
      changes = defaults.restore();
      now = new LinkedHashSet<>(all == null ? inside.get() : all.get());
    } finally {
      blaming = false;
    }
    if (unit != null) {
      now.add(unit);
    }
    List<Change> own = changes.stream().filter(change -> isOf(unit, change, now)).toList();
    return own.isEmpty() ? null : ProcessDefaults.told(own);
  }

  /** Each change by itself: several strategies may have been at it at once. */
  private boolean isOf(@Nullable StrategyUnit unit, Change change, Set<StrategyUnit> now) {
    String changed = ProcessDefaults.told(List.of(change));
    Set<StrategyUnit> narrowed = narrowed(change, changed, now);
    if (narrowed.size() != 1) {
      tellAll(changed, narrowed);
      return false;
    }
    StrategyUnit guilty = narrowed.iterator().next();
    if (guilty.equals(unit)) {
      return true;
    }
    guilty.health().failed(changed);
    observer.logged(guilty, "warn", "process_default_changed", changed, Map.of());
    return false;
  }

  /** Who may have done it: as few as can be told. */
  private Set<StrategyUnit> narrowed(Change change, String changed, Set<StrategyUnit> now) {
    Set<StrategyUnit> owners = those(now, it -> it.strategy().isOf(change.by()));
    return owners.isEmpty() ? remembered(change, changed, now) : owners;
  }

  /** Those of now who were also there when it happened before; all of now when none was. */
  private Set<StrategyUnit> remembered(Change change, String changed, Set<StrategyUnit> now) {
    Set<StrategyUnit> before = suspects.getOrDefault(changed, Set.of());
    Set<StrategyUnit> both = those(now, before::contains);
    Set<StrategyUnit> narrowed = both.isEmpty() ? now : both;
    if (suspects.size() >= MOST_KEPT) {
      suspects.clear();
    }
    suspects.put(changed, narrowed);
    Set<StrategyUnit> allowed = those(both, it -> it.strategy().isAllowed(call(change.what())));
    return allowed.size() == 1 ? allowed : narrowed;
  }

  private static Refusal call(Shared what) {
    return switch (what) {
      case LOCALE -> Refusal.DEFAULT_LOCALE;
      case TIME_ZONE -> Refusal.DEFAULT_TIME_ZONE;
      case EXCEPTION_HANDLER -> Refusal.DEFAULT_EXCEPTION_HANDLER;
    };
  }

  private static Set<StrategyUnit> those(Set<StrategyUnit> all, Predicate<StrategyUnit> wanted) {
    Set<StrategyUnit> those = new LinkedHashSet<>(all);
    those.removeIf(wanted.negate());
    return those;
  }

  private void tellAll(String changed, Set<StrategyUnit> suspected) {
    String names = suspected.stream().map(StrategyUnit::name).collect(Collectors.joining(", "));
    for (StrategyUnit suspect : suspected) {
      observer.logged(
          suspect,
          "warn",
          "process_default_changed",
          "one of " + names + " " + changed + "; it was put back",
          Map.of());
    }
  }
}
