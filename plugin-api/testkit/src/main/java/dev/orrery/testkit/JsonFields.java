package dev.orrery.testkit;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one JSON object, by name and kind. What is missing and asked for is an error that
 * names it. Immutable.
 */
final class JsonFields {
  private final Map<?, ?> fields;

  JsonFields(@Nullable Object object) {
    if (!(object instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException("expected an object, not " + object);
    }
    this.fields = map;
  }

  boolean has(String name) {
    return fields.get(name) != null;
  }

  String text(String name) {
    return textOr(name).orElseThrow(() -> missing(name));
  }

  Optional<String> textOr(String name) {
    return Optional.ofNullable(fields.get(name)).map(Object::toString);
  }

  BigDecimal decimal(String name) {
    return new BigDecimal(text(name));
  }

  int number(String name) {
    return decimal(name).intValueExact();
  }

  boolean flag(String name) {
    return Boolean.TRUE.equals(fields.get(name)) || "true".equals(fields.get(name));
  }

  Instant instant(String name) {
    return Instant.parse(text(name));
  }

  /** The objects of a list; none when it is missing. */
  <T> List<T> objects(String name, Function<JsonFields, T> element) {
    List<T> all = new ArrayList<>();
    for (Object each : list(name)) {
      all.add(element.apply(new JsonFields(each)));
    }
    return all;
  }

  /** A list; empty when it is missing. */
  List<?> list(String name) {
    return fields.get(name) instanceof List<?> list ? list : List.of();
  }

  /** An object; empty when it is missing. */
  Optional<JsonFields> object(String name) {
    return has(name) ? Optional.of(new JsonFields(fields.get(name))) : Optional.empty();
  }

  /** All of them. */
  Map<?, ?> all() {
    return fields;
  }

  private static IllegalArgumentException missing(String name) {
    return new IllegalArgumentException("field " + name + " is missing");
  }
}
