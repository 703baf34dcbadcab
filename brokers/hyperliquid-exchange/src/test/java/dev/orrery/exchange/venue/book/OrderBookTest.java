package dev.orrery.exchange.venue.book;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.wire.action.OrderTerms.Tif;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The book against a plain list that is searched whole. */
class OrderBookTest {
  private static final Address OWNER = new Address("0x" + "1".repeat(40));

  private final OrderBook book = new OrderBook();
  private final List<Order> plain = new ArrayList<>();

  @Test
  void isWhatAPlainListSays() {
    for (long seed = 1; seed <= 5; seed++) {
      Random random = new Random(seed);
      for (int step = 0; step < 2_000; step++) {
        change(random, step);
        for (boolean isBuy : new boolean[] {true, false}) {
          assertThat(book.best(isBuy)).as("seed %d, step %d", seed, step).isSameAs(best(isBuy));
        }
      }
      plain.forEach(book::remove);
      plain.clear();
      assertThat(book.mid()).isNull();
    }
  }

  private void change(Random random, int step) {
    int kind = random.nextInt(10);
    if (kind < 6 || plain.isEmpty()) {
      Order order = order(step, random.nextBoolean(), 90 + random.nextInt(20), 5);
      book.add(order);
      plain.add(order);
    } else if (kind < 8) {
      Order order = plain.remove(random.nextInt(plain.size()));
      assertThat(book.remove(order)).isTrue();
      assertThat(book.remove(order)).isFalse();
    } else {
      Order order = plain.get(random.nextInt(plain.size()));
      if (order.left().compareTo(BigDecimal.ONE) > 0) {
        book.reduce(order, BigDecimal.ONE);
        order.fill(BigDecimal.ONE);
      }
    }
  }

  private @Nullable Order best(boolean isBuy) {
    Comparator<Order> byPrice = Comparator.comparing(Order::price);
    return plain.stream()
        .filter(it -> it.isBuy() == isBuy)
        .min((isBuy ? byPrice.reversed() : byPrice).thenComparingLong(Order::oid))
        .orElse(null);
  }

  @Test
  void pricesThatAreEqualAreOneLevelHoweverWritten() {
    book.add(order(1, true, 100, 2));
    book.add(order(2, true, new BigDecimal("100.00"), 3));

    assertThat(book.levels(true)).hasSize(1);
    Level level = book.levels(true).iterator().next();
    assertThat(level.size()).isEqualByComparingTo("5");
    assertThat(level.count()).isEqualTo(2);
  }

  @Test
  void theImpactPriceIsTheAverageOfTakingSoMuch() {
    book.add(order(1, false, 100, 1));
    book.add(order(2, false, 200, 1));

    assertThat(book.impactPrice(false, new BigDecimal("100"))).isEqualByComparingTo("100");
    // 100 USD at 100 and 100 USD at 200 are 1.5
    assertThat(book.impactPrice(false, new BigDecimal("200")))
        .isEqualByComparingTo("133.333333333333");
    assertThat(book.impactPrice(false, new BigDecimal("301"))).isNull();
    assertThat(book.impactPrice(true, BigDecimal.ONE)).isNull();
  }

  @Test
  void knowsWhatWouldMatch() {
    book.add(order(1, false, 101, 1));
    book.add(order(2, true, 99, 1));

    assertThat(book.crosses(true, new BigDecimal("101"))).isTrue();
    assertThat(book.crosses(true, new BigDecimal("100.9"))).isFalse();
    assertThat(book.crosses(false, new BigDecimal("99"))).isTrue();
    assertThat(book.crosses(false, new BigDecimal("99.1"))).isFalse();
    assertThat(book.mid()).isEqualByComparingTo("100");
  }

  private static Order order(long oid, boolean isBuy, int price, int size) {
    return order(oid, isBuy, BigDecimal.valueOf(price), size);
  }

  private static Order order(long oid, boolean isBuy, BigDecimal price, int size) {
    return new Order(
        new Ticket(
            oid,
            OWNER,
            0,
            isBuy,
            price,
            BigDecimal.valueOf(size),
            false,
            Tif.GTC,
            null,
            null,
            0,
            0,
            false,
            null));
  }
}
