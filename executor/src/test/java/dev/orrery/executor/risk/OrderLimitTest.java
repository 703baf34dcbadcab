package dev.orrery.executor.risk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.market.Instrument;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Usd;
import dev.orrery.executor.TestMarket;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderLimitTest {
  private static final Price PRICE = Price.of("100");

  @ParameterizedTest
  @CsvSource({
    "50, 30000000",
    "25, 30000000",
    "24, 5000000",
    "20, 5000000",
    "19, 2000000",
    "10, 2000000",
    "9, 500000",
    "1, 500000",
  })
  void goesByTheHighestLeverageAndIsTenfoldWithALimit(int maxLeverage, long market) {
    assertThat(OrderLimit.of(instrument(maxLeverage), OrderTerms.market()))
        .isEqualTo(Usd.of(market));
    assertThat(OrderLimit.of(instrument(maxLeverage), OrderTerms.limit(PRICE)))
        .isEqualTo(Usd.of(10 * market));
  }

  @Test
  void takesATriggerOrderForWhatItBecomes() {
    Optional<Price> limit = Optional.of(PRICE);
    assertThat(List.of(OrderTerms.stop(PRICE), OrderTerms.takeProfit(PRICE)))
        .allSatisfy(
            terms -> assertThat(OrderLimit.of(instrument(5), terms)).isEqualTo(Usd.of(500_000)));
    assertThat(List.of(new OrderTerms.Stop(PRICE, limit), new OrderTerms.TakeProfit(PRICE, limit)))
        .allSatisfy(
            terms -> assertThat(OrderLimit.of(instrument(5), terms)).isEqualTo(Usd.of(5_000_000)));
  }

  private static Instrument instrument(int maxLeverage) {
    return new Instrument(
        "X",
        TestMarket.BTC.priceRule(),
        TestMarket.BTC.quantityStep(),
        TestMarket.BTC.minNotional(),
        maxLeverage);
  }
}
