package dev.orrery.exchange.venue;

import dev.orrery.exchange.venue.book.Level;
import dev.orrery.exchange.venue.market.Market;
import dev.orrery.hyperliquid.wire.info.BookLevel;
import dev.orrery.hyperliquid.wire.info.L2Book;
import dev.orrery.hyperliquid.wire.info.MarketRequest;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The book by price, whole or with prices put together: bids rounded down and asks up. */
final class BookAnswers {
  private static final int LEVELS = 20;

  private BookAnswers() {}

  /** The book; null for a way of putting prices together that there is not. */
  static @Nullable L2Book book(Market market, MarketRequest.Book request, long now) {
    Integer figures = request.nSigFigs();
    Integer mantissa = request.mantissa();
    boolean known = figures == null || (figures >= 2 && figures <= 5);
    boolean fits =
        mantissa == null
            || (figures != null
                && figures == 5
                && (mantissa == 1 || mantissa == 2 || mantissa == 5));
    if (!known || !fits) {
      return null;
    }
    return new L2Book(
        market.coin(),
        now,
        List.of(levels(market, true, figures, mantissa), levels(market, false, figures, mantissa)),
        null,
        null);
  }

  private static List<BookLevel> levels(Market market, boolean isBuy) {
    return market.book().levels(isBuy).stream()
        .limit(LEVELS)
        .map(it -> new BookLevel(it.price(), it.size(), it.count()))
        .toList();
  }

  private static List<BookLevel> levels(
      Market market, boolean isBuy, @Nullable Integer figures, @Nullable Integer mantissa) {
    if (figures == null) {
      return levels(market, isBuy);
    }
    List<BookLevel> found = new ArrayList<>();
    for (Level level : market.book().levels(isBuy)) {
      BigDecimal px = together(level.price(), isBuy, figures, mantissa);
      BookLevel last = found.isEmpty() ? null : found.getLast();
      if (last != null && last.px().compareTo(px) == 0) {
        found.removeLast();
        int orders = (last.n() == null ? 0 : last.n()) + level.count();
        found.add(new BookLevel(px, last.sz().add(level.size()), orders));
      } else if (found.size() == LEVELS) {
        break;
      } else {
        found.add(new BookLevel(px, level.size(), level.count()));
      }
    }
    return found;
  }

  private static BigDecimal together(
      BigDecimal px, boolean isBuy, int figures, @Nullable Integer mantissa) {
    RoundingMode mode = isBuy ? RoundingMode.FLOOR : RoundingMode.CEILING;
    int scale = figures - (px.precision() - px.scale());
    BigDecimal step =
        BigDecimal.ONE
            .movePointLeft(scale)
            .multiply(BigDecimal.valueOf(mantissa == null ? 1 : mantissa));
    return px.divide(step, 0, mode).multiply(step);
  }
}
