package dev.orrery.testkit;

import dev.orrery.api.market.Interval;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns what an operator writes into the type of a parameter. */
final class ParameterValues {
  private static final Map<Class<?>, Function<String, Object>> READERS =
      Map.ofEntries(
          Map.entry(int.class, Integer::valueOf),
          Map.entry(long.class, Long::valueOf),
          Map.entry(double.class, Double::valueOf),
          Map.entry(boolean.class, ParameterValues::truth),
          Map.entry(String.class, text -> text),
          Map.entry(BigDecimal.class, BigDecimal::new),
          Map.entry(Duration.class, ParameterValues::duration),
          Map.entry(Interval.class, Interval::of),
          Map.entry(Usd.class, text -> Usd.of(amount(text))),
          Map.entry(Price.class, Price::of),
          Map.entry(Quantity.class, Quantity::of));

  private static final Pattern DURATION = Pattern.compile("(\\d{1,9}) ?(ms|s|m|h|d)");

  private ParameterValues() {}

  static Object convert(String name, Type type, Object value) {
    if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      Type element = list.getActualTypeArguments()[0];
      if (!(value instanceof Collection<?> values)) {
        throw new IllegalArgumentException("parameter " + name + " needs a list, not " + value);
      }
      return values.stream().map(item -> convert(name, element, item)).toList();
    }
    if (type instanceof Class<?> plain) {
      if (plain.isInstance(value)) {
        return value;
      }
      return read(name, plain, value.toString());
    }
    throw new IllegalArgumentException("parameter " + name + " has an unknown type " + type);
  }

  private static Object read(String name, Class<?> type, String text) {
    try {
      if (type.isEnum()) {
        return constant(type, text);
      }
      Function<String, Object> reader = READERS.get(type);
      if (reader != null) {
        return reader.apply(text.trim());
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "parameter " + name + " is not a " + type.getSimpleName() + ": '" + text + "'", e);
    }
    throw new IllegalArgumentException("parameter " + name + " has an unknown type " + type);
  }

  private static Object constant(Class<?> type, String text) {
    String wanted = text.trim().replace('-', '_').toUpperCase(Locale.ROOT);
    for (Object constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(wanted)) {
        return constant;
      }
    }
    throw new IllegalArgumentException("no constant " + wanted);
  }

  private static Boolean truth(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("neither true nor false");
    };
  }

  private static Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a whole number and one of ms, s, m, h, d");
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

  private static String amount(String text) {
    return text.replaceFirst("(?i) ?USDC?$", "");
  }
}
