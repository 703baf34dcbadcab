package dev.orrery.store;

import dev.orrery.api.ModelReply;
import dev.orrery.api.account.OpenOrder;
import dev.orrery.api.account.Position;
import dev.orrery.api.action.MarginMode;
import dev.orrery.api.action.Side;
import dev.orrery.api.market.Book;
import dev.orrery.api.market.Funding;
import dev.orrery.api.market.Instrument;
import dev.orrery.api.market.Interval;
import dev.orrery.api.market.Mark;
import dev.orrery.api.market.PriceRule;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.runtime.recording.Read;
import dev.orrery.runtime.recording.ReadAccount;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a decision read, out of the journal: what {@link ReadsText} wrote. */
final class ReadsReading {
  private final RecordedCandles candles;

  ReadsReading(RecordedCandles candles) {
    this.candles = candles;
  }

  /** The digests of all candles in it. */
  static List<String> digests(JsonNode reads) {
    return reads
        .valueStream()
        .flatMap(read -> read.path("digests").valueStream())
        .map(JsonNode::asString)
        .toList();
  }

  List<Read> of(JsonNode reads) {
    List<Read> all = new ArrayList<>(reads.size());
    for (JsonNode read : reads) {
      all.add(read(read));
    }
    return all;
  }

  private Read read(JsonNode it) {
    return switch (text(it, "k")) {
      case "candles" -> candles(it);
      case "mark" ->
          new Read.OfMark(new Mark(text(it, "symbol"), price(it, "price"), at(it, "at")));
      case "instrument" -> new Read.OfInstrument(instrument(it));
      case "symbols" -> new Read.OfSymbols(texts(it, "symbols"));
      case "book" -> new Read.OfBook(text(it, "symbol"), book(it));
      case "funding" -> new Read.OfFunding(text(it, "symbol"), funding(it));
      case "account" -> new Read.OfAccount(account(it));
      case "state" -> new Read.OfState(text(it, "key"), textOrNull(it, "value"));
      case "state-keys" -> new Read.OfStateKeys(texts(it, "keys"));
      case "state-write" ->
          new Read.OfStateWrite(
              text(it, "key"),
              flag(it, "compared"),
              textOrNull(it, "expected"),
              textOrNull(it, "update"),
              flag(it, "done"));
      case "model" -> new Read.OfModel(text(it, "prompt"), reply(it), textOrNull(it, "error"));
      case "model-there" -> new Read.OfModelThere(flag(it, "available"));
      case "refused" -> new Read.Refused(text(it, "asked"), flag(it, "state"), text(it, "message"));
      default -> throw new IllegalStateException("the journal has an unknown read: " + it);
    };
  }

  private Read candles(JsonNode it) {
    int count = it.path("n").asInt();
    String symbol = text(it, "symbol");
    Interval interval = Interval.of(text(it, "interval"));
    List<String> digests = new ArrayList<>(2);
    for (JsonNode digest : it.path("digests")) {
      digests.add(digest.asString());
    }
    return new Read.OfCandles(
        it.path("ask").asInt(count),
        candles.window(symbol, interval, it.path("from").asLong(0), count, digests),
        digests);
  }

  private static Instrument instrument(JsonNode it) {
    return new Instrument(
        text(it, "symbol"),
        new PriceRule(decimal(it, "increment"), it.path("figures").asInt()),
        decimal(it, "step"),
        new Usd(decimal(it, "minNotional")),
        it.path("maxLeverage").asInt());
  }

  private static Optional<Book> book(JsonNode it) {
    return it.has("at")
        ? Optional.of(
            new Book(text(it, "symbol"), levels(it, "bids"), levels(it, "asks"), at(it, "at")))
        : Optional.empty();
  }

  private static List<Book.Level> levels(JsonNode it, String side) {
    return it.path(side)
        .valueStream()
        .map(level -> new Book.Level(price(level, "p"), quantity(level, "q")))
        .toList();
  }

  private static Optional<Funding> funding(JsonNode it) {
    return it.has("rate")
        ? Optional.of(new Funding(text(it, "symbol"), decimal(it, "rate"), at(it, "next")))
        : Optional.empty();
  }

  private static ReadAccount account(JsonNode it) {
    return new ReadAccount(
        new Usd(decimal(it, "equity")),
        new Usd(decimal(it, "balance")),
        new Usd(decimal(it, "available")),
        it.path("positions").valueStream().map(ReadsReading::position).toList(),
        it.path("orders").valueStream().map(ReadsReading::order).toList());
  }

  private static Position position(JsonNode it) {
    return new Position(
        text(it, "symbol"),
        quantity(it, "size"),
        price(it, "entry"),
        new Usd(decimal(it, "unrealised")),
        it.path("leverage").asInt(),
        MarginMode.valueOf(text(it, "mode")),
        it.has("liquidation") ? Optional.of(price(it, "liquidation")) : Optional.empty(),
        at(it, "opened"));
  }

  private static OpenOrder order(JsonNode it) {
    return new OpenOrder(
        text(it, "id"),
        text(it, "symbol"),
        Side.valueOf(text(it, "side")),
        TermsText.parse(text(it, "terms")),
        quantity(it, "size"),
        quantity(it, "remaining"),
        flag(it, "reduce"),
        at(it, "placed"),
        text(it, "label"),
        OpenOrder.Role.valueOf(text(it, "role")),
        Optional.ofNullable(textOrNull(it, "entry")),
        OpenOrder.Status.valueOf(text(it, "status")));
  }

  private static @Nullable ModelReply reply(JsonNode it) {
    return it.has("text")
        ? new ModelReply(
            text(it, "text"),
            it.path("promptTokens").asInt(),
            it.path("completionTokens").asInt(),
            new Usd(decimal(it, "cost")))
        : null;
  }

  private static Set<String> texts(JsonNode it, String field) {
    Set<String> texts = new TreeSet<>();
    it.path(field).forEach(text -> texts.add(text.asString()));
    return texts;
  }

  private static Price price(JsonNode it, String field) {
    return new Price(decimal(it, field));
  }

  private static Quantity quantity(JsonNode it, String field) {
    return new Quantity(decimal(it, field));
  }

  private static BigDecimal decimal(JsonNode it, String field) {
    return new BigDecimal(it.path(field).asString());
  }

  private static Instant at(JsonNode it, String field) {
    JsonNode at = it.path(field);
    return at.isNumber() ? Instant.ofEpochMilli(at.longValue()) : Instant.parse(at.asString());
  }

  private static boolean flag(JsonNode it, String field) {
    return it.path(field).asBoolean(false);
  }

  private static String text(JsonNode it, String field) {
    return it.path(field).asString("");
  }

  private static @Nullable String textOrNull(JsonNode it, String field) {
    JsonNode value = it.get(field);
    return value == null || value.isNull() ? null : value.asString();
  }
}
