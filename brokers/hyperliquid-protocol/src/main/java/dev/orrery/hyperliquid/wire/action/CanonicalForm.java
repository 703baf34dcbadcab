package dev.orrery.hyperliquid.wire.action;

import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.Cloid;
import dev.orrery.hyperliquid.Decimals;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Takes an action part by part in the order that is hashed. The order is part of the protocol, and
 * so is which parts are there: an option that is not used is left out, never null or false.
 */
public interface CanonicalForm {
  /** Begins a map of so many entries; a {@link #key} and a value follow for each. */
  CanonicalForm beginMap(int entries);

  /** Ends the map begun last. */
  CanonicalForm endMap();

  /** Begins an array of so many elements, which follow. */
  CanonicalForm beginArray(int elements);

  /** Ends the array begun last. */
  CanonicalForm endArray();

  /** The name of the value that follows. */
  CanonicalForm key(String name);

  /** A text. */
  CanonicalForm text(String value);

  /** An integer. */
  CanonicalForm number(long value);

  /** True or false. */
  CanonicalForm flag(boolean value);

  /** Nothing: only where the venue's own form has a null. */
  CanonicalForm nothing();

  /** A named text. */
  default CanonicalForm text(String name, String value) {
    return key(name).text(value);
  }

  /** A named integer. */
  default CanonicalForm number(String name, long value) {
    return key(name).number(value);
  }

  /** A named flag. */
  default CanonicalForm flag(String name, boolean value) {
    return key(name).flag(value);
  }

  /** A named decimal, as text without trailing zeros. */
  default CanonicalForm decimal(String name, BigDecimal value) {
    return key(name).text(Decimals.wire(value));
  }

  /** A named address, as lower-case text. */
  default CanonicalForm address(String name, Address value) {
    return key(name).text(value.hex());
  }

  /** A named client order id, as lower-case text. */
  default CanonicalForm cloid(String name, Cloid value) {
    return key(name).text(value.hex());
  }

  /** A named array. */
  default <T> CanonicalForm list(
      String name, List<T> elements, BiConsumer<T, CanonicalForm> writer) {
    key(name).beginArray(elements.size());
    elements.forEach(element -> writer.accept(element, this));
    return endArray();
  }
}
