package dev.orrery.trigger.schedule;

import dev.orrery.api.Trigger;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.text.ParseException;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads schedules. */
public final class Schedules {
  /** Shortest interval. */
  public static final Duration SHORTEST = Duration.ofSeconds(1);

  /** Longest interval. */
  public static final Duration LONGEST = Duration.ofDays(31);

  private static final String EVERY = "@every";
  private static final Pattern PERIOD = Pattern.compile("@every\\s+(\\d{1,9})([smhd])");
  private static final String INTERVAL_EXAMPLE =
      "write @every 300s, whole seconds, from 1s to 2678400s (31 days)";
  private static final String CRON_EXAMPLE =
      "write six or seven fields, seconds first, like '0 0/5 * * * ?' for every five minutes, or"
          + " @every 300s";

  private Schedules() {}

  /**
   * The schedule of a trigger.
   *
   * @throws ProblemException naming the expression, what is wrong where, and an example
   */
  public static Schedule parse(Trigger.Cron trigger) {
    OptionalInt seconds = intervalSeconds(trigger.expression());
    if (seconds.isPresent()) {
      return new IntervalSchedule(seconds.getAsInt() * 1_000L);
    }
    String expression = singleSpaced(trigger.expression());
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

  /**
   * The seconds of {@code @every 300s} (also {@code 5m}, {@code 1h}, {@code 1d}); empty when the
   * expression is not an interval.
   *
   * @throws ProblemException when it is a malformed one
   */
  public static OptionalInt intervalSeconds(String expression) {
    if (!expression.startsWith(EVERY)) {
      return OptionalInt.empty();
    }
    Matcher matcher = PERIOD.matcher(expression.trim());
    if (!matcher.matches()) {
      throw badInterval(expression, "is not a period of whole seconds");
    }
    long unit =
        switch (matcher.group(2)) {
          case "s" -> 1;
          case "m" -> 60;
          case "h" -> 3_600;
          default -> 86_400;
        };
    long seconds = Long.parseLong(matcher.group(1)) * unit;
    if (seconds < SHORTEST.toSeconds() || seconds > LONGEST.toSeconds()) {
      throw badInterval(expression, "is " + seconds + " seconds, out of range");
    }
    return OptionalInt.of((int) seconds);
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

  private static ProblemException badInterval(String expression, String cause) {
    return new ProblemException(
        Problem.configuration("interval '" + expression + "'", cause, INTERVAL_EXAMPLE));
  }

  private static ProblemException badCron(
      String expression, String cause, @Nullable Throwable thrown) {
    return new ProblemException(
        Problem.configuration("cron expression '" + expression + "'", cause, CRON_EXAMPLE), thrown);
  }
}
