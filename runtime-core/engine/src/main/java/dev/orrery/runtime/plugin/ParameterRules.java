package dev.orrery.runtime.plugin;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a value of a parameter must be, and how one is written in a configuration. */
final class ParameterRules {
  private static final String CONSTRAINTS = "jakarta.validation.constraints.";

  private ParameterRules() {}

  /** Its constraints and, of an enum, the values there are: {@code Min(1), one of FAST, SLOW}. */
  static String of(RecordComponent component) {
    List<String> rules = new ArrayList<>();
    Stream.of(component.getAccessor().getAnnotations())
        .filter(each -> each.annotationType().getName().startsWith(CONSTRAINTS))
        .map(ParameterRules::constraint)
        .sorted()
        .forEach(rules::add);
    Type single =
        component.getGenericType() instanceof ParameterizedType list
            ? list.getActualTypeArguments()[0]
            : component.getGenericType();
    if (single instanceof Class<?> type && type.isEnum()) {
      rules.add(
          "one of "
              + Stream.of(type.getEnumConstants())
                  .map(each -> ((Enum<?>) each).name())
                  .collect(Collectors.joining(", ")));
    }
    return String.join(", ", rules);
  }

  /** As it is written in a configuration. */
  static String written(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case Duration time -> duration(time);
      case BigDecimal number -> number.stripTrailingZeros().toPlainString();
      case Enum<?> constant -> constant.name();
      case List<?> many ->
          many.stream().map(ParameterRules::written).collect(Collectors.joining(", ", "[", "]"));
      default -> value.toString();
    };
  }

  private static String duration(Duration time) {
    long millis = time.toMillis();
    for (Unit unit : Unit.values()) {
      if (millis != 0 && millis % unit.millis == 0) {
        return millis / unit.millis + unit.name().toLowerCase(Locale.ROOT);
      }
    }
    return millis + "ms";
  }

  /** The largest first. */
  private enum Unit {
    D(86_400_000),
    H(3_600_000),
    M(60_000),
    S(1_000);

    private final long millis;

    Unit(long millis) {
      this.millis = millis;
    }
  }

  private static String constraint(Annotation annotation) {
    String name = annotation.annotationType().getSimpleName();
    for (Method element : annotation.annotationType().getDeclaredMethods()) {
      if (element.getName().equals("value")) {
        try {
          return name + "(" + element.invoke(annotation) + ")";
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException("cannot read " + annotation, e);
        }
      }
    }
    return name;
  }
}
