package dev.orrery.executor.risk;

import dev.orrery.api.market.Instrument;
import dev.orrery.api.value.Usd;
import dev.orrery.executor.risk.Clearance.Denied;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an order that may open must pass, in this order; the first that objects denies. One method
 * each. Caps are compared with the worst case: every working order filled.
 */
final class OpeningChecks {
  private static final List<Check> ALL =
      List.of(
          OpeningChecks::tradingState,
          OpeningChecks::symbolAllowed,
          OpeningChecks::markFresh,
          OpeningChecks::minimum,
          OpeningChecks::maximum,
          OpeningChecks::ordersPerDay,
          OpeningChecks::ordersPerMinute,
          OpeningChecks::equity,
          OpeningChecks::position,
          OpeningChecks::exposure,
          OpeningChecks::leverage,
          OpeningChecks::margin);

  private OpeningChecks() {}

  static @Nullable Denied judge(Opening opening) {
    for (Check check : ALL) {
      Denied denied = check.judge(opening);
      if (denied != null) {
        return denied;
      }
    }
    return null;
  }

  private static @Nullable Denied tradingState(Opening it) {
    return switch (it.state()) {
      case TradingState.ACTIVE -> null;
      case TradingState.REDUCING -> it.denied(DenialReason.TRADING_REDUCING);
      case TradingState.HALTED -> it.denied(DenialReason.TRADING_HALTED);
    };
  }

  private static @Nullable Denied symbolAllowed(Opening it) {
    String symbol = it.order().symbol();
    return it.caps().allowedSymbols().contains(symbol)
        ? null
        : it.denied(
            DenialReason.SYMBOL_NOT_ALLOWED,
            "symbol",
            symbol,
            "allowed",
            String.join(",", it.caps().allowedSymbols().stream().sorted().toList()));
  }

  private static @Nullable Denied markFresh(Opening it) {
    String symbol = it.order().symbol();
    long confirmed = it.account().market().confirmedAt(symbol);
    if (confirmed == Long.MIN_VALUE || it.notional() == null) {
      return it.denied(DenialReason.MARK_STALE, "symbol", symbol, "age", "never");
    }
    long age = it.nowMillis() - confirmed;
    return age <= it.markStaleAfterMillis()
        ? null
        : it.denied(
            DenialReason.MARK_STALE,
            "symbol",
            symbol,
            "ageMillis",
            age,
            "limitMillis",
            it.markStaleAfterMillis());
  }

  private static @Nullable Denied minimum(Opening it) {
    Instrument instrument = it.account().market().instrument(it.order().symbol());
    BigDecimal least = it.caps().minOrderUsd();
    if (instrument != null) {
      least = least.max(instrument.minNotional().value());
    }
    BigDecimal notional = it.notional();
    return notional != null && notional.compareTo(least) >= 0
        ? null
        : it.denied(
            DenialReason.NOTIONAL_BELOW_MINIMUM,
            "symbol",
            it.order().symbol(),
            "notional",
            plain(notional),
            "minimum",
            plain(least));
  }

  private static @Nullable Denied maximum(Opening it) {
    Instrument instrument = it.account().market().instrument(it.order().symbol());
    BigDecimal notional = it.notional();
    if (instrument == null || notional == null) {
      return null;
    }
    Usd most = OrderLimit.of(instrument, it.order().terms());
    return notional.compareTo(most.value()) <= 0
        ? null
        : it.denied(
            DenialReason.NOTIONAL_ABOVE_MAXIMUM,
            "symbol",
            it.order().symbol(),
            "notional",
            plain(notional),
            "maximum",
            most);
  }

  private static @Nullable Denied ordersPerDay(Opening it) {
    int placed = it.account().state().ordersOnDayOf(it.nowMillis()) + it.placed();
    return it.amendment() || placed < it.caps().maxOrdersPerDay()
        ? null
        : it.denied(
            DenialReason.ORDERS_PER_DAY_EXCEEDED,
            "placed",
            placed,
            "cap",
            it.caps().maxOrdersPerDay());
  }

  private static @Nullable Denied ordersPerMinute(Opening it) {
    int placed = it.account().state().ordersInMinuteBefore(it.nowMillis()) + it.placed();
    return it.amendment() || placed < it.caps().maxOrdersPerMinute()
        ? null
        : it.denied(
            DenialReason.ORDERS_PER_MINUTE_EXCEEDED,
            "placed",
            placed,
            "cap",
            it.caps().maxOrdersPerMinute());
  }

  private static @Nullable Denied equity(Opening it) {
    return it.equity().signum() > 0
        ? null
        : it.denied(DenialReason.EQUITY_NOT_POSITIVE, "equity", it.equity());
  }

  private static @Nullable Denied position(Opening it) {
    return over(
        it,
        it.worst(),
        it.equity().percent(it.caps().maxPositionPct()),
        DenialReason.POSITION_EXCEEDS_CAP);
  }

  private static @Nullable Denied exposure(Opening it) {
    return over(
        it,
        it.gross(),
        it.equity().percent(it.caps().maxTotalExposurePct()),
        DenialReason.EXPOSURE_EXCEEDS_CAP);
  }

  private static @Nullable Denied leverage(Opening it) {
    return over(
        it,
        it.gross(),
        it.equity().times(it.caps().maxLeverage()),
        DenialReason.LEVERAGE_EXCEEDS_CAP);
  }

  private static @Nullable Denied margin(Opening it) {
    if (!it.enlarges() || it.margin().compareTo(it.equity().value()) <= 0) {
      return null;
    }
    return it.denied(
        DenialReason.MARGIN_INSUFFICIENT,
        "symbol",
        it.order().symbol(),
        "needed",
        plain(it.margin()),
        "equity",
        it.equity());
  }

  private static @Nullable Denied over(
      Opening it, BigDecimal notional, Usd cap, DenialReason reason) {
    if (!it.enlarges() || notional.compareTo(cap.value()) <= 0) {
      return null;
    }
    return it.denied(
        reason, "symbol", it.order().symbol(), "notional", plain(notional), "cap", cap);
  }

  private static String plain(@Nullable BigDecimal value) {
    return value == null ? "unknown" : new Usd(value).toString();
  }

  /** One check: null when it does not object. */
  private interface Check {
    @Nullable Denied judge(Opening opening);
  }
}
