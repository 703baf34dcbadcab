package dev.orrery.api.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class MoneyTest {
  @Test
  void productsOfAnyFactorsAreRoundedNotRefused() {
    Usd equity = Usd.of(10_000);
    BigDecimal binary =
        new BigDecimal("0.05000000000000000277555756156289135105907917022705078125");
    assertThat(
            equity
                .times(binary)
                .times(new BigDecimal("0.299999999999999988897769753748434595763683319091796875")))
        .isEqualTo(Usd.of(150));
    assertThat(equity.percent(binary)).isEqualTo(Usd.of(5));
    assertThat(Quantity.of("3").times(binary)).isEqualTo(Quantity.of("0.15"));
    assertThat(Price.of("100").times(binary)).isEqualTo(Price.of("5"));
  }

  @Test
  void aDifferenceOfPricesIsMoney() {
    assertThat(Price.of("790.5").minus(Price.of("800"))).isEqualTo(Usd.of(-9.5));
  }
}
