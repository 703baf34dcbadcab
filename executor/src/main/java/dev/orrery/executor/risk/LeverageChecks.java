package dev.orrery.executor.risk;

import dev.orrery.api.action.MarginMode;
import dev.orrery.api.market.Instrument;
import dev.orrery.executor.account.AccountView;
import dev.orrery.executor.account.LeverageSetting;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.risk.Clearance.Denied;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * What a leverage setting must pass, in this order; the first that objects denies.
 *
 * @param caps the strategy's
 * @param account book and instruments of the moment
 * @param state what may be sent
 */
record LeverageChecks(RiskCaps caps, AccountView account, TradingState state) {
  /**
   * Judges a setting; empty when it may be sent.
   *
   * @param now what is in force
   */
  Optional<Denied> judge(
      ClientOrderId id, String symbol, LeverageSetting wanted, LeverageSetting now) {
    return instrument(id, symbol, wanted)
        .or(() -> tradingState(id, wanted, now))
        .or(() -> cap(id, symbol, wanted))
        .or(() -> mode(id, symbol, wanted.mode(), now));
  }

  private Optional<Denied> instrument(ClientOrderId id, String symbol, LeverageSetting wanted) {
    Instrument instrument = account.market().instrument(symbol);
    return instrument == null || wanted.leverage() <= instrument.maxLeverage()
        ? Optional.empty()
        : Optional.of(
            Denied.of(
                id,
                DenialReason.LEVERAGE_EXCEEDS_INSTRUMENT,
                "symbol",
                symbol,
                "leverage",
                wanted.leverage(),
                "maximum",
                instrument.maxLeverage()));
  }

  private Optional<Denied> tradingState(
      ClientOrderId id, LeverageSetting wanted, LeverageSetting now) {
    if (wanted.leverage() <= now.leverage()) {
      return Optional.empty();
    }
    return switch (state) {
      case ACTIVE -> Optional.empty();
      case REDUCING -> Optional.of(Denied.of(id, DenialReason.TRADING_REDUCING));
      case HALTED -> Optional.of(Denied.of(id, DenialReason.TRADING_HALTED));
    };
  }

  private Optional<Denied> cap(ClientOrderId id, String symbol, LeverageSetting wanted) {
    return BigDecimal.valueOf(wanted.leverage()).compareTo(caps.maxLeverage()) <= 0
        ? Optional.empty()
        : Optional.of(
            Denied.of(
                id,
                DenialReason.LEVERAGE_EXCEEDS_CAP,
                "symbol",
                symbol,
                "leverage",
                wanted.leverage(),
                "cap",
                caps.maxLeverage().toPlainString()));
  }

  private Optional<Denied> mode(
      ClientOrderId id, String symbol, MarginMode wanted, LeverageSetting now) {
    return wanted == now.mode() || account.state().holding(symbol).quantity().isZero()
        ? Optional.empty()
        : Optional.of(
            Denied.of(id, DenialReason.MARGIN_MODE_LOCKED, "symbol", symbol, "mode", now.mode()));
  }
}
