package dev.orrery.config;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Negative;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Annotation;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

/** The usual constraints in words; the same words in problems and on the reference page. */
final class Rules {
  private Rules() {}

  /** What must hold, after "must"; empty for constraints that speak for themselves. */
  static Optional<String> text(Annotation constraint) {
    return switch (constraint) {
      case Min min -> Optional.of("be greater than or equal to " + min.value());
      case Max max -> Optional.of("be less than or equal to " + max.value());
      case DecimalMin min ->
          Optional.of("be greater than " + (min.inclusive() ? "or equal to " : "") + min.value());
      case DecimalMax max ->
          Optional.of("be less than " + (max.inclusive() ? "or equal to " : "") + max.value());
      case Positive _ -> Optional.of("be greater than 0");
      case PositiveOrZero _ -> Optional.of("be greater than or equal to 0");
      case Negative _ -> Optional.of("be less than 0");
      case DurationMin min -> Optional.of("be at least " + Durations.print(least(min)));
      case NotBlank _ -> Optional.of("not be blank");
      case NotEmpty _ -> Optional.of("not be empty");
      case Size size -> Optional.of(size(size));
      case Pattern pattern -> Optional.of(pattern(pattern));
      default -> Optional.empty();
    };
  }

  static Duration least(DurationMin min) {
    return Duration.ofDays(min.days())
        .plusHours(min.hours())
        .plusMinutes(min.minutes())
        .plusSeconds(min.seconds())
        .plusMillis(min.millis());
  }

  private static String size(Size size) {
    if (size.max() == Integer.MAX_VALUE) {
      return "have at least " + size.min();
    }
    return size.min() == 0
        ? "have at most " + size.max()
        : "have from " + size.min() + " to " + size.max();
  }

  private static String pattern(Pattern pattern) {
    String message = pattern.message();
    if (message.startsWith("{")) {
      return "match " + pattern.regexp();
    }
    return message.startsWith("must ") ? message.substring("must ".length()) : message;
  }
}
