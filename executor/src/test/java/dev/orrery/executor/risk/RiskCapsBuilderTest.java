package dev.orrery.executor.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.math.BigDecimal;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RiskCapsBuilderTest {
  @Test
  void buildsCapsByName() {
    RiskCaps caps =
        RiskCaps.builder()
            .maxPositionPct("20")
            .maxTotalExposurePct("50")
            .maxOrdersPerDay(100)
            .maxOrdersPerMinute(10)
            .maxLeverage("2")
            .minOrderUsd("10")
            .allowedSymbols("BTC", "ETH")
            .dailyLossHaltPct("5")
            .build();
    assertThat(caps)
        .isEqualTo(
            new RiskCaps(
                new BigDecimal("20"),
                new BigDecimal("50"),
                100,
                10,
                new BigDecimal("2"),
                new BigDecimal("10"),
                Set.of("BTC", "ETH"),
                new BigDecimal("200"),
                new BigDecimal("5")));
  }

  @Test
  void tellsEveryCapThatIsMissingOrWrongAtOnce() {
    ProblemException refused =
        catchThrowableOfType(
            ProblemException.class,
            () ->
                RiskCaps.builder()
                    .maxPositionPct("-1")
                    .maxLeverage("0.5")
                    .maxOrdersPerDay(-3)
                    .maxMonthlyCostUsd("-1")
                    .minOrderUsd("ten")
                    .dailyLossHaltPct("101")
                    .build());
    assertThat(refused.problems())
        .extracting(Problem::line)
        .containsExactlyInAnyOrder(
            "caps.minOrderUsd: is 'ten' (write a number)",
            "caps.maxPositionPct: is -1 (above 0)",
            "caps.maxTotalExposurePct: is missing (caps have no default)",
            "caps.maxOrdersPerDay: is -3 (at least 0)",
            "caps.maxOrdersPerMinute: is missing (caps have no default)",
            "caps.maxLeverage: is 0.5 (at least 1)",
            "caps.maxMonthlyCostUsd: is -1 (at least 0)",
            "caps.dailyLossHaltPct: is 101 (at most 100)",
            "caps.allowedSymbols: names no symbol, or a blank one (name at least one)");
  }
}
