package dev.orrery.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Configuration as written, before anybody said what type it has: a text, a list, or entries by
 * key. Each node knows where its key (or its dash) stands; two nodes are equal when the same is
 * written, wherever. Immutable.
 */
public sealed interface ConfigNode {
  /** Where it was written. */
  Origin origin();

  /**
   * A single value.
   *
   * @param text as written, without quotes
   * @param quoted whether quotes, or a block style, say that it is text whatever it looks like
   * @param origin where
   */
  record Scalar(String text, boolean quoted, Origin origin) implements ConfigNode {
    /** Whether nothing stands there: {@code key:}, {@code ~} or {@code null}. */
    public boolean isAbsent() {
      return !quoted && (text.isEmpty() || text.equals("~") || text.equals("null"));
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Scalar that && text.equals(that.text) && quoted == that.quoted;
    }

    @Override
    public int hashCode() {
      return text.hashCode();
    }

    /** Hides the text: a scalar may be meant as a secret. */
    @Override
    public String toString() {
      return "Scalar[" + origin + "]";
    }
  }

  /**
   * A list.
   *
   * @param items in order
   * @param origin where
   */
  record Items(List<ConfigNode> items, Origin origin) implements ConfigNode {
    /** Copies. */
    public Items {
      items = List.copyOf(items);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Items that && items.equals(that.items);
    }

    @Override
    public int hashCode() {
      return items.hashCode();
    }
  }

  /**
   * Values by key.
   *
   * @param entries in the order written
   * @param origin where
   */
  record Mapping(Map<String, ConfigNode> entries, Origin origin) implements ConfigNode {
    /** Copies, keeping the order. */
    public Mapping {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Mapping that && entries.equals(that.entries);
    }

    @Override
    public int hashCode() {
      return entries.hashCode();
    }

    /** No entries. */
    public static Mapping empty(Origin origin) {
      return new Mapping(Map.of(), origin);
    }

    /** What stands at the end of a path of keys. */
    public Optional<ConfigNode> at(List<String> path) {
      if (path.isEmpty()) {
        return Optional.of(this);
      }
      ConfigNode child = entries.get(path.getFirst());
      if (path.size() == 1) {
        return Optional.ofNullable(child);
      }
      return child instanceof Mapping mapping
          ? mapping.at(path.subList(1, path.size()))
          : Optional.empty();
    }

    /** The same with {@code node} at the end of a path of at least one key. */
    public Mapping with(List<String> path, ConfigNode node) {
      Map<String, ConfigNode> changed = new LinkedHashMap<>(entries);
      String key = path.getFirst();
      if (path.size() == 1) {
        changed.put(key, node);
      } else {
        Mapping inner =
            changed.get(key) instanceof Mapping mapping ? mapping : Mapping.empty(node.origin());
        changed.put(key, inner.with(path.subList(1, path.size()), node));
      }
      return new Mapping(changed, origin);
    }
  }

  /** Values handed in by a program: maps, collections, and anything whose text can be read back. */
  static Mapping of(Map<String, ?> values) {
    Map<String, ConfigNode> entries = new LinkedHashMap<>();
    values.forEach((key, value) -> entries.put(key, ofValue(value)));
    return new Mapping(entries, Origin.CODE);
  }

  private static ConfigNode ofValue(@Nullable Object value) {
    return switch (value) {
      case null -> new Scalar("", false, Origin.CODE);
      case ConfigNode node -> node;
      case Map<?, ?> map -> {
        Map<String, Object> named = new LinkedHashMap<>();
        map.forEach((key, inner) -> named.put(String.valueOf(key), inner));
        yield of(named);
      }
      case Collection<?> collection -> {
        List<ConfigNode> items = new ArrayList<>();
        collection.forEach(item -> items.add(ofValue(item)));
        yield new Items(items, Origin.CODE);
      }
      case Duration duration -> new Scalar(Durations.print(duration), true, Origin.CODE);
      case Enum<?> constant -> new Scalar(constant.name(), true, Origin.CODE);
      default -> new Scalar(value.toString(), true, Origin.CODE);
    };
  }
}
