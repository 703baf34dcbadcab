package dev.orrery.control.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Lists in parts: {@code items}, and in {@code next} what to ask {@code after} for more. */
final class Pages {
  private Pages() {}

  /**
   * One page.
   *
   * @param rows at most {@code limit} and one more, which says that there is more
   */
  static <T> Map<String, @Nullable Object> of(
      List<T> rows,
      int limit,
      Function<T, Map<String, @Nullable Object>> json,
      Function<T, String> id) {
    boolean more = rows.size() > limit;
    List<T> shown = more ? rows.subList(0, limit) : rows;
    Map<String, @Nullable Object> page = new LinkedHashMap<>();
    page.put("items", shown.stream().map(json).toList());
    page.put("next", more ? id.apply(shown.getLast()) : null);
    return page;
  }
}
