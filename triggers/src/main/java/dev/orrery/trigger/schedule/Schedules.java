package dev.orrery.trigger.schedule;

import dev.orrery.api.Trigger;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.text.ParseException;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads schedules. */
public final class Schedules {
  private static final String CRON_EXAMPLE =
      "write six or seven fields, seconds first, like '0 0/5 * * * ?' for every five" + " minutes";
  private static final String INTERVAL_EXAMPLE =
      "an interval is a trigger of its own: everySeconds: 300, in a plugin Trigger.every";

  private Schedules() {}

  /** The schedule of an interval. */
  public static Schedule of(Trigger.Every trigger) {
    return new IntervalSchedule(trigger.period().toMillis());
  }

  /**
   * The schedule of a cron expression.
   *
   * @throws ProblemException naming the expression, what is wrong where, and an example
   */
  public static Schedule parse(Trigger.Cron trigger) {
    String expression = singleSpaced(trigger.expression());
    if (expression.startsWith("@")) {
      throw new ProblemException(
          Problem.configuration(
              "cron expression '" + expression + "'", "is none", INTERVAL_EXAMPLE));
    }
    int fields = expression.split(" ").length;
    if (fields < 6 || fields > 7) {
      throw badCron(expression, "has " + fields + (fields == 1 ? " field" : " fields"), null);
    }
    if (Pattern.compile("(^|[ ,-])9[89]($|[ ,/-])").matcher(sixFields(expression)).find()) {
      // Quartz's own marks for "all" and "none": it would take them for * and ?.
      throw badCron(expression, "has a number that no field takes: 98 or 99", null);
    }
    try {
      CronSchedule schedule = new CronSchedule(expression, trigger.zone());
      if (schedule.next(0) == Schedule.NEVER) {
        throw badCron(expression, "never fires", null);
      }
      return schedule;
    } catch (ParseException e) {
      throw badCron(expression, CronFields.explain(expression, e), e);
    } catch (IllegalArgumentException e) {
      throw badCron(expression, String.valueOf(e.getMessage()), e);
    }
  }

  /** An expression with single spaces between its fields. */
  public static String singleSpaced(String expression) {
    return expression.trim().replaceAll("\\s+", " ");
  }

  /** Without the year. */
  private static String sixFields(String expression) {
    String[] fields = expression.split(" ");
    return String.join(" ", Arrays.copyOf(fields, Math.min(6, fields.length)));
  }

  private static ProblemException badCron(
      String expression, String cause, @Nullable Throwable thrown) {
    return new ProblemException(
        Problem.configuration("cron expression '" + expression + "'", cause, CRON_EXAMPLE), thrown);
  }
}
