package dev.orrery.config;

import dev.orrery.kernel.Secret;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The types a single value can have, and how each is written. Immutable; {@link #with} gives a
 * larger set, for types this module does not know.
 */
public final class Scalars {
  /** How a {@code BigDecimal} is written. */
  enum Spelling {
    PLAIN,
    MONEY,
    RATIO
  }

  private static final ScalarType<BigDecimal> MONEY =
      new ScalarType<>(
          "an amount such as 500 USD", "500 USD", Numbers::money, v -> v.toPlainString() + " USD");
  private static final ScalarType<BigDecimal> RATIO =
      new ScalarType<>(
          "a ratio such as 0.0005, 0.05% or 5bp",
          "0.05%", Numbers::ratio, BigDecimal::toPlainString);
  private static final Scalars STANDARD = new Scalars(standardTypes());

  private final Map<Class<?>, ScalarType<?>> types;

  private Scalars(Map<Class<?>, ScalarType<?>> types) {
    this.types = Map.copyOf(types);
  }

  /**
   * Text, numbers, booleans, {@code Duration}, {@code ByteSize}, {@code Path}, {@code URI}, {@code
   * ZoneId}, {@code Secret} and every enum.
   */
  public static Scalars standard() {
    return STANDARD;
  }

  /**
   * These and {@code type}, whose {@code toString} must be readable by {@code reader}.
   *
   * @param reader throws {@link IllegalArgumentException} with a message for people
   */
  public <T> Scalars with(Class<T> type, Function<String, T> reader) {
    Map<Class<?>, ScalarType<?>> more = new HashMap<>(types);
    more.put(type, new ScalarType<T>("", "", reader, Object::toString));
    return new Scalars(more);
  }

  /** How a type is written; null when it is no type of a single value. */
  @Nullable ScalarType<?> find(Class<?> type, Spelling spelling) {
    if (type.isEnum()) {
      return enumType(type);
    }
    if (type == BigDecimal.class && spelling != Spelling.PLAIN) {
      return spelling == Spelling.MONEY ? MONEY : RATIO;
    }
    return types.get(type);
  }

  /** A value as it would be written; {@code ***} for a secret. */
  String print(Object value, Spelling spelling) {
    Class<?> type = value instanceof Enum<?> e ? e.getDeclaringClass() : value.getClass();
    ScalarType<?> exact = find(type, spelling);
    if (exact != null) {
      return printed(exact, value);
    }
    // Paths and zones come as instances of hidden classes.
    return types.entrySet().stream()
        .filter(entry -> entry.getKey().isInstance(value))
        .findFirst()
        .map(entry -> printed(entry.getValue(), value))
        .orElseGet(value::toString);
  }

  @SuppressWarnings("unchecked") // types are kept under their own class
  private static <T> String printed(ScalarType<T> type, Object value) {
    return type.print().apply((T) value);
  }

  /** The name of an enum constant as shown: lower case with hyphens. */
  static String shown(Object constant) {
    return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static ScalarType<Object> enumType(Class<?> type) {
    Object[] constants = type.getEnumConstants();
    String names = Arrays.stream(constants).map(Scalars::shown).collect(Collectors.joining(", "));
    Function<String, Object> read =
        text ->
            Arrays.stream(constants)
                .filter(constant -> Names.plain(shown(constant)).equals(Names.plain(text)))
                .findFirst()
                .orElseThrow(() -> new Mismatch("", ""));
    return new ScalarType<>("one of " + names, shown(constants[0]), read, Scalars::shown);
  }

  private static Map<Class<?>, ScalarType<?>> standardTypes() {
    Map<Class<?>, ScalarType<?>> map = new HashMap<>();
    map.put(String.class, new ScalarType<String>("a text", "BTC", text -> text, text -> text));
    ScalarType<Integer> whole =
        new ScalarType<>(
            "a whole number",
            "10",
            text -> (int) Numbers.whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE),
            Object::toString);
    map.put(int.class, whole);
    map.put(Integer.class, whole);
    ScalarType<Long> large =
        new ScalarType<>(
            "a whole number",
            "10",
            text -> Numbers.whole(text, Long.MIN_VALUE, Long.MAX_VALUE),
            Object::toString);
    map.put(long.class, large);
    map.put(Long.class, large);
    ScalarType<Double> floating =
        new ScalarType<>(
            "a number",
            "1.5",
            text -> Numbers.decimal(text).doubleValue(),
            value -> BigDecimal.valueOf(value).toString());
    map.put(double.class, floating);
    map.put(Double.class, floating);
    ScalarType<Boolean> truth =
        new ScalarType<>("true or false", "true", Scalars::truth, Object::toString);
    map.put(boolean.class, truth);
    map.put(Boolean.class, truth);
    map.put(
        BigDecimal.class,
        new ScalarType<>("a number", "2", Numbers::decimal, BigDecimal::toPlainString));
    map.put(
        Duration.class,
        new ScalarType<>("a duration such as 30s", "30s", Durations::read, Durations::print));
    map.put(
        ByteSize.class,
        new ScalarType<>("a size such as 256MB", "256MB", ByteSize::read, ByteSize::toString));
    map.put(Path.class, new ScalarType<>("a path", "./data", Scalars::path, Path::toString));
    map.put(URI.class, new ScalarType<>("a URI", "https://localhost", URI::create, URI::toString));
    map.put(ZoneId.class, new ScalarType<>("a time zone", "UTC", Scalars::zone, ZoneId::getId));
    map.put(
        Secret.class,
        new ScalarType<Secret>(
            "a reference to a secret, such as ${env:NAME}",
            "${env:NAME}",
            Secret::of,
            Secret::toString));
    return map;
  }

  private static Boolean truth(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new Mismatch("", "");
    };
  }

  private static Path path(String text) {
    if (text.isBlank()) {
      throw new Mismatch("it is blank", "");
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new Mismatch(e.getReason(), "");
    }
  }

  private static ZoneId zone(String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      throw new Mismatch("", "such as UTC or Europe/Zurich");
    }
  }
}
