package dev.orrery.exchange.venue;

import dev.orrery.hyperliquid.wire.BookSide;
import dev.orrery.hyperliquid.wire.info.Fill;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts fills together that one order had in one moment: sizes, fees and profit are summed, the
 * price is the average, rounded to 8 decimals.
 */
final class Aggregation {
  private static final int SCALE = 8;

  private Aggregation() {}

  /** Puts neighbours together, in whichever order the fills come. */
  static List<Fill> of(List<Fill> fills) {
    List<Fill> all = new ArrayList<>();
    for (Fill fill : fills) {
      Fill last = all.isEmpty() ? null : all.getLast();
      if (last != null && together(last, fill)) {
        all.removeLast();
        all.add(joined(last, fill));
      } else {
        all.add(fill);
      }
    }
    return all;
  }

  private static boolean together(Fill one, Fill other) {
    return one.oid() == other.oid()
        && one.time() == other.time()
        && one.crossed() == other.crossed()
        && one.hash().equals(other.hash());
  }

  private static Fill joined(Fill one, Fill other) {
    BigDecimal size = one.sz().add(other.sz());
    BigDecimal worth = one.px().multiply(one.sz()).add(other.px().multiply(other.sz()));
    BigDecimal px = worth.divide(size, SCALE, RoundingMode.HALF_EVEN).stripTrailingZeros();
    Fill first = startsLater(one, other) ? other : one;
    BigDecimal builder = sum(one.builderFee(), other.builderFee());
    return new Fill(
        first.coin(),
        px,
        size,
        first.side(),
        first.time(),
        first.startPosition(),
        first.dir(),
        one.closedPnl().add(other.closedPnl()),
        first.hash(),
        first.oid(),
        first.crossed(),
        one.fee().add(other.fee()),
        builder.signum() == 0 ? null : builder,
        first.tid(),
        first.feeToken(),
        first.liquidation(),
        first.twapId(),
        first.cloid());
  }

  /** Whether the position had moved on from the other fill's start when this one came. */
  private static boolean startsLater(Fill one, Fill other) {
    int moved = one.startPosition().compareTo(other.startPosition());
    return one.side() == BookSide.BID ? moved > 0 : moved < 0;
  }

  private static BigDecimal sum(@Nullable BigDecimal one, @Nullable BigDecimal other) {
    BigDecimal first = one == null ? BigDecimal.ZERO : one;
    return other == null ? first : first.add(other);
  }
}
