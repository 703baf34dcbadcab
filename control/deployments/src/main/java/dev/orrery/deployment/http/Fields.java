package dev.orrery.deployment.http;

import dev.orrery.kernel.OneLine;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a request that changes something, read strictly: a field that is not known, or not
 * what it should be, is refused and never taken for absent. One misspelt word must not send an
 * order that was to be shown. Immutable.
 */
public final class Fields {
  private static final int REASON = 512;

  private final Map<String, @Nullable Object> values;

  private Fields(Map<String, @Nullable Object> values) {
    this.values = values;
  }

  /**
   * Of an object.
   *
   * @param known the names a field may have
   * @throws HttpProblem 400 when it has others
   */
  public static Fields of(Map<String, @Nullable Object> object, Collection<String> known) {
    Set<String> strange = new TreeSet<>(object.keySet());
    strange.removeAll(known);
    if (!strange.isEmpty()) {
      throw HttpProblem.badRequest(
          "field " + OneLine.of(String.join(", ", strange), REASON),
          "is not known here: there are " + String.join(", ", known));
    }
    return new Fields(new LinkedHashMap<>(object));
  }

  /** A name: has to be there, on one line. */
  public String name(String field) {
    return named(field).orElseThrow(() -> missing(field));
  }

  /** A name that may be missing. */
  public Optional<String> named(String field) {
    Optional<String> text = text(field);
    text.ifPresent(name -> requireOneLine("field " + field, name));
    return text;
  }

  /** What people say: has to be there; becomes one line of bounded length, however it comes. */
  public String reason(String field) {
    return said(field).orElseThrow(() -> missing(field));
  }

  /** The same, if anything was said. */
  public Optional<String> said(String field) {
    return text(field).map(text -> OneLine.of(text, REASON));
  }

  /** Any text, as it is. */
  public Optional<String> text(String field) {
    Object value = values.get(field);
    if (value != null && !(value instanceof String)) {
      throw HttpProblem.badRequest("field " + field, "is no text");
    }
    return Optional.ofNullable((String) value);
  }

  /** Whether it is true; false when it is missing. */
  public boolean flag(String field) {
    if (!values.containsKey(field)) {
      return false;
    }
    if (values.get(field) instanceof Boolean flag) {
      return flag;
    }
    throw HttpProblem.badRequest("field " + field, "is not true or false");
  }

  /** A whole number, if there is one. */
  public Optional<Integer> wholeNumber(String field) {
    Object value = values.get(field);
    if (value != null && !(value instanceof Integer)) {
      throw HttpProblem.badRequest("field " + field, "is no whole number");
    }
    return Optional.ofNullable((Integer) value);
  }

  /** Texts; none when it is missing. */
  public List<String> texts(String field) {
    Object value = values.get(field);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List<?> list) || !list.stream().allMatch(String.class::isInstance)) {
      throw HttpProblem.badRequest("field " + field, "is no list of texts");
    }
    return list.stream().map(String.class::cast).toList();
  }

  /** An object; empty when it is missing. */
  public Optional<Map<String, @Nullable Object>> object(String field) {
    Object value = values.get(field);
    if (value == null) {
      return Optional.empty();
    }
    if (!(value instanceof Map<?, ?> map)) {
      throw HttpProblem.badRequest("field " + field, "is no object");
    }
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    map.forEach((key, each) -> object.put(String.valueOf(key), each));
    return Optional.of(object);
  }

  /**
   * Holds a name to one line.
   *
   * @throws HttpProblem 400 when it has control characters
   */
  public static void requireOneLine(String subject, String name) {
    if (name.chars().anyMatch(Character::isISOControl)) {
      throw HttpProblem.badRequest(subject, "holds a control character");
    }
  }

  private static HttpProblem missing(String field) {
    return HttpProblem.badRequest("field " + field, "is missing");
  }
}
