package dev.orrery.runtime;

import dev.orrery.runtime.control.Quarantine;
import dev.orrery.runtime.isolation.HeapReadings;
import dev.orrery.runtime.isolation.HeapReadings.Reading;
import dev.orrery.runtime.tick.StrategyUnit;
import dev.orrery.runtime.tick.TickEngine;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is done about a heap that fills up: over 85 % in use after a collection of all of it, the
 * strategy that allocated most goes; over 95 % twice in a row, the process must end while it still
 * can say why. Whoever went is given a moment to let go of what it holds before anybody else is
 * judged. Confined to the watchdog's thread, but for what it tells.
 */
final class HeapLadder {
  private static final double TAKE_OUT = 0.85;
  private static final double END = 0.95;
  private static final long LONGEST_LETTING_GO = Duration.ofSeconds(10).toNanos();

  /** What is taken for a heap in which not even the reading found room. */
  private static final Reading FULL =
      new Reading(Runtime.getRuntime().maxMemory(), Runtime.getRuntime().maxMemory());

  private final HeapReadings readings;
  private final TickEngine engine;
  private final Quarantines quarantines;
  private final PluginDesk plugins;
  private final Consumer<String> exhausted;
  private volatile double share;
  private volatile @Nullable String cause;
  private boolean told;
  private int overEnd;
  private long tookOutAt;
  private volatile boolean lettingGo;

  /** The first collection after somebody let go may have begun before: nobody answers for it. */
  private boolean stale;

  /** Room to say why. */
  @SuppressWarnings("UnusedVariable") // it is held, until it is not
  private byte @Nullable [] reserve = new byte[1 << 19];

  /**
   * A ladder.
   *
   * @param exhausted told that the process must end, and why; must not block; told again when it
   *     throws
   */
  HeapLadder(
      HeapReadings readings,
      TickEngine engine,
      Quarantines quarantines,
      PluginDesk plugins,
      Consumer<String> exhausted) {
    this.plugins = plugins;
    this.readings = readings;
    this.engine = engine;
    this.quarantines = quarantines;
    this.exhausted = exhausted;
  }

  /** Acts when there was a collection. */
  void look() {
    if (cause == null) {
      judge(next());
    }
    String why = cause;
    if (why != null && !told) {
      exhausted.accept(why);
      told = true;
    }
  }

  private @Nullable Reading next() {
    try {
      return readings.next();
    } catch (OutOfMemoryError e) {
      return FULL;
    }
  }

  private void judge(@Nullable Reading reading) {
    if (reading == null) {
      return;
    }
    share = reading.share();
    if (share <= END) {
      overEnd = 0;
    }
    if (lettingGo && System.nanoTime() - tookOutAt < LONGEST_LETTING_GO) {
      return;
    }
    if (stale) {
      stale = false;
      return;
    }
    if (share > END && ++overEnd >= 2) {
      reserve = null;
      cause = inUse(reading) + ", twice in a row: the process must end" + suspect();
    } else if (share > TAKE_OUT) {
      worst().ifPresent(unit -> takeOut(unit, reading));
    }
  }

  /** Part of the heap in use after the last collection of all of it; 0 before the first. */
  double share() {
    return share;
  }

  /** Why the process must end; null while it need not. */
  @Nullable String exhausted() {
    return cause;
  }

  /** The strategy that allocated most lately and has not been taken out. */
  Optional<StrategyUnit> worst() {
    List<StrategyUnit> asked =
        engine.units().stream().filter(unit -> !Quarantines.isQuarantined(unit)).toList();
    // What a strategy left behind may be held by its jar, which goes with the last of its
    // strategies.
    Set<String> jars =
        engine.units().stream()
            .filter(HeapLadder::filledTheHeap)
            .map(HeapLadder::jarOf)
            .collect(Collectors.toSet());
    List<StrategyUnit> ofThose = asked.stream().filter(unit -> jars.contains(jarOf(unit))).toList();
    return (ofThose.isEmpty() ? asked : ofThose)
        .stream().max(Comparator.comparingDouble(StrategyUnit::allocated));
  }

  private void takeOut(StrategyUnit unit, Reading reading) {
    String why =
        "%s, and it allocated most lately: %d MB".formatted(inUse(reading), allocated(unit));
    tookOutAt = System.nanoTime();
    lettingGo = true;
    stale = true;
    quarantines.fillsHeap(unit, why);
    plugins.restSoon(unit.name(), why, () -> lettingGo = false);
    engine.endCalls(unit, why);
  }

  private String suspect() {
    return worst()
        .map(unit -> "; " + unit.name() + " allocated most lately: " + allocated(unit) + " MB")
        .orElse("");
  }

  private static long allocated(StrategyUnit unit) {
    return (long) unit.allocated() >> 20;
  }

  private static String inUse(Reading reading) {
    return "%d of %d MB of the heap are in use after a collection"
        .formatted(reading.used() >> 20, reading.max() >> 20);
  }

  private static boolean filledTheHeap(StrategyUnit unit) {
    Quarantine quarantine = unit.switches().latches().quarantine();
    return quarantine != null && quarantine.memory();
  }

  private static String jarOf(StrategyUnit unit) {
    return unit.strategy().identity().jarDigest();
  }
}
