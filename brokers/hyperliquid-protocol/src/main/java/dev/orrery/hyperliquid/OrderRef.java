package dev.orrery.hyperliquid;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** How a request names an order: by the venue's number or by the client's id. */
public sealed interface OrderRef {
  /** By the number the venue gave it. */
  record Oid(@JsonValue long oid) implements OrderRef {}

  /** By the id the client gave it. */
  record ByCloid(@JsonValue Cloid cloid) implements OrderRef {}

  /** By number. */
  static OrderRef of(long oid) {
    return new Oid(oid);
  }

  /** By client order id. */
  static OrderRef of(Cloid cloid) {
    return new ByCloid(cloid);
  }

  /** As it comes in JSON: a number or a text. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static OrderRef read(Object json) {
    return switch (json) {
      case Integer number when number >= 0 -> new Oid(number);
      case Long number when number >= 0 -> new Oid(number);
      case String text -> new ByCloid(new Cloid(text));
      default ->
          throw new IllegalArgumentException(
              "an order is named by its number or its client order id, not by " + json);
    };
  }
}
