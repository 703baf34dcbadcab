package dev.orrery.exchange.venue;

import dev.orrery.broker.margin.Fees;
import dev.orrery.hyperliquid.wire.info.DiscountTier;
import dev.orrery.hyperliquid.wire.info.FeeSchedule;
import dev.orrery.hyperliquid.wire.info.FeeTiers;
import dev.orrery.hyperliquid.wire.info.UserFees;
import dev.orrery.hyperliquid.wire.info.VolumeTier;
import java.math.BigDecimal;
import java.util.List;

/** The fees of everybody: the lowest tier, whatever was traded. */
final class FeeAnswers {
  private static final BigDecimal SPOT_TAKER = new BigDecimal("0.0007");
  private static final BigDecimal SPOT_MAKER = new BigDecimal("0.0004");
  private static final DiscountTier NO_DISCOUNT =
      new DiscountTier(BigDecimal.ZERO, BigDecimal.ZERO);

  private FeeAnswers() {}

  static UserFees fees(Fees rates) {
    FeeSchedule schedule =
        new FeeSchedule(
            rates.taker(),
            rates.maker(),
            SPOT_TAKER,
            SPOT_MAKER,
            new FeeTiers(
                List.of(
                    new VolumeTier(
                        new BigDecimal("5000000"),
                        new BigDecimal("0.0004"),
                        new BigDecimal("0.00012"),
                        new BigDecimal("0.0006"),
                        new BigDecimal("0.0003"))),
                List.of()),
            new BigDecimal("0.04"),
            List.of(NO_DISCOUNT));
    return new UserFees(
        List.of(),
        schedule,
        rates.taker(),
        rates.maker(),
        SPOT_TAKER,
        SPOT_MAKER,
        BigDecimal.ZERO,
        NO_DISCOUNT);
  }
}
