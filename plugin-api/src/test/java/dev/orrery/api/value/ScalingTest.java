package dev.orrery.api.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

final class ScalingTest {
  @Test
  void percentOfMoneyIsExact() {
    assertThat(Usd.of("10000").percent(new BigDecimal("20"))).isEqualTo(Usd.of("2000"));
    assertThat(Usd.of("0.01").percent(new BigDecimal("0.5"))).isEqualTo(Usd.of("0.00005"));
  }

  @Test
  void decimalFactorsEqualTextFactors() {
    BigDecimal factor = new BigDecimal("1.25");

    assertThat(Usd.of("8").times(factor)).isEqualTo(Usd.of("8").times("1.25"));
    assertThat(Quantity.of("8").times(factor)).isEqualTo(Quantity.of("8").times("1.25"));
  }

  @Test
  void pricesMoveByPercentBothWays() {
    assertThat(Price.of("100").plusPercent(new BigDecimal("-2"))).isEqualTo(Price.of("98"));
    assertThat(Price.of("812.5").plusPercent(new BigDecimal("0.4"))).isEqualTo(Price.of("815.75"));
  }

  @Test
  void refusesToMovePriceToNothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Price.of("100").plusPercent(new BigDecimal("-100")))
        .withMessageContaining("greater than zero");
  }
}
