package dev.orrery.exchange.control;

import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.Decimals;
import dev.orrery.hyperliquid.wire.MalformedMessageException;
import dev.orrery.hyperliquid.wire.WireJson;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The fields of a body under {@code /control}. What nobody knows is refused. */
final class Fields {
  private final JsonNode json;

  /**
   * Reads a body.
   *
   * @throws ProblemException when it is no object, or has other fields
   */
  Fields(byte[] body, String... known) {
    try {
      json = WireJson.tree(body);
    } catch (MalformedMessageException e) {
      throw wrong("body", "is no JSON", "");
    }
    if (!json.isObject()) {
      throw wrong("body", "is no object", "send {\"" + known[0] + "\":...}");
    }
    for (String name : json.propertyNames()) {
      if (!List.of(known).contains(name)) {
        throw wrong(name, "is no field of this", "it has " + String.join(", ", known));
      }
    }
  }

  boolean has(String field) {
    return json.has(field);
  }

  boolean isNull(String field) {
    return json.path(field).isNull();
  }

  String text(String field) {
    JsonNode value = json.path(field);
    if (!value.isString() || value.stringValue().isBlank()) {
      throw wrong(field, "is missing, or no text", "");
    }
    return value.stringValue();
  }

  Optional<Boolean> flag(String field) {
    JsonNode value = json.path(field);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    if (!value.isBoolean()) {
      throw wrong(field, "is neither true nor false: " + value, "");
    }
    return Optional.of(value.booleanValue());
  }

  Optional<Double> number(String field) {
    JsonNode value = json.path(field);
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    if (!value.isNumber()) {
      throw wrong(field, "is no number: " + value, "");
    }
    return Optional.of(value.doubleValue());
  }

  Address address(String field) {
    try {
      return new Address(text(field));
    } catch (IllegalArgumentException e) {
      throw wrong(field, String.valueOf(e.getMessage()), "");
    }
  }

  /** A decimal above zero, as text or as a number. */
  BigDecimal positive(String field) {
    String text = json.path(field).asString("");
    try {
      BigDecimal value = Decimals.parse(text);
      if (value.signum() > 0 && value.scale() <= Decimals.WIRE_DECIMALS) {
        return value;
      }
    } catch (IllegalArgumentException e) {
      throw wrong(field, String.valueOf(e.getMessage()), "");
    }
    throw wrong(field, "is not above zero with 8 decimals at most: " + text, "");
  }

  JsonNode json() {
    return json;
  }

  static ProblemException wrong(String field, String cause, String wayOut) {
    return new ProblemException(Problem.configuration(field, cause, wayOut));
  }
}
