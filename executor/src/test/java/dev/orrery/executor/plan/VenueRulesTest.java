package dev.orrery.executor.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.action.Side;
import dev.orrery.api.market.PriceRule;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.executor.Seeds;
import dev.orrery.executor.TestMarket;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VenueRulesTest {
  @ParameterizedTest
  @CsvSource({
    "1234.5, 0.1, BUY, 1234.5",
    "1234.56, 0.01, BUY, 1234.5",
    "1234.56, 0.01, SELL, 1234.6",
    "123456, 0.1, BUY, 123456",
    "123456.7, 0.1, BUY, 123456",
    "123456.7, 0.1, SELL, 123457",
    "0.0012345, 0.000001, BUY, 0.001234",
    "0.0012345, 0.000001, SELL, 0.001235",
    "0.012345, 0.00001, BUY, 0.01234",
    "99999.9, 0.1, SELL, 100000",
    "117365.5, 0.1, BUY, 117365",
    "10.3, 0.5, BUY, 10",
    "10.3, 0.5, SELL, 10.5",
    "1234.56, 0.25, BUY, 1234.5",
    "1234.56, 0.25, SELL, 1235",
  })
  void neverWorsensALimit(String wanted, String increment, Side side, String expected) {
    PriceRule rule = new PriceRule(new BigDecimal(increment), 5);
    assertThat(VenueRules.price(Price.of(wanted), side, rule))
        .isEqualTo(Optional.of(Price.of(expected)));
  }

  @Test
  void leavesNothingOfAPriceBelowTheIncrement() {
    PriceRule rule = new PriceRule(new BigDecimal("0.01"), 5);
    assertThat(VenueRules.price(Price.of("0.001"), Side.BUY, rule)).isEmpty();
  }

  @Test
  void everyRoundedPriceObeysTheRuleAndTheSide() {
    Random random = Seeds.random("VenueRulesTest");
    for (int i = 0; i < 20_000; i++) {
      int decimals = random.nextInt(7);
      PriceRule rule = new PriceRule(BigDecimal.ONE.movePointLeft(decimals), 5);
      Price wanted =
          new Price(BigDecimal.valueOf(1 + random.nextLong(1_000_000_000L), random.nextInt(10)));
      Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
      Optional<Price> rounded = VenueRules.price(wanted, side, rule);
      if (rounded.isEmpty()) {
        assertThat(side).isEqualTo(Side.BUY);
        continue;
      }
      BigDecimal value = rounded.get().value();
      assertThat(Integer.signum(rounded.get().compareTo(wanted)) * side.sign())
          .as("%s to %s", wanted, value)
          .isLessThanOrEqualTo(0);
      if (value.scale() > 0) {
        assertThat(value.precision()).isLessThanOrEqualTo(5);
        assertThat(value.scale()).isLessThanOrEqualTo(decimals);
      }
      assertThat(VenueRules.price(rounded.get(), side, rule)).isEqualTo(rounded);
    }
  }

  @Test
  void roundsSizesTowardsZero() {
    assertThat(VenueRules.quantity(Quantity.of("0.123456"), TestMarket.BTC))
        .isEqualTo(Quantity.of("0.12345"));
    assertThat(VenueRules.quantity(Quantity.of("-0.123456"), TestMarket.BTC))
        .isEqualTo(Quantity.of("-0.12345"));
    assertThat(VenueRules.quantity(Quantity.of("0.000009"), TestMarket.BTC).isZero()).isTrue();
  }
}
