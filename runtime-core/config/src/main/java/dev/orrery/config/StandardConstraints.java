package dev.orrery.config;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Negative;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Annotation;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.hibernate.validator.constraints.time.DurationMin;

/**
 * The usual constraints, checked as Jakarta Validation defines them but without a provider: booting
 * one costs some 0.3 s of a start that may take one second. A test compares the two.
 */
final class StandardConstraints {
  private StandardConstraints() {}

  /** Whether {@link #holds} can check this constraint on values of this type, in its own words. */
  static boolean knows(Annotation constraint, Class<?> type) {
    return switch (constraint) {
      case NotNull _ -> true;
      case Min c -> plain(c.message()) && isNumber(type);
      case Max c -> plain(c.message()) && isNumber(type);
      case DecimalMin c -> plain(c.message()) && isNumber(type);
      case DecimalMax c -> plain(c.message()) && isNumber(type);
      case Positive c -> plain(c.message()) && isNumber(type);
      case PositiveOrZero c -> plain(c.message()) && isNumber(type);
      case Negative c -> plain(c.message()) && isNumber(type);
      case NotBlank c -> plain(c.message()) && type == String.class;
      case NotEmpty c -> plain(c.message()) && isSized(type);
      case Size c -> plain(c.message()) && isSized(type);
      case Pattern _ -> type == String.class;
      case DurationMin c -> plain(c.message()) && c.inclusive() && type == Duration.class;
      default -> false;
    };
  }

  /** Whether a value keeps a constraint that is known. */
  static boolean holds(Annotation constraint, Object value) {
    return switch (constraint) {
      case NotNull _ -> true;
      case Min min -> number(value).compareTo(BigDecimal.valueOf(min.value())) >= 0;
      case Max max -> number(value).compareTo(BigDecimal.valueOf(max.value())) <= 0;
      case DecimalMin min ->
          number(value).compareTo(new BigDecimal(min.value())) >= (min.inclusive() ? 0 : 1);
      case DecimalMax max ->
          number(value).compareTo(new BigDecimal(max.value())) <= (max.inclusive() ? 0 : -1);
      case Positive _ -> number(value).signum() > 0;
      case PositiveOrZero _ -> number(value).signum() >= 0;
      case Negative _ -> number(value).signum() < 0;
      case NotBlank _ -> !value.toString().trim().isEmpty();
      case NotEmpty _ -> size(value) > 0;
      case Size size -> size(value) >= size.min() && size(value) <= size.max();
      case Pattern pattern -> matches(pattern, value.toString());
      case DurationMin min -> ((Duration) value).compareTo(Rules.least(min)) >= 0;
      default -> throw new IllegalArgumentException("not a standard constraint: " + constraint);
    };
  }

  private static boolean plain(String message) {
    return message.startsWith("{");
  }

  private static boolean isNumber(Class<?> type) {
    return type == int.class
        || type == long.class
        || type == double.class
        || type == Integer.class
        || type == Long.class
        || type == Double.class
        || type == BigDecimal.class;
  }

  private static boolean isSized(Class<?> type) {
    return type == String.class
        || Collection.class.isAssignableFrom(type)
        || Map.class.isAssignableFrom(type);
  }

  private static BigDecimal number(Object value) {
    return value instanceof BigDecimal decimal ? decimal : new BigDecimal(value.toString());
  }

  private static int size(Object value) {
    return switch (value) {
      case Collection<?> collection -> collection.size();
      case Map<?, ?> map -> map.size();
      default -> value.toString().length();
    };
  }

  private static boolean matches(Pattern pattern, String text) {
    int flags = 0;
    for (Pattern.Flag flag : pattern.flags()) {
      flags |= flag.getValue();
    }
    return java.util.regex.Pattern.compile(pattern.regexp(), flags).matcher(text).matches();
  }
}
