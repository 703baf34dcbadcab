package dev.orrery.executor.journal;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.value.Price;
import dev.orrery.executor.order.Fill;
import dev.orrery.executor.order.OrderSpec;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes how an account stands as one text: fields in order, each with its length in front, so that
 * nothing in them needs escaping. {@link StandingReader} is the way back. What was written once
 * must be readable for ever. Confined to one thread.
 */
public final class StandingWriter {
  private final StringBuilder out = new StringBuilder();

  /** Nothing yet. */
  public StandingWriter() {}

  /** A text, or none. */
  public StandingWriter text(@Nullable String value) {
    if (value == null) {
      out.append("-:");
    } else {
      out.append(value.length()).append(':').append(value);
    }
    return this;
  }

  /** A constant. */
  public StandingWriter name(Enum<?> value) {
    return text(value.name());
  }

  /** A whole number. */
  public StandingWriter number(long value) {
    return text(Long.toString(value));
  }

  /** Yes or no. */
  public StandingWriter flag(boolean value) {
    return number(value ? 1 : 0);
  }

  /** An exact decimal, or none. */
  public StandingWriter decimal(@Nullable BigDecimal value) {
    return text(value == null ? null : value.toPlainString());
  }

  /** An instant, to the nanosecond. */
  public StandingWriter time(Instant value) {
    return number(value.getEpochSecond()).number(value.getNano());
  }

  /** Each of them, in order. */
  public <T> StandingWriter all(Collection<T> elements, Consumer<T> element) {
    number(elements.size());
    elements.forEach(element);
    return this;
  }

  /** An order. */
  public StandingWriter order(OrderSpec order) {
    text(order.id().value()).text(order.symbol()).name(order.side());
    decimal(order.quantity().value());
    terms(order.terms());
    return flag(order.reduceOnly())
        .text(order.entry().map(Object::toString).orElse(null))
        .text(order.label());
  }

  private void terms(OrderTerms terms) {
    switch (terms) {
      case OrderTerms.AtMarket _ -> text("market");
      case OrderTerms.Limit it -> text("limit").decimal(it.price().value()).name(it.timeInForce());
      case OrderTerms.Stop it -> text("stop").decimal(it.trigger().value()).limit(it.limit());
      case OrderTerms.TakeProfit it ->
          text("take-profit").decimal(it.trigger().value()).limit(it.limit());
    }
  }

  private void limit(Optional<Price> limit) {
    decimal(limit.map(Price::value).orElse(null));
  }

  /** An execution. */
  public StandingWriter fill(Fill fill) {
    return text(fill.fillId())
        .text(fill.clientOrderId().value())
        .text(fill.symbol())
        .name(fill.side())
        .decimal(fill.price().value())
        .decimal(fill.quantity().value())
        .decimal(fill.fee().value())
        .flag(fill.maker())
        .flag(fill.liquidation())
        .time(fill.at());
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
