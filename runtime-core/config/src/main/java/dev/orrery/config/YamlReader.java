package dev.orrery.config;

import dev.orrery.config.ConfigNode.Items;
import dev.orrery.config.ConfigNode.Mapping;
import dev.orrery.config.ConfigNode.Scalar;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * YAML to nodes with lines. A small YAML on purpose: one document of mappings, lists and scalars.
 * Anchors, aliases and tags are refused, so a file is as large as it looks. A mistake of form does
 * not end the reading; only broken syntax does. Confined to one thread, for one text.
 */
final class YamlReader {
  private static final int DEEPEST = 32;

  private final Findings findings;
  private final IntFunction<Origin> origins;
  private final Iterator<Event> events;

  private YamlReader(String text, IntFunction<Origin> origins, Findings findings) {
    this.findings = findings;
    this.origins = origins;
    this.events = new Parse(LoadSettings.builder().build()).parseString(text).iterator();
  }

  /** A file's text; an empty one is an empty mapping, and so is what cannot be read at all. */
  static Mapping file(String name, String text, Findings findings) {
    Origin top = Origin.file(name, 1);
    ConfigNode root = read(text, line -> Origin.file(name, line), findings);
    if (root instanceof Mapping mapping) {
      return new Mapping(mapping.entries(), top);
    }
    if (root != null && !(root instanceof Scalar scalar && scalar.isAbsent())) {
      findings.add(top, "", "must hold settings by name, such as port: 7070", "");
    }
    return Mapping.empty(top);
  }

  /** One value from outside a file: YAML's flow form for lists and mappings, else plain text. */
  static ConfigNode value(String text, Origin origin, Findings findings) {
    String trimmed = text.trim();
    if (!trimmed.startsWith("[") && !trimmed.startsWith("{")) {
      return new Scalar(text, true, origin);
    }
    ConfigNode node = read(trimmed, line -> origin, findings);
    return node == null ? new Scalar(text, true, origin) : node;
  }

  private static @Nullable ConfigNode read(
      String text, IntFunction<Origin> origins, Findings findings) {
    YamlReader reader = new YamlReader(text, origins, findings);
    try {
      return reader.document();
    } catch (MarkedYamlEngineException e) {
      findings.add(reader.at(e.getProblemMark()), "", syntax(e), "");
    } catch (TooDeep e) {
      findings.add(e.origin, "", "is nested deeper than " + DEEPEST + " levels", "");
    } catch (YamlEngineException e) {
      findings.add(origins.apply(1), "", "is not YAML: " + Shown.text("" + e.getMessage()), "");
    }
    return null;
  }

  /** The parser's own words, but never its snippet of the file: it may show a secret. */
  private static String syntax(MarkedYamlEngineException e) {
    String problem = e.getProblem() == null ? "it ends too early" : e.getProblem();
    if (problem.contains("TAB") || problem.contains("'\\t'")) {
      return "a tab indents this line: YAML is indented by spaces";
    }
    int column = e.getProblemMark().map(Mark::getColumn).orElse(0) + 1;
    return "is not YAML: " + problem + " in column " + column;
  }

  private @Nullable ConfigNode document() {
    ConfigNode root = null;
    while (events.hasNext()) {
      Event event = events.next();
      if (event instanceof NodeEvent node) {
        if (root != null) {
          findings.add(at(event.getStartMark()), "", "a second document begins here", "keep one");
          return root;
        }
        root = node(node, at(event.getStartMark()), "", 0);
      }
    }
    return root;
  }

  /** Reads the node that {@code event} starts; {@code origin} is where its key or dash stands. */
  private ConfigNode node(Event event, Origin origin, String key, int depth) {
    if (depth > DEEPEST) {
      throw new TooDeep(origin);
    }
    return switch (event) {
      case ScalarEvent scalar -> {
        refuseExtras(scalar, scalar.getTag(), origin, key);
        yield new Scalar(scalar.getValue(), !scalar.isPlain(), origin);
      }
      case AliasEvent _ -> {
        findings.add(origin, key, "is an alias", "write the value out: aliases are not read");
        yield new Scalar("", false, origin);
      }
      case CollectionStartEvent start -> {
        refuseExtras(start, start.getTag(), origin, key);
        yield start.getEventId() == Event.ID.MappingStart
            ? mapping(origin, key, depth)
            : items(origin, key, depth);
      }
      default -> throw new YamlEngineException("unexpected " + event.getEventId());
    };
  }

  private Items items(Origin origin, String key, int depth) {
    List<ConfigNode> items = new ArrayList<>();
    for (Event event = events.next(); !ends(event); event = events.next()) {
      String itemKey = key + "[" + items.size() + "]";
      items.add(node(event, at(event.getStartMark()), itemKey, depth + 1));
    }
    return new Items(items, origin);
  }

  private Mapping mapping(Origin origin, String path, int depth) {
    Map<String, ConfigNode> entries = new LinkedHashMap<>();
    for (Event event = events.next(); !ends(event); event = events.next()) {
      Origin place = at(event.getStartMark());
      ConfigNode name = node(event, place, path, depth + 1);
      String key = name instanceof Scalar scalar ? scalar.text() : "";
      String full = path.isEmpty() ? key : path + "." + key;
      Event next = events.next();
      ConfigNode value = node(next, place, full, depth + 1);
      if (!(name instanceof Scalar)) {
        findings.add(place, path, "a key must be a text", "");
      } else if (entries.containsKey(key)) {
        String first = entries.get(key).origin().toString();
        findings.add(place, full, "is set twice, first at " + first, "keep one");
      } else {
        entries.put(key, value);
      }
    }
    return new Mapping(entries, origin);
  }

  private void refuseExtras(NodeEvent event, Optional<String> tag, Origin origin, String key) {
    if (event.getAnchor().isPresent()) {
      findings.add(origin, key, "has an anchor (&)", "remove it: aliases are not read");
    }
    if (tag.isPresent()) {
      findings.add(origin, key, "has a tag (!)", "remove it");
    }
  }

  private static boolean ends(Event event) {
    return event.getEventId() == Event.ID.MappingEnd || event.getEventId() == Event.ID.SequenceEnd;
  }

  private Origin at(Optional<Mark> mark) {
    return origins.apply(mark.map(Mark::getLine).orElse(0) + 1);
  }

  /** Ends the reading of a text that is nested beyond reason. */
  private static final class TooDeep extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Origin origin;

    TooDeep(Origin origin) {
      this.origin = origin;
    }
  }
}
