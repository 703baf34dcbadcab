package dev.orrery.hyperliquid.market;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.testing.Seeds;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarketRulesTest {
  @ParameterizedTest
  @CsvSource({
    "1234.5, 0, true",
    "123456, 0, true",
    "0.001234, 0, true",
    "1234567890, 0, true",
    "100000.0, 0, true",
    "1234.56, 0, false",
    "12345.6, 0, false",
    "0.0012345, 0, false",
    "0.012345, 1, false",
    "0.01234, 1, true",
    "117365.5, 5, false",
    "97123.5, 5, false",
    "97123, 5, true",
    "0, 0, false",
    "-5, 0, false"
  })
  void takesFiveFiguresAndWholePrices(BigDecimal price, int szDecimals, boolean taken) {
    assertThat(MarketRules.perp(szDecimals).acceptsPrice(price)).isEqualTo(taken);
  }

  @ParameterizedTest
  @CsvSource({
    "0.00001234, 0, true",
    "0.00012345, 0, true",
    "0.00012345, 2, false",
    "0.0001234, 2, false",
    "0.000123, 2, true"
  })
  void spotHasTwoDecimalsMore(BigDecimal price, int szDecimals, boolean taken) {
    assertThat(MarketRules.spot(szDecimals).acceptsPrice(price)).isEqualTo(taken);
  }

  @ParameterizedTest
  @CsvSource({
    "97123.56, 5, 97123, 97124",
    "117365.5, 5, 117365, 117366",
    "1234.56, 2, 1234.5, 1234.6",
    "9.99999, 0, 9.9999, 10",
    "0.0012345, 0, 0.001234, 0.001235",
    "1234.5, 2, 1234.5, 1234.5"
  })
  void roundingNeverWorsensALimit(BigDecimal price, int szDecimals, String buy, String sell) {
    MarketRules rules = MarketRules.perp(szDecimals);
    assertThat(rules.limit(price, true)).contains(new BigDecimal(buy));
    assertThat(rules.limit(price, false)).contains(new BigDecimal(sell));
    assertThat(rules.worst(price, true)).contains(new BigDecimal(sell));
    assertThat(rules.worst(price, false)).contains(new BigDecimal(buy));
  }

  @Test
  void thereIsNoPriceBelowTheSmallest() {
    MarketRules rules = MarketRules.perp(2);
    assertThat(rules.limit(new BigDecimal("0.00005"), true)).isEmpty();
    assertThat(rules.limit(new BigDecimal("0.00005"), false)).contains(new BigDecimal("0.0001"));
    assertThat(rules.limit(BigDecimal.ZERO, false)).isEmpty();
  }

  @Test
  void sizesAreMultiplesOfTheLot() {
    MarketRules rules = MarketRules.perp(3);
    assertThat(rules.size(new BigDecimal("1.2349"))).contains(new BigDecimal("1.234"));
    assertThat(rules.size(new BigDecimal("0.0009"))).isEmpty();
    assertThat(rules.acceptsSize(new BigDecimal("1.2340"))).isTrue();
    assertThat(rules.acceptsSize(new BigDecimal("1.2345"))).isFalse();
    assertThat(rules.acceptsSize(BigDecimal.ZERO)).isFalse();
    assertThat(MarketRules.perp(0).size(new BigDecimal("1200"))).contains(new BigDecimal("1200"));
  }

  @Test
  void everyRoundedPriceIsTakenAndTheNearestOnItsSide() {
    Seeds.each(
        20_000,
        random -> {
          int szDecimals = random.nextInt(6);
          MarketRules rules =
              random.nextBoolean() ? MarketRules.perp(szDecimals) : MarketRules.spot(szDecimals);
          BigDecimal price =
              BigDecimal.valueOf(
                  random.nextLong(1, 1L << random.nextInt(1, 45)), random.nextInt(11));
          Optional<BigDecimal> below = rules.limit(price, true);
          Optional<BigDecimal> above = rules.limit(price, false);
          below.ifPresent(it -> {
            assertThat(rules.acceptsPrice(it)).isTrue();
            assertThat(it).isLessThanOrEqualTo(price);
          });
          assertThat(above).isPresent();
          BigDecimal ceiling = above.orElseThrow();
          assertThat(rules.acceptsPrice(ceiling)).isTrue();
          assertThat(ceiling).isGreaterThanOrEqualTo(price);
          assertThat(ceiling.subtract(below.orElse(BigDecimal.ZERO)))
              .isLessThanOrEqualTo(rules.step(price));
          assertThat(rules.acceptsPrice(price)).isEqualTo(allowed(price, rules));
        });
  }

  /** The rule as the venue words it. */
  private static boolean allowed(BigDecimal price, MarketRules rules) {
    BigDecimal stripped = price.stripTrailingZeros();
    boolean whole =
        stripped.scale() <= 0 || stripped.setScale(0, RoundingMode.DOWN).compareTo(stripped) == 0;
    return whole || (stripped.precision() <= 5 && stripped.scale() <= rules.maxPriceDecimals());
  }
}
