package dev.orrery.broker.contract;

import dev.orrery.api.action.Side;
import dev.orrery.api.market.Instrument;
import dev.orrery.api.value.Price;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/** Whether scenarios can be played with an instrument. */
final class InstrumentCheck {
  private static final BigDecimal MARK = new BigDecimal("1000");

  private InstrumentCheck() {}

  /**
   * Refuses an instrument that scenarios would fail with for no fault of the broker's.
   *
   * @throws IllegalArgumentException with what is wrong, and what would do
   */
  static void require(Instrument instrument) {
    BigDecimal step = instrument.quantityStep();
    if (step.multiply(MARK).compareTo(instrument.minNotional().value()) >= 0) {
      throw unfit(
          instrument,
          "one lot of " + step + " at 1000 is not below the smallest order value",
          "give it lots below " + instrument.minNotional().value().divide(MARK));
    }
    if (new BigDecimal("0.1").remainder(step).signum() != 0) {
      throw unfit(instrument, "0.1 is no multiple of its lot " + step, "give it lots of 0.001");
    }
    if (instrument.maxLeverage() < 20 || instrument.maxLeverage() > 70) {
      throw unfit(
          instrument, "its highest leverage is " + instrument.maxLeverage(), "give it 20 to 70");
    }
    Price price = Price.of("941");
    if (!instrument.roundPrice(price, Side.BUY).equals(Optional.of(price))) {
      throw unfit(instrument, "it does not take the price 941", "let it take whole prices");
    }
  }

  /** The largest quantity that is worth less than the smallest order at 1000. */
  static String tooSmall(Instrument instrument) {
    BigDecimal step = instrument.quantityStep();
    BigDecimal lots =
        instrument
            .minNotional()
            .value()
            .divide(MARK.multiply(step), 0, RoundingMode.CEILING)
            .subtract(BigDecimal.ONE);
    return lots.multiply(step).toPlainString();
  }

  private static IllegalArgumentException unfit(Instrument it, String why, String wayOut) {
    return new IllegalArgumentException(
        "instrument " + it.symbol() + " of the harness: " + why + "; " + wayOut);
  }
}
