package dev.orrery.backtest.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.Locale;

/** Values rounded for reading. */
final class Shown {
  private static final char MINUS = '\u2212';

  private Shown() {}

  static String of(Metric metric) {
    BigDecimal value = metric.value();
    if (value == null) {
      return "\u2013";
    }
    return switch (metric.unit()) {
      case USD -> number(value, "#,##0.00");
      case FRACTION -> percent(value);
      case RATIO -> number(value, "#,##0.00");
      case COUNT -> number(value, "#,##0");
      case MILLIS -> duration(value.longValue());
    };
  }

  static String percent(BigDecimal fraction) {
    return number(fraction.movePointRight(2), "#,##0.00") + " %";
  }

  private static String number(BigDecimal value, String pattern) {
    DecimalFormat format =
        new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT));
    format.setRoundingMode(RoundingMode.HALF_EVEN);
    String text = format.format(value.abs());
    boolean zero = text.chars().noneMatch(c -> c >= '1' && c <= '9');
    return value.signum() < 0 && !zero ? MINUS + text : text;
  }

  /** The two largest units: {@code 3 d 4 h}. */
  static String duration(long millis) {
    Duration all = Duration.ofMillis(millis);
    if (all.toDays() > 0) {
      return all.toDays() + " d" + (all.toHoursPart() > 0 ? " " + all.toHoursPart() + " h" : "");
    }
    if (all.toHours() > 0) {
      String minutes = all.toMinutesPart() > 0 ? " " + all.toMinutesPart() + " min" : "";
      return all.toHours() + " h" + minutes;
    }
    return all.toMinutes() > 0 ? all.toMinutes() + " min" : all.toSeconds() + " s";
  }
}
