package dev.orrery.cli;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * Which strategies listen to which events.
 *
 * @param topics by strategy
 */
record Listening(Map<String, List<String>> topics) {
  private static final String EVENT = "event ";

  /** As the daemon tells of its strategies. */
  static Listening of(JsonNode strategies) {
    Map<String, List<String>> topics = new TreeMap<>();
    strategies
        .valueStream()
        .forEach(each ->
            topics.put(
                each.path("name").asString(""),
                each.path("triggers")
                    .valueStream()
                    .map(JsonNode::asString)
                    .filter(trigger -> trigger.startsWith(EVENT))
                    .map(trigger -> trigger.substring(EVENT.length()))
                    .toList()));
    return new Listening(topics);
  }

  List<String> strategies(String topic) {
    return topics.entrySet().stream()
        .filter(each -> each.getValue().contains(topic))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** That nobody hears a topic, and what somebody would. */
  String nobody(String topic) {
    List<String> heard =
        topics.values().stream().flatMap(List::stream).distinct().sorted().toList();
    return "no strategy that runs listens to "
        + topic
        + (heard.isEmpty() ? ", nor to any event" : ": they listen to " + String.join(", ", heard));
  }
}
