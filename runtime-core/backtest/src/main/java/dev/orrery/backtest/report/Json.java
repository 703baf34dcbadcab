package dev.orrery.backtest.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON: maps, collections, arrays of longs and doubles, texts, decimals with all their
 * digits, whole numbers, booleans, null. Doubles are for charts and keep eight figures.
 */
final class Json {
  private static final MathContext FOR_EYES = new MathContext(8);

  private final StringBuilder out = new StringBuilder();

  private Json() {}

  /** A value that is JSON already. */
  record Raw(String json) {}

  /** One value on one line. */
  static String text(@Nullable Object value) {
    Json json = new Json();
    json.value(value);
    return json.out.toString();
  }

  /**
   * The same for inside a {@code script} element: nothing in it can end the element, begin a
   * comment, or be taken for markup.
   */
  static String insideScript(@Nullable Object value) {
    return text(value)
        .replace("&", "\\u0026")
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029");
  }

  private void value(@Nullable Object value) {
    switch (value) {
      case null -> out.append("null");
      case Map<?, ?> map -> object(map);
      case Collection<?> all -> array(all);
      case long[] all -> longs(all);
      case double[] all -> doubles(all);
      case BigDecimal number -> out.append(number.toPlainString());
      case Double number -> real(number);
      case Number number -> out.append(number);
      case Boolean flag -> out.append(flag);
      case Raw raw -> out.append(raw.json());
      default -> quoted(value.toString());
    }
  }

  private void object(Map<?, ?> map) {
    String comma = "{";
    for (Map.Entry<?, ?> each : map.entrySet()) {
      out.append(comma);
      quoted(String.valueOf(each.getKey()));
      out.append(':');
      value(each.getValue());
      comma = ",";
    }
    out.append(map.isEmpty() ? "{}" : "}");
  }

  private void array(Collection<?> all) {
    String comma = "[";
    for (Object each : all) {
      out.append(comma);
      value(each);
      comma = ",";
    }
    out.append(all.isEmpty() ? "[]" : "]");
  }

  private void longs(long[] all) {
    out.append('[');
    for (int i = 0; i < all.length; i++) {
      out.append(i == 0 ? "" : ",").append(all[i]);
    }
    out.append(']');
  }

  private void doubles(double[] all) {
    out.append('[');
    for (int i = 0; i < all.length; i++) {
      out.append(i == 0 ? "" : ",");
      real(all[i]);
    }
    out.append(']');
  }

  private void real(double value) {
    out.append(
        Double.isFinite(value)
            ? Exact.plain(BigDecimal.valueOf(value).round(FOR_EYES)).toPlainString()
            : "null");
  }

  private void quoted(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        default -> {
          if (c < ' ' || (Character.isSurrogate(c) && !paired(text, i))) {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private static boolean paired(String text, int at) {
    char c = text.charAt(at);
    return Character.isHighSurrogate(c)
        ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
        : at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
  }
}
