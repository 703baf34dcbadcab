package dev.orrery.backtest.report;

import java.util.Locale;
import java.util.function.Function;

/** What is told of each trade, in JSON, CSV and on the page; in this order, under these names. */
enum TradeColumn {
  NUMBER(Trade::number),
  SYMBOL(Trade::symbol),
  SIDE(Trade::direction),
  OPENED_AT(Trade::openedAt),
  CLOSED_AT(Trade::closedAt),
  HELD_MS(trade -> trade.held().toMillis()),
  BARS(Trade::bars),
  QUANTITY(Trade::quantity),
  ENTRY(Trade::entry),
  EXIT(Trade::exit),
  GROSS(Trade::gross),
  FEES(Trade::fees),
  FUNDING(Trade::funding),
  SLIPPAGE(Trade::slippage),
  NET(Trade::net),
  RETURN(Trade::gain),
  ENDED(trade -> trade.ended().name().toLowerCase(Locale.ROOT)),
  WHY(Trade::why),
  WHY_OUT(Trade::whyOut);

  @SuppressWarnings("ImmutableEnumChecker") // references to accessors capture nothing
  private final Function<Trade, Object> value;

  TradeColumn(Function<Trade, Object> value) {
    this.value = value;
  }

  String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  Object of(Trade trade) {
    return value.apply(trade);
  }
}
