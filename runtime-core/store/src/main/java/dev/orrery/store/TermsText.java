package dev.orrery.store;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.TimeInForce;
import dev.orrery.api.value.Price;
import dev.orrery.executor.order.OrderText;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The price terms of an order as text and back: {@code market}, {@code limit 97000.5 GTC}, {@code
 * stop 95000}, {@code stop 95000 limit 94900}, {@code take-profit 99000}.
 */
final class TermsText {
  private static final String LIMIT = "limit";

  private TermsText() {}

  static String of(OrderTerms terms) {
    return OrderText.of(terms);
  }

  static OrderTerms parse(String text) {
    String[] words = text.split(" ", -1);
    return switch (words[0]) {
      case "market" -> OrderTerms.market();
      case LIMIT -> new OrderTerms.Limit(Price.of(words[1]), TimeInForce.valueOf(words[2]));
      case "stop" -> new OrderTerms.Stop(Price.of(words[1]), limit(words));
      case "take-profit" -> new OrderTerms.TakeProfit(Price.of(words[1]), limit(words));
      default -> throw new IllegalArgumentException("no terms of an order: '" + text + "'");
    };
  }

  private static Optional<Price> limit(@Nullable String[] words) {
    return words.length < 4 ? Optional.empty() : Optional.of(Price.of(String.valueOf(words[3])));
  }
}
