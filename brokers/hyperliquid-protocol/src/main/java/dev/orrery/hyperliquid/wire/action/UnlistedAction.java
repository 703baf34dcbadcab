package dev.orrery.hyperliquid.wire.action;

import dev.orrery.hyperliquid.wire.MalformedMessageException;
import tools.jackson.databind.JsonNode;

/**
 * An action this module has no record for, as it came: its fields in the order received, its texts
 * as they are. Good for recovering who signed it if the client sent what it hashed, as clients do.
 *
 * @param type its name on the wire
 * @param json all of it; made of objects, arrays, texts, integers, flags and nulls
 */
public record UnlistedAction(String type, JsonNode json) implements L1Action {
  /**
   * Takes one as it is.
   *
   * @throws MalformedMessageException without a {@code type}, or with a number that is no integer
   *     of 64 bits
   */
  public static UnlistedAction read(JsonNode json) {
    if (!json.isObject() || !json.path("type").isString()) {
      throw new MalformedMessageException("an action is an object with a text named type");
    }
    check(json);
    return new UnlistedAction(json.path("type").stringValue(), json);
  }

  private static void check(JsonNode node) {
    if (node.isNumber() && !(node.isIntegralNumber() && node.canConvertToLong())) {
      throw new MalformedMessageException("an action has no numbers but integers: " + node);
    }
    node.forEach(UnlistedAction::check);
  }

  @Override
  public void write(CanonicalForm out) {
    write(json, out);
  }

  private static void write(JsonNode node, CanonicalForm out) {
    switch (node.getNodeType()) {
      case OBJECT -> {
        out.beginMap(node.size());
        node.properties().forEach(field -> write(field.getValue(), out.key(field.getKey())));
        out.endMap();
      }
      case ARRAY -> {
        out.beginArray(node.size());
        node.forEach(element -> write(element, out));
        out.endArray();
      }
      case STRING -> out.text(node.stringValue());
      case NUMBER -> out.number(node.longValue());
      case BOOLEAN -> out.flag(node.booleanValue());
      case NULL -> out.nothing();
      case BINARY, MISSING, POJO ->
          throw new IllegalArgumentException("not JSON: " + node.getNodeType());
    }
  }
}
