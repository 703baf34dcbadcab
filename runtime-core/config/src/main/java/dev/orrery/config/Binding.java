package dev.orrery.config;

import dev.orrery.config.ConfigNode.Items;
import dev.orrery.config.ConfigNode.Mapping;
import dev.orrery.config.ConfigNode.Scalar;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Nodes to records: one walk down a record's components, in which whatever is wrong is noted and
 * the walk goes on. A value that could not be made is {@link #FAILED}, and so is what contains it.
 * Confined to one thread, for one configuration.
 */
final class Binding {
  /** Stands for a value that has a problem. */
  static final Object FAILED = new Object();

  private final ScalarReader scalars;
  private final Findings findings;
  private final Constraints constraints;
  private final List<Setting> settings = new ArrayList<>();
  private final Map<String, Object> parts = new LinkedHashMap<>();

  Binding(ScalarReader scalars, Findings findings, Constraints constraints) {
    this.scalars = scalars;
    this.findings = findings;
    this.constraints = constraints;
  }

  /** Every value in force, in the order of the records. */
  List<Setting> settings() {
    return settings;
  }

  /** Every record that could be made, by key. */
  Map<String, Object> parts() {
    return parts;
  }

  /**
   * A record.
   *
   * @param given values for what is not written; null for those the declaration gives
   */
  Object record(Class<?> type, Mapping node, @Nullable Object given, Site site) {
    List<Component> components = Component.of(type);
    boolean complete = refuseUnknown(components, node, site);
    Object defaults = given != null ? given : Component.defaultsOf(type);
    @Nullable Object[] values = new Object[components.size()];
    for (int i = 0; i < values.length; i++) {
      Component component = components.get(i);
      values[i] = component(type, component, node, defaults, site);
      complete &= !FAILED.equals(values[i]);
    }
    return complete ? construct(type, values, site) : FAILED;
  }

  private boolean refuseUnknown(List<Component> components, Mapping node, Site site) {
    List<String> known = components.stream().map(Component::name).toList();
    node.entries()
        .forEach((key, value) -> {
          if (!known.contains(key)) {
            Site place = site.child(Shown.text(key), value.origin());
            problem(place, "is no setting", Names.wayOut(key, known));
          }
        });
    return known.containsAll(node.entries().keySet());
  }

  private Object construct(Class<?> type, @Nullable Object[] values, Site site) {
    try {
      Object record = Component.construct(type, values);
      List<Constraints.Violation> violations = constraints.checkWhole(record);
      violations.forEach(violation -> problem(site, violation.rule(), ""));
      if (violations.isEmpty()) {
        parts.put(site.key(), record);
        return record;
      }
    } catch (IllegalArgumentException e) {
      problem(site, "" + e.getMessage(), "");
    }
    return FAILED;
  }

  private @Nullable Object component(
      Class<?> owner, Component component, Mapping parent, @Nullable Object defaults, Site around) {
    ConfigNode node = parent.entries().get(component.name());
    @Nullable Object value;
    Site site = around.child(component.name(), node == null ? around.origin() : node.origin());
    if (node != null && !(component.nullable() && isAbsent(node))) {
      Object given = defaults == null ? null : component.valueIn(defaults);
      value = value(component, component.type(), node, given, site);
    } else {
      value = unwritten(component, defaults, site);
    }
    // Null is what was left out and may be: rules are about what is there.
    if (value == null || FAILED.equals(value)) {
      return value;
    }
    return holds(owner, component, value, node, site) ? value : FAILED;
  }

  private @Nullable Object unwritten(Component component, @Nullable Object defaults, Site site) {
    Class<?> raw = component.raw();
    if (defaults != null) {
      Object given = component.valueIn(defaults);
      if (given == null || !raw.isRecord() || scalars.reads(raw, component)) {
        note(component, given, site);
        return given;
      }
      return record(raw, Mapping.empty(Origin.DEFAULT), given, site);
    }
    if (component.defaultText() != null) {
      ConfigNode node = YamlReader.value(component.defaultText(), Origin.DEFAULT, findings);
      return value(component, component.type(), node, null, site);
    }
    if (component.nullable()) {
      return null;
    }
    if (raw.isRecord() && Component.required(raw).isEmpty()) {
      return record(raw, Mapping.empty(Origin.DEFAULT), null, site);
    }
    problem(site, "is missing", Missing.wayOut(component, scalars));
    return FAILED;
  }

  private Object value(
      Component component, Type type, ConfigNode node, @Nullable Object given, Site site) {
    Class<?> raw = Component.raw(type);
    if (scalars.reads(raw, component)) {
      Object value = scalars.read(raw, component, node, site);
      if (!FAILED.equals(value)) {
        setting(site, scalars.print(value, component), node.origin());
      }
      return value;
    }
    if (raw == Mapping.class || ConfigNode.class.isAssignableFrom(raw)) {
      return free(node, site);
    }
    if (raw.isRecord()) {
      Mapping mapping = asMapping(node, site);
      return mapping == null ? FAILED : record(raw, mapping, given, site);
    }
    if (raw == Map.class) {
      return map(component, Component.argument(type, 1), node, site);
    }
    if (raw == List.class || raw == Set.class) {
      return collection(component, type, node, site);
    }
    throw new IllegalArgumentException(
        site.key() + ": " + type + " is not a type a setting can have");
  }

  private Object map(Component component, Type type, ConfigNode node, Site site) {
    Mapping mapping = asMapping(node, site);
    if (mapping == null) {
      return FAILED;
    }
    Map<String, Object> values = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach((key, child) ->
            values.put(key, value(component, type, child, null, site.child(key, child.origin()))));
    return values.containsValue(FAILED) ? FAILED : Collections.unmodifiableMap(values);
  }

  private Object collection(Component component, Type type, ConfigNode node, Site site) {
    List<ConfigNode> nodes = items(node, site);
    if (nodes == null) {
      return FAILED;
    }
    Type element = Component.argument(type, 0);
    boolean single = scalars.reads(Component.raw(element), component);
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      Site place = site.item(i, nodes.get(i).origin());
      values.add(
          single
              ? scalars.read(Component.raw(element), component, nodes.get(i), place)
              : value(component, element, nodes.get(i), null, place));
    }
    if (values.contains(FAILED)) {
      return FAILED;
    }
    if (single || values.isEmpty()) {
      setting(site, scalars.print(values, component), node.origin());
    }
    return Component.raw(type) == Set.class ? set(values, nodes, site) : List.copyOf(values);
  }

  private Object set(List<Object> values, List<ConfigNode> nodes, Site site) {
    Set<Object> set = new LinkedHashSet<>();
    for (int i = 0; i < values.size(); i++) {
      if (!set.add(values.get(i))) {
        problem(site.item(i, nodes.get(i).origin()), "is listed twice", "keep one");
      }
    }
    return set.size() == values.size() ? Collections.unmodifiableSet(set) : FAILED;
  }

  private @Nullable List<ConfigNode> items(ConfigNode node, Site site) {
    return switch (node) {
      case Items items -> items.items();
      case Scalar scalar when scalar.isAbsent() -> List.of();
      case Scalar scalar when outside(scalar.origin()) -> split(scalar);
      default -> {
        problem(site, "must be a list, " + scalars.is(node), "such as [a, b]");
        yield null;
      }
    };
  }

  /** Environment and flags write lists with commas. */
  private static List<ConfigNode> split(Scalar scalar) {
    List<ConfigNode> items = new ArrayList<>();
    for (String text : scalar.text().split(",", -1)) {
      items.add(new Scalar(text.trim(), true, scalar.origin()));
    }
    return items;
  }

  private static boolean outside(Origin origin) {
    return origin.kind() == Origin.Kind.ENVIRONMENT || origin.kind() == Origin.Kind.FLAG;
  }

  private Object free(ConfigNode node, Site site) {
    Mapping mapping = asMapping(node, site);
    if (mapping == null) {
      return FAILED;
    }
    mapping
        .entries()
        .forEach((key, child) ->
            setting(site.child(key, child.origin()), scalars.text(child), child.origin()));
    return mapping;
  }

  private @Nullable Mapping asMapping(ConfigNode node, Site site) {
    if (node instanceof Mapping mapping) {
      return mapping;
    }
    if (isAbsent(node)) {
      return Mapping.empty(node.origin());
    }
    problem(site, "must hold settings by name, " + scalars.is(node), "");
    return null;
  }

  private boolean holds(
      Class<?> owner, Component c, Object value, @Nullable ConfigNode node, Site site) {
    List<Constraints.Violation> violations = constraints.check(owner, c.name(), value);
    for (Constraints.Violation violation : violations) {
      Object wrong = violation.value();
      String is = wrong == null ? "" : ", is " + Shown.text(scalars.print(wrong, c));
      problem(place(violation.index(), node, site), violation.rule() + is, "");
    }
    return violations.isEmpty();
  }

  private static Site place(@Nullable Integer index, @Nullable ConfigNode node, Site site) {
    if (index == null) {
      return site;
    }
    return node instanceof Items items && index < items.items().size()
        ? site.item(index, items.items().get(index).origin())
        : site.item(index, site.origin());
  }

  private void note(Component component, @Nullable Object value, Site site) {
    if (value != null) {
      setting(site, scalars.print(value, component), Origin.DEFAULT);
    }
  }

  private void setting(Site site, String text, Origin origin) {
    settings.add(new Setting(site.key(), text, origin));
  }

  private void problem(Site site, String cause, String wayOut) {
    findings.add(site.origin(), site.label(), cause, wayOut);
  }

  private static boolean isAbsent(ConfigNode node) {
    return node instanceof Scalar scalar && scalar.isAbsent();
  }
}
