package dev.orrery.cli;

import dev.orrery.cli.print.JsonText;
import dev.orrery.kernel.Problem;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What came of a command to a strategy.
 *
 * @param object for programs
 * @param error why it was refused or failed; null when it was not
 * @param acked whether it was obeyed, or given up
 * @param facts what came of it, for {@code JsonText}; null while nothing did
 * @param expiresAt until when it waits; null for ever
 */
record Told(
    String strategy,
    Map<String, @Nullable Object> object,
    @Nullable String error,
    boolean acked,
    @Nullable Object facts,
    @Nullable Instant expiresAt) {
  /** A refusal, which may name its strategy already. */
  static Problem problem(String strategy, String error) {
    String subject = "strategy " + strategy;
    return Problem.refused(
        subject,
        error.startsWith(subject + ": ") ? error.substring(subject.length() + 2) : error,
        "");
  }

  /** Facts for people: {@code state paused, not drained}. */
  static String words(Object facts) {
    return JsonText.read(JsonText.line(facts)).properties().stream()
        .map(fact -> words(fact.getKey(), fact.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String words(String key, JsonNode value) {
    String name = key.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
    if (value.isBoolean()) {
      return value.asBoolean() ? name : "not " + name;
    }
    return name + " " + value.asString(value.toString());
  }
}
