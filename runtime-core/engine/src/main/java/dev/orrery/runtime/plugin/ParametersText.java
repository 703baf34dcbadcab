package dev.orrery.runtime.plugin;

import dev.orrery.api.market.Interval;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.kernel.Sha256;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * Parameter records as canonical JSON: components by name, numbers by value however they are
 * scaled, everything else as the text it is written as. Equal parameters give equal texts, so the
 * digest of the text is that of the parameters. Reads accessors, which are plugin code.
 */
final class ParametersText {
  /** Without parameters. */
  static final String NONE = "{}";

  private static final Set<Class<?>> TYPES =
      Set.of(
          int.class,
          long.class,
          double.class,
          boolean.class,
          Integer.class,
          Long.class,
          Double.class,
          Boolean.class,
          String.class,
          BigDecimal.class,
          Duration.class,
          Interval.class,
          Usd.class,
          Price.class,
          Quantity.class);

  private ParametersText() {}

  static Sha256 digest(String text) {
    return Sha256.of(text);
  }

  /** The record as one line. */
  static String of(Record parameters) throws ReflectiveOperationException {
    List<RecordComponent> components =
        Stream.of(parameters.getClass().getRecordComponents())
            .sorted(Comparator.comparing(RecordComponent::getName))
            .toList();
    List<String> fields = new ArrayList<>();
    for (RecordComponent component : components) {
      fields.add(quoted(component.getName()) + ":" + value(read(component, parameters)));
    }
    return "{" + String.join(",", fields) + "}";
  }

  /** The components in order, with the values of {@code defaults}. */
  static List<StrategyParameter> describe(Record defaults) throws ReflectiveOperationException {
    List<StrategyParameter> parameters = new ArrayList<>();
    for (RecordComponent component : defaults.getClass().getRecordComponents()) {
      parameters.add(
          new StrategyParameter(
              component.getName(),
              typeName(component.getGenericType()),
              value(read(component, defaults)),
              ParameterRules.written(read(component, defaults)),
              ParameterRules.of(component)));
    }
    return parameters;
  }

  /** Refuses a component whose type a parameter cannot have. */
  static void checkTypes(Class<?> type) throws PluginFault {
    for (RecordComponent component : type.getRecordComponents()) {
      if (!isAllowed(component.getGenericType())) {
        throw new PluginFault(
            "parameter "
                + component.getName()
                + " of "
                + type.getName()
                + " is of type "
                + typeName(component.getGenericType())
                + ", which a parameter cannot have",
            "see StrategyFactory for the types it can have");
      }
    }
  }

  private static boolean isAllowed(Type type) {
    if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      return isSingle(list.getActualTypeArguments()[0]);
    }
    return isSingle(type);
  }

  private static boolean isSingle(Type type) {
    return type instanceof Class<?> one && (TYPES.contains(one) || one.isEnum());
  }

  private static String typeName(Type type) {
    return switch (type) {
      case Class<?> one -> one.getSimpleName();
      case ParameterizedType many ->
          typeName(many.getRawType())
              + Stream.of(many.getActualTypeArguments())
                  .map(ParametersText::typeName)
                  .collect(Collectors.joining(", ", "<", ">"));
      default -> type.getTypeName();
    };
  }

  private static @Nullable Object read(RecordComponent component, Record owner)
      throws ReflectiveOperationException {
    // The record may be nested in a class that is not public.
    component.getAccessor().setAccessible(true);
    return component.getAccessor().invoke(owner);
  }

  private static String value(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case Boolean flag -> flag.toString();
      case Integer number -> number.toString();
      case Long number -> number.toString();
      case Double number ->
          Double.isFinite(number)
              ? plain(new BigDecimal(number.toString()))
              : quoted(number.toString());
      case BigDecimal number -> plain(number);
      case Enum<?> constant -> quoted(constant.name());
      case List<?> many ->
          many.stream().map(ParametersText::value).collect(Collectors.joining(",", "[", "]"));
      default -> quoted(value.toString());
    };
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  private static String quoted(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsCharArray(text)) + '"';
  }
}
