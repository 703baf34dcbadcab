package dev.orrery.cli.print;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations on the command line, written as in the configuration: {@code 500ms 30s 5m 2h 7d}. */
public final class DurationText implements ITypeConverter<Duration> {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,9}) ?(ms|s|m|h|d)");

  @Override
  public Duration convert(String value) {
    Matcher matcher = TEXT.matcher(value);
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "'" + value + "' is not a duration: write a whole number and ms, s, m, h or d, like 30s");
    }
    long count = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }

  /** A duration for people: {@code 850 ms}, {@code 12.3 s}, {@code 4 m 05 s}, {@code 2 h 10 m}. */
  public static String shown(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 1) {
      return duration.toMillis() + " ms";
    }
    if (seconds < 60) {
      return seconds + "." + duration.toMillisPart() / 100 + " s";
    }
    if (seconds < 3_600) {
      return "%d m %02d s".formatted(seconds / 60, seconds % 60);
    }
    return seconds < 172_800
        ? "%d h %02d m".formatted(seconds / 3_600, seconds / 60 % 60)
        : "%d d %02d h".formatted(seconds / 86_400, seconds / 3_600 % 24);
  }
}
