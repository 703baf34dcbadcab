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
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is done about a heap that fills up. Over 85 % of what may outlive collections in use after
 * one of the whole heap, decisions that have allocated much are ended: what they hold goes with
 * them. When that does not account for it, the strategy that allocated most goes; over 95 % of all
 * of it twice in a row, and nobody there who allocated much, or still so full with nobody left who
 * could go, the process must end while it still can say why. Whoever went is given a moment to let
 * go of what it holds before anybody else is judged: a short one while there is another who
 * allocated much, because in a full heap everybody waits for collections, and none for another who
 * allocated a quarter of it when there is no room left for new objects either. Where there is no
 * memory to judge with, it has some put by. Confined to the watchdog's thread, but for what it
 * tells.
 */
final class HeapLadder {
  private static final double TAKE_OUT = 0.85;
  private static final double END = 0.95;

  /** Part of the heap that is much to have allocated, for one decision or lately. */
  private static final double MUCH = 1.0 / 16;

  /** Part of the heap that may account for a full one whoever else has just gone. */
  private static final double MOST = 1.0 / 4;

  private static final long LETTING_GO = Duration.ofSeconds(2).toNanos();
  private static final long LONGEST_LETTING_GO = Duration.ofSeconds(10).toNanos();

  /** How long an ended decision may take to come out before anybody is judged. */
  private static final long COMING_OUT = Duration.ofMillis(200).toNanos();

  /** A hundredth of the heap, of which half a megabyte is enough for words. */
  private static final int RESERVE =
      Math.clamp(Runtime.getRuntime().maxMemory() / 100, 1 << 19, 1 << 23);

  /** What is taken for a heap in which not even the reading found room. */
  private static final Reading FULL = full(Runtime.getRuntime().maxMemory());

  private final HeapReadings readings;
  private final TickEngine engine;
  private final Quarantines quarantines;
  private final PluginDesk plugins;
  private final BooleanSupplier marksCome;
  private final Consumer<String> exhausted;
  private volatile double share;
  private volatile @Nullable String cause;
  private boolean told;
  private int overEnd;
  private @Nullable Departure departure;

  /** Whoever went last; those before are found from there. */
  private @Nullable Departure last;

  private long tookOutAt;
  private long endedCallsAt;
  private boolean comingOut;

  /** The first collection after somebody let go may have begun before: nobody answers for it. */
  private boolean stale;

  /** Something was done, and whether it helped is not known yet. */
  private boolean asking;

  private long askAt;

  /** Room to act in, and to say why. */
  private byte @Nullable [] reserve = new byte[RESERVE];

  /**
   * A ladder.
   *
   * @param marksCome whether what waits for them is still there
   * @param exhausted told that the process must end, and why; must not block; told again when it
   *     throws
   */
  HeapLadder(
      HeapReadings readings,
      TickEngine engine,
      Quarantines quarantines,
      PluginDesk plugins,
      BooleanSupplier marksCome,
      Consumer<String> exhausted) {
    this.plugins = plugins;
    this.readings = readings;
    this.engine = engine;
    this.quarantines = quarantines;
    this.marksCome = marksCome;
    this.exhausted = exhausted;
  }

  /** Acts when there was a collection. */
  void look() {
    Departure begun = departure;
    if (begun != null) {
      begun.goOn();
    }
    if (cause == null && !marksCome.getAsBoolean()) {
      cause = "an error ended the thread that waits for marks: the process must end";
    }
    if (cause == null) {
      askIfDue();
      judgeInAnyCase(next());
    }
    String why = cause;
    if (why != null && !told) {
      exhausted.accept(why);
      told = true;
    }
  }

  /**
   * By itself the next collection comes when the heap is full: too late to act by what it shows. So
   * it is asked for, a moment after whoever went let go of everything, or when that takes too long.
   */
  private void askIfDue() {
    if (!asking) {
      return;
    }
    long now = System.nanoTime();
    if (askAt - now > COMING_OUT && !isSomebodyLeaving()) {
      askAt = now + COMING_OUT;
    }
    if (now - askAt >= 0) {
      asking = false;
      readings.collect();
      stale = false;
    }
  }

  private static Reading full(long max) {
    return new Reading(max, max / 3 * 2, max);
  }

  private @Nullable Reading next() {
    try {
      return readings.next();
    } catch (OutOfMemoryError e) {
      return FULL;
    }
  }

  private void judgeInAnyCase(@Nullable Reading reading) {
    int before = overEnd;
    try {
      judge(reading);
    } catch (OutOfMemoryError e) {
      if (reserve == null) {
        throw e;
      }
      reserve = null;
      overEnd = before; // it is the same collection
      judge(reading);
    }
  }

  private void putBy() {
    if (reserve == null) {
      reserve = new byte[RESERVE];
    }
  }

