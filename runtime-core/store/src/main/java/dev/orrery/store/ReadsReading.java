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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a decision read, out of the journal: what {@link ReadsText} wrote. Confined. */
final class ReadsReading {
  private final RecordedCandles candles;
  private final JsonSlice read = new JsonSlice();
  private final JsonSlice inner = new JsonSlice();

  ReadsReading(RecordedCandles candles) {
    this.candles = candles;
  }

  /** The digests of all candles in it. */
  static List<String> digests(String reads) {
    JsonSlice read = new JsonSlice();
    List<String> digests = new ArrayList<>();
    int at = JsonSlice.first(reads, 0);
    while (at >= 0) {
      int end = read.object(reads, at);
      if (read.has("digests")) {
        digests.addAll(texts(reads, read.place("digests")));
      }
      at = JsonSlice.next(reads, end);
    }
    return digests;
  }

  List<Read> of(String reads) {
    if (reads.length() == 2) {
      return List.of();
    }
    List<Read> all = new ArrayList<>(8);
    int at = JsonSlice.first(reads, 0);
    while (at >= 0) {
      int end = read.object(reads, at);
      all.add(read(reads, read));
      at = JsonSlice.next(reads, end);
    }
    return all;
  }

  private Read read(String json, JsonSlice it) {
    return switch (it.text("k")) {
      case "candles" -> candles(json, it);
      case "mark" -> new Read.OfMark(new Mark(it.text("symbol"), price(it, "price"), at(it, "at")));
      case "instrument" -> new Read.OfInstrument(instrument(it));
      case "symbols" -> new Read.OfSymbols(new TreeSet<>(texts(json, it.place("symbols"))));
      case "book" -> new Read.OfBook(it.text("symbol"), book(json, it));
      case "funding" -> new Read.OfFunding(it.text("symbol"), funding(it));
      case "account" -> new Read.OfAccount(account(json, it));
      case "state" -> new Read.OfState(it.text("key"), it.textOrNull("value"));
      case "state-keys" -> new Read.OfStateKeys(new TreeSet<>(texts(json, it.place("keys"))));
      case "state-write" ->
          new Read.OfStateWrite(
              it.text("key"),
              it.flag("compared"),
              it.textOrNull("expected"),
              it.textOrNull("update"),
              it.flag("done"));
      case "model" -> new Read.OfModel(it.text("prompt"), reply(it), it.textOrNull("error"));
      case "model-there" -> new Read.OfModelThere(it.flag("available"));
      case "refused" -> new Read.Refused(it.text("asked"), it.flag("state"), it.text("message"));
      default ->
          throw new IllegalStateException("the journal has an unknown read: " + it.text("k"));
    };
  }

  private Read candles(String json, JsonSlice it) {
    int count = (int) it.number("n", 0);
    List<String> digests = texts(json, it.place("digests"));
    return new Read.OfCandles(
        (int) it.number("ask", count),
        candles.window(
            it.text("symbol"),
            Interval.of(it.text("interval")),
            it.number("from", 0),
            count,
            digests),
        digests);
  }

  private static Instrument instrument(JsonSlice it) {
    return new Instrument(
        it.text("symbol"),
        new PriceRule(it.decimal("increment"), (int) it.number("figures", 0)),
        it.decimal("step"),
        new Usd(it.decimal("minNotional")),
        (int) it.number("maxLeverage", 0));
  }

  private Optional<Book> book(String json, JsonSlice it) {
    return it.has("at")
        ? Optional.of(
            new Book(
                it.text("symbol"),
                levels(json, it.place("bids")),
                levels(json, it.place("asks")),
                at(it, "at")))
        : Optional.empty();
  }

  private List<Book.Level> levels(String json, int side) {
    return elements(json, side, level -> new Book.Level(price(level, "p"), quantity(level, "q")));
  }

  private static Optional<Funding> funding(JsonSlice it) {
    return it.has("rate")
        ? Optional.of(new Funding(it.text("symbol"), it.decimal("rate"), at(it, "next")))
        : Optional.empty();
  }

  private ReadAccount account(String json, JsonSlice it) {
    return new ReadAccount(
        new Usd(it.decimal("equity")),
        new Usd(it.decimal("balance")),
        new Usd(it.decimal("available")),
        elements(json, it.place("positions"), ReadsReading::position),
        elements(json, it.place("orders"), ReadsReading::order));
  }

  private static Position position(JsonSlice it) {
    return new Position(
        it.text("symbol"),
        quantity(it, "size"),
        price(it, "entry"),
        new Usd(it.decimal("unrealised")),
        (int) it.number("leverage", 0),
        MarginMode.valueOf(it.text("mode")),
        it.has("liquidation") ? Optional.of(price(it, "liquidation")) : Optional.empty(),
        at(it, "opened"));
  }

  private static OpenOrder order(JsonSlice it) {
    return new OpenOrder(
        it.text("id"),
        it.text("symbol"),
        Side.valueOf(it.text("side")),
        TermsText.parse(it.text("terms")),
        quantity(it, "size"),
        quantity(it, "remaining"),
        it.flag("reduce"),
        at(it, "placed"),
        it.text("label"),
        OpenOrder.Role.valueOf(it.text("role")),
        Optional.ofNullable(it.textOrNull("entry")),
        OpenOrder.Status.valueOf(it.text("status")));
  }

  private static @Nullable ModelReply reply(JsonSlice it) {
    return it.has("text")
        ? new ModelReply(
            it.text("text"),
            (int) it.number("promptTokens", 0),
            (int) it.number("completionTokens", 0),
            new Usd(it.decimal("cost")))
        : null;
  }

  /** The objects of an array, each by itself; none where there is no array. */
  private <T> List<T> elements(String json, int array, Function<JsonSlice, T> element) {
    int at = array < 0 ? -1 : JsonSlice.first(json, array);
    if (at < 0) {
      return List.of();
    }
    List<T> all = new ArrayList<>();
    while (at >= 0) {
      int end = inner.object(json, at);
      all.add(element.apply(inner));
      at = JsonSlice.next(json, end);
    }
    return all;
  }

  /** The texts of an array. */
  static List<String> texts(String json, int array) {
    int at = array < 0 ? -1 : JsonSlice.first(json, array);
    if (at < 0) {
      return List.of();
    }
    List<String> texts = new ArrayList<>(2);
    while (at >= 0) {
      int end = JsonSlice.valueEnd(json, at);
      texts.add(JsonSlice.string(json, at, end));
      at = JsonSlice.next(json, end);
    }
    return texts;
  }

  private static Price price(JsonSlice it, String field) {
    return new Price(it.decimal(field));
  }

  private static Quantity quantity(JsonSlice it, String field) {
    return new Quantity(it.decimal(field));
  }

  private static Instant at(JsonSlice it, String field) {
    return it.isText(field)
        ? Instant.parse(it.text(field))
        : Instant.ofEpochMilli(it.number(field, 0));
  }
}
