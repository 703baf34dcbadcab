package dev.orrery.config;

import dev.orrery.config.Doc.Clock;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Prints the reference page of configuration records: every key with all that is known of it. */
public final class ConfigReference {
  private static final String HEAD =
      """
      | Key | Type | Default | Rule | Clock | Meaning |
      |---|---|---|---|---|---|
      """;

  private final Scalars scalars;
  private final StringBuilder page = new StringBuilder();

  private ConfigReference(Scalars scalars) {
    this.scalars = scalars;
  }

  /** Markdown: a table for each group of settings of each record. */
  public static String page(Class<?>... roots) {
    ConfigReference reference = new ConfigReference(Scalars.standard());
    for (Class<?> root : roots) {
      reference.section(root, "", Component.defaultsOf(root));
    }
    return reference.page.toString();
  }

  private void section(Class<?> type, String path, @Nullable Object defaults) {
    Doc doc = type.getAnnotation(Doc.class);
    page.append(path.isEmpty() ? "## Top level\n\n" : "## `" + path + "`\n\n");
    if (doc != null) {
      page.append(doc.value()).append("\n\n");
    }
    Object given = defaults != null ? defaults : Component.defaultsOf(type);
    List<Runnable> sections = new ArrayList<>();
    page.append(HEAD);
    for (Component component : Component.of(type)) {
      Object value = given == null ? null : component.valueIn(given);
      row(type, component, given != null, value);
      inner(component, component.type(), join(path, component.name()), value, sections);
    }
    page.append('\n');
    sections.forEach(Runnable::run);
  }

  /** Groups under this setting get a table of their own, after this one. */
  private void inner(
      Component component, Type type, String path, @Nullable Object value, List<Runnable> later) {
    Class<?> raw = Component.raw(type);
    if (raw == Map.class) {
      inner(component, Component.argument(type, 1), path + ".<name>", null, later);
    } else if (raw == List.class || raw == Set.class) {
      inner(component, Component.argument(type, 0), path + "[]", null, later);
    } else if (isGroup(raw, component)) {
      later.add(() -> section(raw, path, value));
    }
  }

  private void row(Class<?> owner, Component component, boolean hasGiven, @Nullable Object value) {
    Doc doc = component.doc();
    String unit = doc == null || doc.unit().isEmpty() ? "" : ", " + doc.unit();
    Clock clock = doc == null ? Clock.NONE : doc.clock();
    page.append("| `").append(component.name()).append("` | ");
    page.append(cell(type(component, component.type()) + unit)).append(" | ");
    page.append(cell(given(component, hasGiven, value))).append(" | ");
    page.append(cell(rules(owner, component))).append(" | ");
    page.append(clock == Clock.NONE ? "" : clock.name().toLowerCase(Locale.ROOT)).append(" | ");
    page.append(cell(doc == null ? "" : doc.value())).append(" |\n");
  }

  private String type(Component component, Type type) {
    Class<?> raw = Component.raw(type);
    ScalarType<?> single = scalars.find(raw, component.spelling());
    if (single != null) {
      return single.name();
    }
    if (raw == Map.class) {
      return "by name: " + type(component, Component.argument(type, 1));
    }
    if (raw == List.class || raw == Set.class) {
      return "list of " + type(component, Component.argument(type, 0));
    }
    return ConfigNode.class.isAssignableFrom(raw) ? "free settings" : "group";
  }

  private String given(Component component, boolean hasGiven, @Nullable Object value) {
    if (hasGiven && value != null && !isGroup(component.raw(), component)) {
      return "`" + print(value, component) + "`";
    }
    if (component.defaultText() != null) {
      return "`" + component.defaultText() + "`";
    }
    if (component.nullable()) {
      return "none";
    }
    return hasGiven || component.optional() ? "" : "**required**";
  }

  private String print(Object value, Component component) {
    return value instanceof Collection<?> many
        ? many.stream()
            .map(one -> print(one, component))
            .collect(Collectors.joining(", ", "[", "]"))
        : scalars.print(value, component.spelling());
  }

  private static String rules(Class<?> owner, Component component) {
    return DeclaredConstraints.of(owner).on(component.name()).stream()
        .flatMap(constraint -> Rules.text(constraint).stream())
        .map(rule -> "must " + rule)
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private boolean isGroup(Class<?> raw, Component component) {
    return raw.isRecord()
        && !ConfigNode.class.isAssignableFrom(raw)
        && scalars.find(raw, component.spelling()) == null;
  }

  private static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
