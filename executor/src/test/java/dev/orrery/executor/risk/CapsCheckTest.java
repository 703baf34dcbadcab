package dev.orrery.executor.risk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.value.Usd;
import dev.orrery.executor.TestMarket;
import java.math.BigDecimal;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CapsCheckTest {
  @Test
  void saysWhyTheTinyTestCapsCannotTrade() {
    assertThat(CapsCheck.problems(caps("2", "2"), Usd.of(100), TestMarket.BTC))
        .containsExactly(
            "no order can pass: 2 % of equity 100 = 2 < minOrderUsd 10; needs equity of 500 or"
                + " maxPositionPct of 10");
  }

  @Test
  void findsNothingWhereAnOrderCanPass() {
    assertThat(CapsCheck.problems(caps("2", "2"), Usd.of(500), TestMarket.BTC)).isEmpty();
  }

  @Test
  void namesTheTighterCapAndASymbolThatIsNotAllowed() {
    assertThat(CapsCheck.problems(caps("10", "1"), Usd.of(100), TestMarket.ETH))
        .containsExactly(
            "no order of ETH can pass: allowedSymbols has only [BTC]",
            "no order can pass: 1 % of equity 100 = 1 < minOrderUsd 10; needs equity of 1000 or"
                + " maxTotalExposurePct of 10");
  }

  private static RiskCaps caps(String position, String exposure) {
    return new RiskCaps(
        new BigDecimal(position),
        new BigDecimal(exposure),
        4,
        4,
        BigDecimal.ONE,
        BigDecimal.TEN,
        Set.of("BTC"),
        BigDecimal.TEN,
        new BigDecimal("5"));
  }
}
