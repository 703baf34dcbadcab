package dev.orrery.backtest.replay;

import dev.orrery.api.Trigger;
import dev.orrery.api.account.Account;
import dev.orrery.api.account.OpenOrder;
import dev.orrery.api.account.Position;
import dev.orrery.api.market.Book;
import dev.orrery.api.market.Candles;
import dev.orrery.api.market.Instrument;
import dev.orrery.executor.order.OrderText;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.runtime.recording.Read;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A recorded decision as the author's kit reads it, whole in itself: maps, lists, texts, numbers
 * and booleans, to be written as JSON. {@code RecordedDecision} of the kit is the other side.
 */
public final class PinnedDecision {
  private static final int FORMAT = 1;
  private static final String SYMBOL = "symbol";

  private final Map<String, List<Object>> market = new LinkedHashMap<>();
  private final Map<String, @Nullable Object> state = new LinkedHashMap<>();
  private final List<Object> answers = new ArrayList<>();
  private final Map<String, @Nullable Object> object = new LinkedHashMap<>();

  private PinnedDecision() {}

  /**
   * Of a decision that was asked and answered, or failed.
   *
   * @param parameters those it was made with, as a value of JSON
   */
  public static Map<String, @Nullable Object> of(DecisionRecord decision, Object parameters) {
    return new PinnedDecision().whole(decision, parameters);
  }

  private Map<String, @Nullable Object> whole(DecisionRecord decision, Object parameters) {
    object.put("format", FORMAT);
    object.put("id", decision.id());
    object.put("strategy", decision.strategy());
    object.put("vault", decision.vault());
    object.put("trigger", trigger(decision.firing().trigger()));
    object.put("scheduled", Instant.ofEpochMilli(decision.firing().atMillis()).toString());
    decision.firing().payload().ifPresent(payload -> object.put("payload", payload));
    object.put("now", Instant.ofEpochMilli(decision.asOf()).toString());
    object.put("parameters", parameters);
    decision.reads().forEach(this::read);
    object.put("market", market);
    if (!state.isEmpty()) {
      object.put("state", state);
    }
    if (!answers.isEmpty()) {
      object.put("answers", answers);
    }
    if (decision.actions().isEmpty()) {
      object.put("failure", decision.reasons().isEmpty() ? "" : decision.reasons().getFirst());
    } else {
      object.put("actions", decision.actions().stream().map(ActionFields::of).toList());
    }
    return object;
  }

  private static Map<String, Object> trigger(Trigger trigger) {
    return switch (trigger) {
      case Trigger.Every it ->
          Map.of(
              "kind", "every", "period", it.period().toString(), "missed", it.missedFire().name());
      case Trigger.Cron it ->
          Map.of(
              "kind", "cron",
              "expression", it.expression(),
              "zone", it.zone().getId(),
              "missed", it.missedFire().name());
      case Trigger.Event it -> Map.of("kind", "event", "topic", it.topic());
      case Trigger.BarClose it ->
          Map.of("kind", "bar-close", SYMBOL, it.symbol(), "interval", it.interval().toString());
      case Trigger.Manual _ -> Map.of("kind", "manual");
    };
  }

  private void read(Read read) {
    switch (read) {
      case Read.OfCandles it -> add("candles", candles(it));
      case Read.OfMark it ->
          add(
              "marks",
              Map.of(
                  SYMBOL,
                  it.mark().symbol(),
                  "price",
                  it.mark().price().toString(),
                  "at",
                  it.mark().at().toString()));
      case Read.OfInstrument it -> add("instruments", instrument(it.instrument()));
      case Read.OfSymbols it ->
          market.put("symbols", List.copyOf(it.symbols().stream().sorted().toList()));
      case Read.OfBook it -> add("books", book(it));
      case Read.OfFunding it -> {
        Map<String, Object> funding = new LinkedHashMap<>();
        funding.put(SYMBOL, it.symbol());
        it.funding()
            .ifPresent(found -> {
              funding.put("rate", plain(found.hourlyRate()));
              funding.put("next", found.nextPayment().toString());
            });
        add("fundings", funding);
      }
      case Read.OfAccount it -> object.put("account", account(it.account()));
      case Read.OfState it -> before(it.key(), it.value());
      case Read.OfStateKeys it -> it.keys().forEach(key -> before(key, ""));
      case Read.OfStateWrite it -> {
        if (it.compared()) {
          before(it.key(), it.done() ? it.expected() : other(it.expected()));
        } else {
          before(it.key(), null);
        }
      }
      case Read.OfModelThere it -> object.put("model", it.available());
      case Read.OfModel it -> answer(it);
      case Read.Refused it ->
          add("refused", Map.of("asked", it.asked(), "state", it.state(), "message", it.message()));
    }
  }

