package dev.orrery.trigger.schedule;

import java.text.ParseException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Date;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.quartz.CronExpression;

/**
 * A cron expression in a zone. Quartz does the calendar, on local time; where clocks are changed
 * this class decides, because Quartz itself leaves out the hour that comes twice, and with it every
 * mark of a five-minute schedule.
 *
 * <ul>
 *   <li>An hour field with {@code *}, {@code /} or {@code -} means every instant whose local time
 *       matches: the hour that comes twice has its marks twice, the hour left out has none.
 *   <li>Named hours ({@code 2} or {@code 2,14}) mean once a day: the first of two passes; a local
 *       time that is left out is moved on by the length of the gap.
 * </ul>
 */
final class CronSchedule implements Schedule {
  private static final int HOUR_FIELD = 2;

  private final String expression;
  private final ZoneId zone;
  private final ZoneRules rules;
  private final boolean onceADay;

  /** Not documented as thread-safe: locked. */
  private final CronExpression calendar;

  /** Takes an expression with single spaces. */
  CronSchedule(String expression, ZoneId zone) throws ParseException {
    this.expression = expression;
    this.zone = zone;
    this.rules = zone.getRules();
    this.calendar = new CronExpression(expression);
    this.onceADay =
        expression.split(" ")[HOUR_FIELD].chars().noneMatch(c -> c == '*' || c == '/' || c == '-');
    calendar.setTimeZone(TimeZone.getTimeZone(ZoneOffset.UTC));
  }

  @Override
  public long next(long afterMillis) {
    if (afterMillis == NEVER) {
      return NEVER;
    }
    long from = afterMillis + 1;
    while (true) {
      Instant start = Instant.ofEpochMilli(from);
      ZoneOffsetTransition change = rules.nextTransition(start);
      long mark = firstFrom(from, start);
      if (mark == NEVER || change == null || mark < change.toEpochSecond() * 1_000) {
        return mark;
      }
      from = change.toEpochSecond() * 1_000;
    }
  }

  /** The first mark at or after an instant, as if clocks were not changed any more. */
  private long firstFrom(long from, Instant start) {
    ZoneOffset offset = rules.getOffset(start);
    ZoneOffsetTransition last =
        onceADay && !rules.isFixedOffset() ? rules.previousTransition(start.plusMillis(1)) : null;
    if (last == null) {
      return local(from, offset);
    }
    if (last.isOverlap()) {
      long secondPassEnds = millis(last.getDateTimeBefore().toEpochSecond(offset));
      return local(Math.max(from, secondPassEnds), offset);
    }
    long gapEnds = millis(last.getDateTimeAfter().toEpochSecond(last.getOffsetBefore()));
    long moved = local(from, last.getOffsetBefore());
    long regular = local(from, offset);
    return moved < gapEnds ? Math.min(moved, regular) : regular;
  }

  /** The first instant at or after another whose local time, at an offset, matches. */
  private long local(long from, ZoneOffset offset) {
    long shift = millis(offset.getTotalSeconds());
    synchronized (calendar) {
      Date mark = calendar.getNextValidTimeAfter(new Date(from + shift - 1));
      return mark == null ? NEVER : mark.getTime() - shift;
    }
  }

  private static long millis(long seconds) {
    return seconds * 1_000;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CronSchedule that
        && expression.equals(that.expression)
        && zone.equals(that.zone);
  }

  @Override
  public int hashCode() {
    return 31 * expression.hashCode() + zone.hashCode();
  }

  @Override
  public String toString() {
    return "cron " + expression + " in " + zone;
  }
}
