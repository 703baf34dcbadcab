package dev.orrery.store;

import dev.orrery.api.ModelReply;
import dev.orrery.api.account.Account;
import dev.orrery.api.account.OpenOrder;
import dev.orrery.api.account.Position;
import dev.orrery.api.market.Candles;
import dev.orrery.api.market.Instrument;
import dev.orrery.api.value.Price;
import dev.orrery.runtime.recording.Read;
import java.util.List;

/**
 * What a decision read, as compact JSON: an array of objects, each with its kind as {@code k}.
 * Candles are named by digest (see {@link dev.orrery.runtime.recording.SeriesPoint}): {@code from}
 * is the open time of the first and {@code n} their number, {@code ask} how many were asked for if
 * more.
 */
final class ReadsText {
  private static final String KIND = "k";

  private ReadsText() {}

  static String of(List<Read> reads) {
    return reads.isEmpty()
        ? "[]"
        : Json.array(reads, (read, json) -> json.nested(inner -> write(read, inner)));
  }

  static void position(Position it, Json json) {
    json.put("symbol", it.symbol())
        .put("size", it.quantity().value())
        .put("entry", it.averageEntry().value())
        .put("unrealised", it.unrealised().value())
        .put("leverage", it.leverage())
        .put("mode", it.marginMode().name())
        .put("liquidation", it.liquidationPrice().map(Price::value).orElse(null))
        .time("opened", it.openedAt());
  }

  static void openOrder(OpenOrder it, Json json) {
    json.put("id", it.clientOrderId())
        .put("symbol", it.symbol())
        .put("side", it.side().name())
        .put("terms", TermsText.of(it.terms()))
        .put("size", it.quantity().value())
        .put("remaining", it.remaining().value())
        .flag("reduce", it.reduceOnly())
        .time("placed", it.placedAt())
        .put("label", it.label().isEmpty() ? null : it.label())
        .put("role", it.role().name())
        .put("entry", it.entryId().orElse(null))
        .put("status", it.status().name());
  }

  private static void write(Read read, Json json) {
    switch (read) {
      case Read.OfCandles it -> candles(it, json.put(KIND, "candles"));
      case Read.OfMark it ->
          json.put(KIND, "mark")
              .put("symbol", it.mark().symbol())
              .put("price", it.mark().price().value())
              .time("at", it.mark().at());
      case Read.OfInstrument it -> instrument(it.instrument(), json.put(KIND, "instrument"));
      case Read.OfSymbols it ->
          json.put(KIND, "symbols").texts("symbols", it.symbols().stream().sorted().toList());
      case Read.OfBook it -> book(it, json.put(KIND, "book"));
      case Read.OfFunding it -> {
        json.put(KIND, "funding").put("symbol", it.symbol());
        it.funding()
            .ifPresent(
                found -> json.put("rate", found.hourlyRate()).time("next", found.nextPayment()));
      }
      case Read.OfAccount it -> account(it.account(), json.put(KIND, "account"));
      case Read.OfState it -> json.put(KIND, "state").put("key", it.key()).put("value", it.value());
      case Read.OfStateKeys it ->
          json.put(KIND, "state-keys").texts("keys", it.keys().stream().sorted().toList());
      case Read.OfStateWrite it ->
          json.put(KIND, "state-write")
              .put("key", it.key())
              .flag("compared", it.compared())
              .put("expected", it.expected())
              .put("update", it.update())
              .flag("done", it.done());
      case Read.OfModelThere it -> json.put(KIND, "model-there").flag("available", it.available());
      case Read.Refused it ->
          json.put(KIND, "refused")
              .put("asked", it.asked())
              .flag("state", it.state())
              .put("message", it.message());
      case Read.OfModel it -> model(it, json.put(KIND, "model"));
    }
  }

  private static void candles(Read.OfCandles it, Json json) {
    Candles window = it.window();
    int size = window.size();
    json.put("symbol", window.symbol()).put("interval", window.interval().toString());
    if (size > 0) {
      json.put("from", window.openTime(0));
    }
    json.put("n", size);
    if (it.requested() != size) {
      json.put("ask", it.requested());
    }
    json.texts("digests", it.digests());
  }

  private static void instrument(Instrument it, Json json) {
    json.put("symbol", it.symbol())
        .put("increment", it.priceRule().increment())
        .put("figures", it.priceRule().significantFigures())
        .put("step", it.quantityStep())
        .put("minNotional", it.minNotional().value())
        .put("maxLeverage", it.maxLeverage());
  }

  private static void book(Read.OfBook it, Json json) {
    json.put("symbol", it.symbol());
    it.book()
        .ifPresent(book -> {
          json.array(
              "bids",
              book.bids(),
              (level, inner) ->
                  inner.nested(one ->
                      one.put("p", level.price().value()).put("q", level.quantity().value())));
          json.array(
              "asks",
              book.asks(),
              (level, inner) ->
                  inner.nested(one ->
                      one.put("p", level.price().value()).put("q", level.quantity().value())));
          json.time("at", book.at());
        });
  }

  private static void account(Account it, Json json) {
    json.put("equity", it.equity().value())
        .put("balance", it.balance().value())
        .put("available", it.available().value());
    if (!it.positions().isEmpty()) {
      json.array(
          "positions", it.positions(), (each, inner) -> inner.nested(one -> position(each, one)));
    }
    if (!it.openOrders().isEmpty()) {
      json.array(
          "orders", it.openOrders(), (each, inner) -> inner.nested(one -> openOrder(each, one)));
    }
  }

  private static void model(Read.OfModel it, Json json) {
    json.put("prompt", it.prompt()).put("error", it.error());
    ModelReply reply = it.reply();
    if (reply != null) {
      json.put("text", reply.text())
          .put("promptTokens", reply.promptTokens())
          .put("completionTokens", reply.completionTokens())
          .put("cost", reply.cost().value());
    }
  }
}
