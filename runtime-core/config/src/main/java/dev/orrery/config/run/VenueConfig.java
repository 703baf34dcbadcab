package dev.orrery.config.run;

import dev.orrery.config.Default;
import dev.orrery.config.Doc;
import dev.orrery.config.Doc.Clock;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How a live venue is reached, by its market and by its brokers. */
@Doc("How a live venue is reached. The defaults are made for Hyperliquid's limits.")
public record VenueConfig(
    @Doc(value = "Until a connection is there.", clock = Clock.PROCESS)
        @Default("3s")
        @DurationMin(millis = 1)
        Duration connectTimeout,
    @Doc(value = "Until a request is answered.", clock = Clock.PROCESS)
        @Default("5s")
        @DurationMin(millis = 1)
        Duration answerTimeout,
    @Doc("How often a question is asked before its failure is told; orders are sent once.")
        @Default("3")
        @Min(1)
        @Max(20)
        int attempts,
    @Doc(
            "Weight of requests a minute; the venue allows 1200 from one address of the internet, so"
                + " less where other programs call from there.")
        @Default("1200")
        @Min(60)
        @Max(1_200)
        int weightPerMinute,
    @Doc("How much of the weight is kept for cancels and orders that only shrink a position.")
        @Default("200")
        @Min(0)
        @Max(1_100)
        int keptWeight,
    @Doc("How many of an account's actions are kept for the same.")
        @Default("100")
        @Min(0)
        @Max(10_000)
        int keptActions,
    @Doc(value = "How often a socket is pinged.", clock = Clock.PROCESS)
        @Default("15s")
        @DurationMin(millis = 10)
        Duration pingEvery,
    @Doc(
            value = "Nothing heard for so long, not even the answer to a ping: a socket is dead.",
            clock = Clock.PROCESS)
        @Default("25s")
        @DurationMin(millis = 20)
        Duration silence,
    @Doc(
            value = "No mids for so long: the market's socket is dead, whatever else it says.",
            clock = Clock.PROCESS)
        @Default("20s")
        @DurationMin(millis = 100)
        Duration midsSilence,
    @Doc(value = "Until all subscriptions of a socket are acknowledged.", clock = Clock.PROCESS)
        @Default("10s")
        @DurationMin(millis = 10)
        Duration acknowledgedWithin,
    @Doc(
            value = "Pause before a lost socket is opened again; it doubles, and varies by half.",
            clock = Clock.PROCESS)
        @Default("500ms")
        @DurationMin(millis = 1)
        Duration firstPause,
    @Doc(value = "What that pause grows to.", clock = Clock.PROCESS)
        @Default("30s")
        @DurationMin(millis = 1)
        Duration longestPause,
    @Doc(
            value = "A socket that held for so long makes the next pause the first one again.",
            clock = Clock.PROCESS)
        @Default("1m")
        @DurationMin(millis = 0)
        Duration stableAfter,
    @Doc(
            value =
                "How long a candle waits at its end for what belongs to it: triggers on its close"
                    + " fire that much later.",
            clock = Clock.TIMELINE)
        @Default("750ms")
        @DurationMin(millis = 0)
        Duration candleLateness,
    @Doc(value = "Mids this young are not asked for before a tick.", clock = Clock.TIMELINE)
        @Default("2s")
        @DurationMin(millis = 0)
        Duration midsFreshFor,
    @Doc(value = "Trades told later than this are not acted on.", clock = Clock.TIMELINE)
        @Default("5s")
        @DurationMin(millis = 0)
        Duration oldestTrade,
    @Doc("Whether books are followed, for strategies that look at them.") @Default("true")
        boolean books) {
  private static final Duration LONGEST_QUIET = Duration.ofSeconds(50);

  /** Checks what holds between them. */
  public VenueConfig {
    if (pingEvery.compareTo(LONGEST_QUIET) > 0) {
      throw new IllegalArgumentException(
          "pingEvery must be at most 50s: the venue closes what is quiet for a minute");
    }
    if (candleLateness.toMillis() >= 1_000) {
      throw new IllegalArgumentException("candleLateness must be below 1s, is " + candleLateness);
    }
    if (silence.compareTo(pingEvery) <= 0) {
      throw new IllegalArgumentException("silence must be longer than pingEvery " + pingEvery);
    }
    if (longestPause.compareTo(firstPause) < 0) {
      throw new IllegalArgumentException("longestPause must not be below firstPause " + firstPause);
    }
    if (keptWeight >= weightPerMinute) {
      throw new IllegalArgumentException(
          "keptWeight must be below weightPerMinute " + weightPerMinute);
    }
  }
}
