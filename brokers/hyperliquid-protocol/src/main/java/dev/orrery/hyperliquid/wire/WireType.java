package dev.orrery.hyperliquid.wire;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.type.TypeFactory;

/**
 * What a message is read as.
 *
 * @param <T> the type of the message
 */
public final class WireType<T> {
  private static final TypeFactory TYPES = TypeFactory.createDefaultInstance();

  private final JavaType type;
  private final String name;

  private WireType(JavaType type, String name) {
    this.type = type;
    this.name = name;
  }

  /** A record, a text or a number. */
  public static <T> WireType<T> of(Class<T> type) {
    return new WireType<>(TYPES.constructType(type), type.getSimpleName());
  }

  /** An array of them. */
  public static <T> WireType<List<T>> listOf(Class<T> element) {
    return new WireType<>(
        TYPES.constructCollectionType(List.class, element), "a list of " + element.getSimpleName());
  }

  /** An array of them, some of which may be null. */
  public static <T> WireType<List<@Nullable T>> listOfNullable(Class<T> element) {
    return new WireType<>(
        TYPES.constructCollectionType(List.class, element), "a list of " + element.getSimpleName());
  }

  /** An object with any names, and them as values. */
  public static <T> WireType<Map<String, T>> mapOf(Class<T> value) {
    return new WireType<>(
        TYPES.constructMapType(Map.class, String.class, value),
        "a map of " + value.getSimpleName());
  }

  JavaType type() {
    return type;
  }

  /** What Jackson made of {@link #type}; it makes null of a message that says null. */
  @SuppressWarnings("unchecked") // Jackson made it of the type that belongs to T.
  T checked(@Nullable Object value) {
    if (value == null) {
      throw new MalformedMessageException(name + " cannot be read from null");
    }
    return (T) value;
  }

  @Override
  public String toString() {
    return name;
  }
}
