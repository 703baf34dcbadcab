package dev.orrery.trigger.schedule;

import java.text.ParseException;
import java.util.List;
import org.quartz.CronExpression;

/** Finds out what is wrong with a cron expression: Quartz names neither the field nor its place. */
final class CronFields {
  private static final List<String> NAMES =
      List.of("second", "minute", "hour", "day of month", "month", "day of week", "year");
  private static final int DAY_OF_MONTH = 3;
  private static final int DAY_OF_WEEK = 5;
  private static final String ANY = "?";

  private CronFields() {}

  /**
   * The cause, with the field and its position.
   *
   * @param expression six or seven fields with single spaces, refused by Quartz
   * @param whole what Quartz said of it
   */
  static String explain(String expression, ParseException whole) {
    String[] fields = expression.split(" ");
    int position = 1;
    for (int i = 0; i < fields.length; i++) {
      try {
        new CronExpression(alone(i, fields[i]));
      } catch (ParseException e) {
        return "field " + NAMES.get(i) + " '" + fields[i] + "' at position " + position + reason(e);
      }
      position += fields[i].length() + 1;
    }
    if (fields[DAY_OF_MONTH].equals(ANY) == fields[DAY_OF_WEEK].equals(ANY)) {
      return "one of day of month '"
          + fields[DAY_OF_MONTH]
          + "' and day of week '"
          + fields[DAY_OF_WEEK]
          + "' must be ?";
    }
    return "cannot be read" + reason(whole);
  }

  /** An expression in which only one field can be wrong. */
  private static String alone(int index, String field) {
    String[] fields = {"0", "0", "0", "*", "*", ANY, "*"};
    if (index == DAY_OF_WEEK && !field.equals(ANY)) {
      fields[DAY_OF_MONTH] = ANY;
    }
    if (index == DAY_OF_MONTH && field.equals(ANY)) {
      fields[DAY_OF_WEEK] = "*";
    }
    fields[index] = field;
    return String.join(" ", fields);
  }

  /** Quartz's words, unless they are those of its own exception. */
  private static String reason(ParseException e) {
    String words = String.valueOf(e.getMessage());
    return words.contains("java.") ? " is malformed" : ": " + words;
  }
}
