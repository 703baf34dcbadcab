package dev.orrery.config.run;

import dev.orrery.config.ByteSize;
import dev.orrery.config.Default;
import dev.orrery.config.Doc;
import dev.orrery.config.Doc.Clock;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.math.BigDecimal;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How strategies are fired. */
@Doc("How strategies are fired.")
public record RuntimeConfig(
    @Doc(
            value = "How long a decision may take before it is interrupted and counts as failed.",
            clock = Clock.PROCESS)
        @Default("5s")
        @DurationMin(millis = 1)
        Duration decideTimeout,
    @Doc("Decisions of one strategy that may run at once; a firing over it is skipped.")
        @Default("4")
        @Min(1)
        @Max(64)
        int maxConcurrentDecisions,
    @Doc(
            "Most ticks that a strategy is skipped after a failure. The first failure skips 3, each"
                + " further one twice as many, a good decision ends it; 0 skips none.")
        @Default("64")
        @Min(0)
        @Max(10_000)
        int mostSkips,
    @Doc("Threads that run decisions.") DecidePool decidePool,
    @Doc("What is done with a decision that does not end, or takes too much.") Hold hold,
    @Doc(
            value = "Period of a strategy that neither its jar nor its entry gives a trigger.",
            clock = Clock.TIMELINE)
        @Default("5m")
        @DurationMin(seconds = 1)
        Duration tickInterval,
    @Doc("What happens to marks that passed while nothing could fire, unless a trigger says it.")
        @Default("skip")
        MissedFire missedFire,
    @Doc(value = "How often accounts are compared with the venue's report.", clock = Clock.TIMELINE)
        @Default("5m")
        @DurationMin(seconds = 1)
        Duration reconcileEvery,
    @Doc(
            "How near to its liquidation a position may come before somebody is warned, in per cent"
                + " of the mark: the event `liquidation_near`. 0 warns of none.")
        @Default("10")
        @DecimalMin("0")
        @DecimalMax("100")
        BigDecimal liquidationWarningPct,
    @Doc(
            "For developing a strategy: no decision has a deadline, so that a debugger may stop in one;"
                + " a paced market waits for it as long as it takes. A jar's change is taken at once.")
        @Default("false")
        boolean dev) {
  /** What is done with a decision that does not end. */
  @Doc(
      "What is done with a decision that does not end, or takes too much. At its deadline its"
          + " thread is interrupted; then the plugin's own code is made to throw; then its thread"
          + " is given up and the strategy quarantined until `orrery strategies release NAME`.")
  public record Hold(
      @Doc(
              value = "From the interrupt to making the plugin's own code throw.",
              clock = Clock.PROCESS)
          @Default("250ms")
          @DurationMin(millis = 0)
          Duration pollAfter,
      @Doc(
              value = "From there to giving the thread up and quarantining the strategy.",
              clock = Clock.PROCESS)
          @Default("1s")
          @DurationMin(millis = 0)
          Duration quarantineAfter,
      @Doc(
              "Most memory that one decision may allocate before it is ended as failed, and never"
                  + " more than an eighth of the heap; 0MB: any.")
          @Default("256MB")
          ByteSize allocationBudget) {}

  /** Threads that run decisions. */
  @Doc("Threads that run decisions. They are platform threads: a decision may block or compute.")
  public record DecidePool(
      @Doc("Threads that are kept.") @Default("4") @Min(1) @Max(1_024) int core,
      @Doc("Most threads; firings beyond them wait.") @Default("64") @Min(1) @Max(4_096) int max) {
    /** Checks that the two fit. */
    public DecidePool {
      if (max < core) {
        throw new IllegalArgumentException("max must not be below core " + core + ", is " + max);
      }
    }
  }
}
