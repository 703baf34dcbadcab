package dev.orrery.config;

import java.util.Collection;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Prints a configuration record as YAML that {@link ConfigLoader} reads back to an equal record.
 * Secrets print as {@code ***}, which is refused when read. Immutable, thread-safe.
 */
public final class ConfigPrinter {
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z0-9_/][A-Za-z0-9_./@+-]*(?:[ :][A-Za-z0-9_./@%+-]+)*");
  private static final Pattern RESERVED = Pattern.compile("null|~|");

  private final Scalars scalars;

  /** A printer that knows these types of single values. */
  public ConfigPrinter(Scalars scalars) {
    this.scalars = scalars;
  }

  /** The record, one setting a line; what is null is left out. */
  public String print(Record value) {
    StringBuilder out = new StringBuilder();
    record(value, "", out);
    return out.isEmpty() ? "{}\n" : out.toString();
  }

  private void record(Record value, String indent, StringBuilder out) {
    for (Component component : Component.of(value.getClass())) {
      entry(component.name(), component.valueIn(value), component, indent, out);
    }
  }

  private void entry(
      String key, @Nullable Object value, Component component, String indent, StringBuilder out) {
    if (value == null) {
      return;
    }
    out.append(indent).append(quoted(key)).append(':');
    if (isSingle(value, component)) {
      out.append(' ').append(quoted(scalars.print(value, component.spelling()))).append('\n');
      return;
    }
    switch (value) {
      case ConfigNode node -> out.append(' ').append(flow(node)).append('\n');
      case Map<?, ?> map when map.isEmpty() -> out.append(" {}\n");
      case Map<?, ?> map -> {
        out.append('\n');
        map.forEach((k, v) -> entry(k.toString(), v, component, indent + "  ", out));
      }
      case Collection<?> many when many.isEmpty() -> out.append(" []\n");
      case Collection<?> many -> {
        out.append('\n');
        many.forEach(one -> item(one, component, indent + "  ", out));
      }
      case Record inner -> nested(inner, indent + "  ", out);
      default -> throw new IllegalArgumentException("cannot print " + value.getClass());
    }
  }

  private void nested(Record value, String indent, StringBuilder out) {
    StringBuilder inner = new StringBuilder();
    record(value, indent, inner);
    out.append(inner.isEmpty() ? " {}\n" : "\n" + inner);
  }

  private void item(Object value, Component component, String indent, StringBuilder out) {
    if (isSingle(value, component)) {
      String text = quoted(scalars.print(value, component.spelling()));
      out.append(indent).append("- ").append(text).append('\n');
      return;
    }
    StringBuilder inner = new StringBuilder();
    record((Record) value, indent + "  ", inner);
    out.append(indent).append("- ");
    out.append(inner.isEmpty() ? "{}\n" : inner.substring(indent.length() + 2));
  }

  private boolean isSingle(Object value, Component component) {
    return !(value instanceof ConfigNode || value instanceof Map || value instanceof Collection)
        && (!(value instanceof Record)
            || scalars.find(value.getClass(), component.spelling()) != null);
  }

  private static String flow(ConfigNode node) {
    StringBuilder out = new StringBuilder();
    switch (node) {
      case ConfigNode.Scalar scalar -> out.append(scalar.isAbsent() ? "" : quoted(scalar.text()));
      case ConfigNode.Items items -> {
        out.append('[');
        items.items().forEach(one -> out.append(out.length() > 1 ? ", " : "").append(flow(one)));
        out.append(']');
      }
      case ConfigNode.Mapping mapping -> {
        out.append('{');
        mapping
            .entries()
            .forEach((key, one) ->
                out.append(out.length() > 1 ? ", " : "")
                    .append(quoted(key) + ": ")
                    .append(flow(one)));
        out.append('}');
      }
    }
    return out.toString();
  }

  /** Plain where nothing in it means something to YAML, else in double quotes. */
  private static String quoted(String text) {
    if (PLAIN.matcher(text).matches() && !RESERVED.matcher(text).matches()) {
      return text;
    }
    StringBuilder out = new StringBuilder("\"");
    text.codePoints().forEach(point -> out.append(escaped(point)));
    return out.append('"').toString();
  }

  private static String escaped(int point) {
    if (point == '"' || point == '\\') {
      return "\\" + (char) point;
    }
    if (point >= ' ' && point <= '~') {
      return Character.toString(point);
    }
    return String.format(point <= 0xFFFF ? "\\u%04X" : "\\U%08X", point);
  }
}
