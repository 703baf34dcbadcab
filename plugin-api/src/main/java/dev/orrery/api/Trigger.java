package dev.orrery.api;

import dev.orrery.api.market.Interval;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A rule that wakes a strategy. Immutable; two equal triggers of one strategy are one. */
public sealed interface Trigger {
  /** Longest payload of a firing, in bytes of UTF-8: the venue of events is PostgreSQL's NOTIFY. */
  int MAX_PAYLOAD_BYTES = 7_999;

  /** Every {@code seconds}, aligned to the epoch in UTC: 300 means on each 5-minute mark. */
  static Trigger everySeconds(int seconds) {
    return every(Duration.ofSeconds(seconds));
  }

  /** Every {@code period}, aligned to the epoch in UTC. */
  static Trigger every(Duration period) {
    return new Every(period, MissedFire.SKIP);
  }

  /** Every {@code period}, aligned to the epoch in UTC, with what happens to missed marks. */
  static Trigger every(Duration period, MissedFire missedFire) {
    return new Every(period, missedFire);
  }

  /** A Quartz cron expression in UTC: {@code "0 0/15 * * * ?"}. */
  static Trigger cron(String expression) {
    return new Cron(expression, ZoneOffset.UTC, MissedFire.SKIP);
  }

  /** A Quartz cron expression in a zone. */
  static Trigger cron(String expression, ZoneId zone) {
    return new Cron(expression, zone, MissedFire.SKIP);
  }

  /** A Quartz cron expression in a zone, with what happens to missed marks. */
  static Trigger cron(String expression, ZoneId zone, MissedFire missedFire) {
    return new Cron(expression, zone, missedFire);
  }

  /** An event published under {@code topic}. */
  static Trigger event(String topic) {
    return new Event(topic);
  }

  /** A firing asked for by a person or program. */
  static Trigger manual() {
    return new Manual();
  }

  /** The close of each candle of {@code symbol}. */
  static Trigger barClose(String symbol, Interval interval) {
    return new BarClose(symbol, interval);
  }

  /** What happens to marks that passed while the runtime could not fire. */
  enum MissedFire {
    /** They are lost. */
    SKIP,
    /** One firing stands for all of them. */
    FIRE_ONCE
  }

  /**
   * By the clock of the timeline, at whole multiples of a period since the epoch in UTC.
   *
   * @param period one or more whole seconds, at most 31 days
   * @param missedFire what happens to missed marks
   */
  record Every(Duration period, MissedFire missedFire) implements Trigger {
    private static final Duration LONGEST = Duration.ofDays(31);

    /** Checks. */
    public Every {
      if (period.toSeconds() < 1 || period.toNanosPart() != 0 || period.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException(
            "a trigger's period must be whole seconds, from one to 31 days, not " + period);
      }
    }
  }

  /**
   * By the clock of the timeline, at what a cron expression says.
   *
   * @param expression a Quartz cron expression of six or seven fields
   * @param zone zone in which it is read
   * @param missedFire what happens to missed marks
   */
  record Cron(String expression, ZoneId zone, MissedFire missedFire) implements Trigger {
    /** Checks that there is an expression; its grammar is checked when the strategy is bound. */
    public Cron {
      expression = expression.trim();
      if (expression.isEmpty()) {
        throw new IllegalArgumentException("cron trigger needs an expression");
      }
    }
  }

  /**
   * By an event.
   *
   * @param topic 1 to 63 characters out of letters, digits, {@code _ . : -}
   */
  record Event(String topic) implements Trigger {
    /** Checks. */
    public Event {
      if (!topic.matches("[A-Za-z0-9_.:-]{1,63}")) {
        throw new IllegalArgumentException(
            "event topic must be 1 to 63 letters, digits or _ . : -, not '" + topic + "'");
      }
    }
  }

  /** By hand: {@code orrery trigger NAME}. */
  record Manual() implements Trigger {}

  /**
   * By the close of a candle, once its last moment has passed on the timeline.
   *
   * @param symbol instrument
   * @param interval length of the candle
   */
  record BarClose(String symbol, Interval interval) implements Trigger {
    /** Checks. */
    public BarClose {
      if (symbol.isBlank()) {
        throw new IllegalArgumentException("bar-close trigger needs a symbol");
      }
    }
  }
}
