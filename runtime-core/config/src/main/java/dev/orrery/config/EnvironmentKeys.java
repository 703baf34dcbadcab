package dev.orrery.config;

import dev.orrery.config.ConfigNode.Items;
import dev.orrery.config.ConfigNode.Mapping;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which variable sets which key: {@code broker.paper.startingCash} is {@code
 * ORRERY_BROKER_PAPER_STARTING_CASH}. Entries of a map, such as strategies, can be changed only
 * where the file has them: their names are the operator's.
 */
final class EnvironmentKeys {
  private final String prefix;
  private final ScalarReader scalars;
  private final Map<String, List<List<String>>> paths = new TreeMap<>();

  private EnvironmentKeys(String prefix, ScalarReader scalars) {
    this.prefix = prefix;
    this.scalars = scalars;
  }

  /** Paths by variable; more than one path where two names read the same in capitals. */
  static Map<String, List<List<String>>> of(
      String prefix, Class<?> root, Mapping tree, ScalarReader scalars) {
    EnvironmentKeys keys = new EnvironmentKeys(prefix, scalars);
    keys.record(root, tree, List.of());
    return keys.paths;
  }

  /** {@code decideTimeout} is {@code DECIDE_TIMEOUT}; what is no letter or digit is {@code _}. */
  static String variable(String prefix, List<String> path) {
    String joined = String.join("_", path).replaceAll("([a-z0-9])([A-Z])", "$1_$2");
    return prefix + joined.replaceAll("[^A-Za-z0-9]+", "_").toUpperCase(Locale.ROOT);
  }

  private void record(Class<?> type, @Nullable ConfigNode node, List<String> path) {
    for (Component component : Component.of(type)) {
      ConfigNode child = node instanceof Mapping m ? m.entries().get(component.name()) : null;
      value(component, component.type(), child, plus(path, component.name()));
    }
  }

  private void value(Component component, Type type, @Nullable ConfigNode node, List<String> path) {
    Class<?> raw = Component.raw(type);
    if (raw == Map.class) {
      entries(component, Component.argument(type, 1), node, path);
    } else if (ConfigNode.class.isAssignableFrom(raw)) {
      free(node, path);
    } else if (raw.isRecord() && !scalars.reads(raw, component)) {
      record(raw, node, path);
    } else {
      leaf(path);
    }
  }

  private void entries(
      Component component, Type type, @Nullable ConfigNode node, List<String> path) {
    if (node instanceof Mapping mapping) {
      mapping.entries().forEach((key, child) -> value(component, type, child, plus(path, key)));
    }
  }

  private void free(@Nullable ConfigNode node, List<String> path) {
    if (node instanceof Mapping mapping) {
      mapping
          .entries()
          .forEach((key, child) -> {
            if (!(child instanceof Items)) {
              leaf(plus(path, key));
            }
          });
    }
  }

  private void leaf(List<String> path) {
    paths.computeIfAbsent(variable(prefix, path), name -> new ArrayList<>()).add(path);
  }

  private static List<String> plus(List<String> path, String key) {
    List<String> longer = new ArrayList<>(path);
    longer.add(key);
    return List.copyOf(longer);
  }
}