  private void judge(@Nullable Reading reading) {
    if (reading == null) {
      return;
    }
    share = reading.share();
    boolean full = reading.lastingShare() > TAKE_OUT;
    if (!full) {
      putBy();
    }
    Optional<StrategyUnit> worst = full ? worst() : Optional.empty();
    boolean hopeless = share > END || (full && worst.isEmpty() && isAnybodyOut());
    if (!hopeless) {
      overEnd = 0;
    }
    boolean suspected = worst.filter(unit -> unit.allocated() > much(reading)).isPresent();
    boolean noRoom = reading.lastingShare() > 1 && reading.lasting() < reading.max();
    boolean pressing =
        noRoom && worst.filter(unit -> unit.allocated() > MOST * reading.lasting()).isPresent();
    if (isAwaited(suspected, pressing)) {
      return;
    }
    if (stale) {
      stale = false;
      return;
    }
    if (full && endCalls(reading)) {
      return;
    }
    if (hopeless && ++overEnd >= 2 && !suspected) {
      reserve = null;
      cause = inUse(reading, reading.max()) + ", twice in a row: the process must end" + suspect();
    } else if (worst.isPresent()) {
      takeOut(worst.get(), reading);
    } else if (hopeless) {
      // Whoever could have asked for memory is gone: without this nobody would for minutes.
      askFrom(System.nanoTime());
    }
  }

  private void askFrom(long now) {
    asking = readings.canCollect();
    askAt = now + LETTING_GO;
  }

  private boolean isAnybodyOut() {
    return engine.units().stream().anyMatch(HeapLadder::filledTheHeap);
  }

  /** Whether what was done already may still take effect. */
  private boolean isAwaited(boolean suspected, boolean pressing) {
    long now = System.nanoTime();
    comingOut &= now - endedCallsAt < COMING_OUT;
    long patience = suspected ? (pressing ? 0 : LETTING_GO) : LONGEST_LETTING_GO;
    boolean isLeaving = isSomebodyLeaving() && now - tookOutAt < patience;
    return comingOut || isLeaving || (asking && !pressing);
  }

  private boolean isSomebodyLeaving() {
    while (last != null && last.gone) {
      last = last.before;
    }
    return last != null;
  }

  /** Ends decisions that hold much; whether that may be enough. */
  private boolean endCalls(Reading reading) {
    long much = much(reading);
    long ended =
        engine.endCallsOver(
            much,
            "%s, and this decision has allocated more than %d MB"
                .formatted(inUse(reading, reading.lasting()), much >> 20));
    if (ended == 0) {
      return false;
    }
    endedCallsAt = System.nanoTime();
    comingOut = true;
    stale = true;
    asking = readings.canCollect();
    askAt = endedCallsAt + COMING_OUT;
    return reading.used() - ended <= TAKE_OUT * reading.lasting();
  }

  private static long much(Reading reading) {
    return (long) (MUCH * reading.lasting());
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
    engine.countAllocations();
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
        "%s, and it allocated most lately: %d MB"
            .formatted(inUse(reading, reading.lasting()), allocated(unit));
    Departure begun = new Departure(unit, why, last);
    departure = begun;
    last = begun;
    tookOutAt = System.nanoTime();
    stale = true;
    askFrom(tookOutAt);
    begun.goOn();
  }

  /** Somebody on the way out. Where there is no memory for the next step, it is taken later. */
  private final class Departure {
    private final StrategyUnit unit;
    private final String why;
    private final @Nullable Departure before;
    private int steps;

    /** All that is known to hold what it took was let go of. */
    private volatile boolean gone;

    Departure(StrategyUnit unit, String why, @Nullable Departure before) {
      this.unit = unit;
      this.why = why;
      this.before = before;
    }

    void goOn() {
      if (steps == 0) {
        engine.endCalls(unit, why);
        steps++;
      }
      if (steps == 1) {
        quarantines.fillsHeap(unit, why);
        steps++;
      }
      plugins.restSoon(unit.name(), why, () -> gone = true);
      departure = null;
    }
  }

  private String suspect() {
    return worst()
        .map(unit -> "; " + unit.name() + " allocated most lately: " + allocated(unit) + " MB")
        .orElse("");
  }

  private static long allocated(StrategyUnit unit) {
    return (long) unit.allocated() >> 20;
  }

  private static String inUse(Reading reading, long of) {
    return "%d of %d MB of the heap are in use after a collection"
        .formatted(reading.used() >> 20, of >> 20);
  }

  private static boolean filledTheHeap(StrategyUnit unit) {
    Quarantine quarantine = unit.switches().latches().quarantine();
    return quarantine != null && quarantine.memory();
  }

  private static String jarOf(StrategyUnit unit) {
    return unit.strategy().identity().jarDigest();
  }
}
