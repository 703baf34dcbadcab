package dev.orrery.trigger.schedule;

import java.text.ParseException;
import java.time.ZoneId;
import java.util.Date;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.quartz.CronExpression;

/** A cron expression in a zone; Quartz does the calendar. */
final class CronSchedule implements Schedule {
  private final String expression;
  private final ZoneId zone;

  /** Works on scratch calendars of its own, but is not documented as thread-safe: locked. */
  private final CronExpression calendar;

  CronSchedule(String expression, ZoneId zone) throws ParseException {
    this.expression = expression;
    this.zone = zone;
    this.calendar = new CronExpression(expression);
    calendar.setTimeZone(TimeZone.getTimeZone(zone));
  }

  @Override
  public long next(long afterMillis) {
    if (afterMillis == NEVER) {
      return NEVER;
    }
    synchronized (calendar) {
      Date mark = calendar.getNextValidTimeAfter(new Date(afterMillis));
      return mark == null ? NEVER : mark.getTime();
    }
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
