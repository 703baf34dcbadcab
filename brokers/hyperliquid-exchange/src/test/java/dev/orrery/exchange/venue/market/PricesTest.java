package dev.orrery.exchange.venue.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/** The mark price. */
class PricesTest {
  private static final long START = 1_763_946_060_000L;

  private final Prices prices = new Prices(dec("100"), 2);

  private static BigDecimal dec(String text) {
    return new BigDecimal(text);
  }

  @Test
  void isTheOraclesWhereTheBookIsAroundIt() {
    prices.mark(START, dec("99.9"), dec("100.1"));

    assertThat(prices.mark()).isEqualByComparingTo("100");
  }

  @Test
  void aBookThatRunsAwayTakesItAlongSlowly() {
    prices.mark(START, dec("99"), dec("101"));
    prices.last(dec("110"));

    prices.mark(START + 3_000, dec("109"), dec("111"));
    BigDecimal soon = prices.mark();
    prices.mark(START + 153_000, dec("109"), dec("111"));

    // 3 of 150 seconds of a distance of 10, then all of it
    assertThat(soon).isEqualByComparingTo("100.2");
    assertThat(prices.mark()).isEqualByComparingTo("110");
  }

  @Test
  void withoutABookItIsTheOracles() {
    prices.oracle(dec("120"));
    prices.mark(START, null, dec("90"));

    assertThat(prices.mark()).isEqualByComparingTo("120");
  }

  @Test
  void heldByHandItStaysUntilItIsLetGo() {
    prices.hold(null, dec("50"));
    prices.mark(START, null, null);
    assertThat(prices.mark()).isEqualByComparingTo("50");

    prices.hold(null, null);
    assertThat(prices.mark()).isEqualByComparingTo("100");
  }
}
