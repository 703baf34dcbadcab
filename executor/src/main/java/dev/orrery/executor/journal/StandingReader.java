package dev.orrery.executor.journal;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.Side;
import dev.orrery.api.action.TimeInForce;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.Fill;
import dev.orrery.executor.order.OrderSpec;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads back, field by field, what a {@link StandingWriter} wrote. Confined to one thread. */
public final class StandingReader {
  private final String text;
  private int at;

  /**
   * Of a text.
   *
   * @param kind what its first field must be
   * @throws IllegalArgumentException when it is of another kind
   */
  public StandingReader(String text, String kind) {
    this.text = text;
    String found = text();
    if (!found.equals(kind)) {
      throw new IllegalArgumentException("a standing of kind '" + found + "', not '" + kind + "'");
    }
  }

  /** Nothing may follow. */
  public void end() {
    if (at != text.length()) {
      throw new IllegalArgumentException(
          "a standing of " + text.length() + " characters that ends at " + at);
    }
  }

  /** A text, or none. */
  public @Nullable String textOrNull() {
    int colon = text.indexOf(':', at);
    if (colon < 0) {
      throw new IllegalArgumentException("a standing that breaks off at " + at);
    }
    String length = text.substring(at, colon);
    int from = colon + 1;
    if (length.equals("-")) {
      at = from;
      return null;
    }
    at = from + Integer.parseInt(length);
    return text.substring(from, at);
  }

  /** A text that is there. */
  public String text() {
    String found = textOrNull();
    if (found == null) {
      throw new IllegalArgumentException("a standing without a text before " + at);
    }
    return found;
  }

  /** A constant. */
  public <E extends Enum<E>> E name(Class<E> type) {
    return Enum.valueOf(type, text());
  }

  /** A whole number. */
  public long number() {
    return Long.parseLong(text());
  }

  /** Yes or no. */
  public boolean flag() {
    return number() != 0;
  }

  /** An exact decimal. */
  public BigDecimal decimal() {
    return new BigDecimal(text());
  }

  /** An exact decimal, or none. */
  public Optional<BigDecimal> decimalIfAny() {
    return Optional.ofNullable(textOrNull()).map(BigDecimal::new);
  }

  /** Money. */
  public Usd usd() {
    return new Usd(decimal());
  }

  /** A quantity. */
  public Quantity quantity() {
    return new Quantity(decimal());
  }

  /** A price. */
  public Price price() {
    return new Price(decimal());
  }

  /** An instant. */
  public Instant time() {
    return Instant.ofEpochSecond(number(), number());
  }

  /** An order's id. */
  public ClientOrderId id() {
    return new ClientOrderId(text());
  }

  /** All of them, in order. */
  public <T> List<T> all(Supplier<T> element) {
    long count = number();
    List<T> found = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      found.add(element.get());
    }
    return found;
  }

  /** An order. */
  public OrderSpec order() {
    return new OrderSpec(
        id(),
        text(),
        name(Side.class),
        quantity(),
        terms(),
        flag(),
        Optional.ofNullable(textOrNull()).map(ClientOrderId::new),
        text());
  }

  private OrderTerms terms() {
    String kind = text();
    return switch (kind) {
      case "market" -> OrderTerms.market();
      case "limit" -> new OrderTerms.Limit(price(), name(TimeInForce.class));
      case "stop" -> new OrderTerms.Stop(price(), decimalIfAny().map(Price::new));
      case "take-profit" -> new OrderTerms.TakeProfit(price(), decimalIfAny().map(Price::new));
      default -> throw new IllegalArgumentException("terms of kind '" + kind + "'");
    };
  }

  /** An execution. */
  public Fill fill() {
    return new Fill(
        text(), id(), text(), name(Side.class), price(), quantity(), usd(), flag(), flag(), time());
  }
}
