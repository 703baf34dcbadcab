package dev.orrery.cli;

import dev.orrery.cli.print.Ink;
import dev.orrery.cli.print.TextTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The jars of a running daemon, as it tells them. */
final class DaemonPlugins {
  private final JsonNode answer;
  private final Ink ink;

  DaemonPlugins(JsonNode answer, Ink ink) {
    this.answer = answer;
    this.ink = ink;
  }

  TextTable table() {
    TextTable table = PluginsVerb.columns(ink);
    for (JsonNode jar : answer.path("loaded")) {
      for (JsonNode each : jar.path("offers")) {
        table.row().cell(text(jar, "file")).cell(text(jar, "api_version"));
        table.cell(text(each, "name"), ink::bold).cell(text(each, "vault"));
        table.cell(
            each.path("triggers")
                .valueStream()
                .map(trigger -> trigger.asString(""))
                .collect(Collectors.joining(" ")));
      }
    }
    for (JsonNode jar : answer.path("refused")) {
      table.row().cell(text(jar, "file")).cell("").cell("refused", ink::red).cell("");
      table.cell(line(jar), ink::yellow);
    }
    return table;
  }

  List<Map<String, @Nullable Object>> objects() {
    List<Map<String, @Nullable Object>> objects = new ArrayList<>();
    for (JsonNode jar : answer.path("loaded")) {
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      object.put("jar", text(jar, "file"));
      object.put("digest", text(jar, "digest"));
      object.put("api", text(jar, "api_version"));
      object.put("refused", null);
      object.put("strategies", jar.path("offers"));
      objects.add(object);
    }
    for (JsonNode jar : answer.path("refused")) {
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      object.put("jar", text(jar, "file"));
      object.put("refused", line(jar));
      object.put("strategies", jar.path("strategies"));
      objects.add(object);
    }
    return objects;
  }

  private static String line(JsonNode refused) {
    String wayOut = text(refused, "wayOut");
    return text(refused, "subject")
        + ": "
        + text(refused, "cause")
        + (wayOut.isEmpty() ? "" : " (" + wayOut + ")");
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asString("");
  }
}
