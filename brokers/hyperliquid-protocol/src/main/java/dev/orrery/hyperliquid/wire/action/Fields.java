package dev.orrery.hyperliquid.wire.action;

import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.Cloid;
import dev.orrery.hyperliquid.Decimals;
import dev.orrery.hyperliquid.OrderRef;
import dev.orrery.hyperliquid.wire.MalformedMessageException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads an object of an action field by field, strictly: a field nobody asked for is an error,
 * because it was in what the client hashed and will not be in what we hash. A null is the same as
 * an absent field. Confined to one thread.
 */
final class Fields {
  private static final int LONGEST_SHOWN = 80;

  private final JsonNode object;
  private final String path;
  private final Set<String> asked = new HashSet<>();

  private Fields(JsonNode object, String path) {
    if (!object.isObject()) {
      throw new MalformedMessageException(path + " must be an object");
    }
    this.object = object;
    this.path = path;
  }

  /** Reads a whole object. */
  static <T> T all(JsonNode object, String path, Function<Fields, T> reader) {
    Fields fields = new Fields(object, path);
    T value = fields.valid(() -> reader.apply(fields));
    for (String name : object.propertyNames()) {
      if (!fields.asked.contains(name)) {
        throw new MalformedMessageException(fields.at(name) + " is not known here");
      }
    }
    return value;
  }

  /** Where this object is, for messages. */
  String path() {
    return path;
  }

  String text(String name) {
    JsonNode value = value(name);
    if (!value.isString()) {
      throw expected(name, "a text");
    }
    return value.stringValue();
  }

  String textOrEmpty(String name) {
    return absent(name) ? "" : text(name);
  }

  boolean flag(String name) {
    JsonNode value = value(name);
    if (!value.isBoolean()) {
      throw expected(name, "true or false");
    }
    return value.booleanValue();
  }

  boolean flagOrAbsent(String name) {
    return !absent(name) && flag(name);
  }

  /** The number of a market. */
  int asset(String name) {
    return integer(name);
  }

  int integer(String name) {
    long number = amount(name);
    if (number > Integer.MAX_VALUE) {
      throw expected(name, "an integer up to " + Integer.MAX_VALUE);
    }
    return (int) number;
  }

  /** An integer of 0 or more. */
  long amount(String name) {
    long number = signed(name);
    if (number < 0) {
      throw expected(name, "an integer of 0 or more");
    }
    return number;
  }

  @Nullable Long optionalAmount(String name) {
    return absent(name) ? null : amount(name);
  }

  long signed(String name) {
    JsonNode value = value(name);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw expected(name, "an integer");
    }
    return value.longValue();
  }

  /** A decimal that can be written into an action again. */
  BigDecimal decimal(String name) {
    return valid(
        name,
        () -> {
          BigDecimal value = Decimals.parse(text(name));
          if (value.scale() > Decimals.WIRE_DECIMALS) {
            throw expected(name, "a decimal of up to " + Decimals.WIRE_DECIMALS + " decimals");
          }
          return value;
        });
  }

  @Nullable BigDecimal optionalDecimal(String name) {
    return absent(name) ? null : decimal(name);
  }

  Address address(String name) {
    return valid(name, () -> new Address(text(name)));
  }

  @Nullable Address optionalAddress(String name) {
    return absent(name) ? null : address(name);
  }

  Cloid cloid(String name) {
    return valid(name, () -> new Cloid(text(name)));
  }

  @Nullable Cloid optionalCloid(String name) {
    return absent(name) ? null : cloid(name);
  }

  OrderRef orderRef(String name) {
    return value(name).isString() ? OrderRef.of(cloid(name)) : OrderRef.of(amount(name));
  }

  /** One of a closed set of texts. */
  <T> T choice(String name, T[] choices, Function<T, String> wire) {
    String text = text(name);
    List<String> known = new ArrayList<>();
    for (T choice : choices) {
      if (wire.apply(choice).equals(text)) {
        return choice;
      }
      known.add(wire.apply(choice));
    }
    throw expected(name, "one of " + String.join(", ", known));
  }

  boolean isObject(String name) {
    return value(name).isObject();
  }

  <T> T object(String name, Function<Fields, T> reader) {
    return all(value(name), at(name), reader);
  }

  <T> @Nullable T optional(String name, Function<Fields, T> reader) {
    return absent(name) ? null : object(name, reader);
  }

  <T> List<T> list(String name, Function<Fields, T> reader) {
    JsonNode value = value(name);
    if (!value.isArray()) {
      throw expected(name, "an array");
    }
    List<T> elements = new ArrayList<>(value.size());
    for (JsonNode element : value) {
      elements.add(all(element, at(name) + "[" + elements.size() + "]", reader));
    }
    return elements;
  }

  private boolean absent(String name) {
    asked.add(name);
    JsonNode value = object.get(name);
    return value == null || value.isNull();
  }

  private JsonNode value(String name) {
    if (absent(name)) {
      throw new MalformedMessageException(at(name) + " is missing");
    }
    return object.path(name);
  }

  private String at(String name) {
    return path + "." + name;
  }

  private MalformedMessageException expected(String name, String what) {
    String text = object.path(name).toString();
    return new MalformedMessageException(
        at(name)
            + " must be "
            + what
            + ", not "
            + (text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "..."));
  }

  private <T> T valid(Supplier<T> reader) {
    try {
      return reader.get();
    } catch (IllegalArgumentException e) {
      throw new MalformedMessageException(path + ": " + e.getMessage(), e);
    }
  }

  private <T> T valid(String name, Supplier<T> reader) {
    try {
      return reader.get();
    } catch (IllegalArgumentException e) {
      throw new MalformedMessageException(at(name) + ": " + e.getMessage(), e);
    }
  }
}