  /** What a key held at first: what is told of it later came of the decision itself. */
  private void before(String key, @Nullable String value) {
    if (!state.containsKey(key)) {
      state.put(key, value);
    }
  }

  /** Something else: that is all that is known where a comparison failed. */
  private static @Nullable String other(@Nullable String expected) {
    return expected == null ? "another" : null;
  }

  private void answer(Read.OfModel it) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("prompt", it.prompt());
    if (it.reply() == null) {
      answer.put("error", String.valueOf(it.error()));
    } else {
      answer.put("text", it.reply().text());
      answer.put("promptTokens", it.reply().promptTokens());
      answer.put("completionTokens", it.reply().completionTokens());
      answer.put("cost", it.reply().cost().toString());
    }
    answers.add(answer);
    object.putIfAbsent("model", true);
  }

  private void add(String list, Object element) {
    market.computeIfAbsent(list, _ -> new ArrayList<>()).add(element);
  }

  private static Map<String, Object> candles(Read.OfCandles it) {
    Candles window = it.window();
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < window.size(); i++) {
      rows.add(
          List.of(
              window.openTime(i),
              window.open(i),
              window.high(i),
              window.low(i),
              window.close(i),
              window.volume(i)));
    }
    Map<String, Object> candles = new LinkedHashMap<>();
    candles.put(SYMBOL, window.symbol());
    candles.put("interval", window.interval().toString());
    candles.put("asked", it.requested());
    candles.put("rows", rows);
    return candles;
  }

  private static Map<String, Object> instrument(Instrument it) {
    Map<String, Object> instrument = new LinkedHashMap<>();
    instrument.put(SYMBOL, it.symbol());
    instrument.put("increment", plain(it.priceRule().increment()));
    instrument.put("figures", it.priceRule().significantFigures());
    instrument.put("step", plain(it.quantityStep()));
    instrument.put("minNotional", it.minNotional().toString());
    instrument.put("maxLeverage", it.maxLeverage());
    return instrument;
  }

  private static Map<String, Object> book(Read.OfBook it) {
    Map<String, Object> book = new LinkedHashMap<>();
    book.put(SYMBOL, it.symbol());
    it.book()
        .ifPresent(found -> {
          book.put("bids", found.bids().stream().map(PinnedDecision::level).toList());
          book.put("asks", found.asks().stream().map(PinnedDecision::level).toList());
          book.put("at", found.at().toString());
        });
    return book;
  }

  private static Map<String, String> level(Book.Level it) {
    return Map.of("price", it.price().toString(), "quantity", it.quantity().toString());
  }

  private static Map<String, Object> account(Account it) {
    Map<String, Object> account = new LinkedHashMap<>();
    account.put("equity", it.equity().toString());
    account.put("balance", it.balance().toString());
    account.put("available", it.available().toString());
    account.put("positions", it.positions().stream().map(PinnedDecision::position).toList());
    account.put("orders", it.openOrders().stream().map(PinnedDecision::order).toList());
    return account;
  }

  private static Map<String, Object> position(Position it) {
    Map<String, Object> position = new LinkedHashMap<>();
    position.put(SYMBOL, it.symbol());
    position.put("size", it.quantity().toString());
    position.put("entry", it.averageEntry().toString());
    position.put("unrealised", it.unrealised().toString());
    position.put("leverage", it.leverage());
    position.put("mode", it.marginMode().name());
    it.liquidationPrice().ifPresent(price -> position.put("liquidation", price.toString()));
    position.put("opened", it.openedAt().toString());
    return position;
  }

  private static Map<String, Object> order(OpenOrder it) {
    Map<String, Object> order = new LinkedHashMap<>();
    order.put("id", it.clientOrderId());
    order.put(SYMBOL, it.symbol());
    order.put("side", it.side().name());
    order.put("terms", OrderText.of(it.terms()));
    order.put("size", it.quantity().toString());
    order.put("remaining", it.remaining().toString());
    order.put("reduceOnly", it.reduceOnly());
    order.put("placed", it.placedAt().toString());
    order.put("label", it.label());
    order.put("role", it.role().name());
    it.entryId().ifPresent(entry -> order.put("entry", entry));
    order.put("status", it.status().name());
    return order;
  }

  private static String plain(BigDecimal value) {
    return value.toPlainString();
  }
}
