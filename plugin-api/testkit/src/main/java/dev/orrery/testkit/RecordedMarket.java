package dev.orrery.testkit;

import dev.orrery.api.market.Book;
import dev.orrery.api.market.Candles;
import dev.orrery.api.market.Funding;
import dev.orrery.api.market.Instrument;
import dev.orrery.api.market.Interval;
import dev.orrery.api.market.Mark;
import dev.orrery.api.market.Market;
import dev.orrery.api.market.PriceRule;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The market as a recorded decision read it. What it did not read is an assertion error: nothing
 * true could be answered. Immutable.
 */
final class RecordedMarket implements Market {
  private final JsonFields market;

  RecordedMarket(JsonFields market) {
    this.market = market;
  }

  @Override
  public Set<String> symbols() {
    if (!market.has("symbols")) {
      throw unread("the symbols of the market");
    }
    Set<String> symbols = new TreeSet<>();
    market.list("symbols").forEach(each -> symbols.add(String.valueOf(each)));
    return symbols;
  }

  @Override
  public Instrument instrument(String symbol) {
    return find(
        "instruments",
        symbol,
        "the rules of " + symbol,
        it ->
            new Instrument(
                symbol,
                new PriceRule(it.decimal("increment"), it.number("figures")),
                it.decimal("step"),
                new Usd(it.decimal("minNotional")),
                it.number("maxLeverage")));
  }

  @Override
  public Mark mark(String symbol) {
    return find(
        "marks",
        symbol,
        "the mark price of " + symbol,
        it -> new Mark(symbol, Price.of(it.text("price")), it.instant("at")));
  }

  @Override
  public Candles candles(String symbol, Interval interval, int count) {
    String asked = count + " candles of " + symbol + " " + interval;
    JsonFields longest = null;
    for (JsonFields run : market.objects("candles", it -> it)) {
      boolean meant =
          run.text("symbol").equals(symbol) && run.text("interval").equals(interval.toString());
      if (meant && (longest == null || run.number("asked") > longest.number("asked"))) {
        longest = run;
      }
    }
    if (longest == null) {
      throw unread(asked);
    }
    List<double[]> rows = new ArrayList<>();
    for (Object row : longest.list("rows")) {
      rows.add(
          ((List<?>) row)
              .stream()
                  .mapToDouble(value -> new BigDecimal(value.toString()).doubleValue())
                  .toArray());
    }
    if (count > longest.number("asked") && rows.size() == longest.number("asked")) {
      throw unread(asked + " (it read " + rows.size() + ")");
    }
    return GivenCandles.ofChecked(symbol, interval, rows).last(count);
  }

  @Override
  public Optional<Book> book(String symbol) {
    return find(
        "books",
        symbol,
        "the book of " + symbol,
        it ->
            it.has("at")
                ? Optional.of(
                    new Book(
                        symbol,
                        it.objects("bids", RecordedMarket::level),
                        it.objects("asks", RecordedMarket::level),
                        it.instant("at")))
                : Optional.empty());
  }

  @Override
  public Optional<Funding> funding(String symbol) {
    return find(
        "fundings",
        symbol,
        "the funding of " + symbol,
        it ->
            it.has("rate")
                ? Optional.of(new Funding(symbol, it.decimal("rate"), it.instant("next")))
                : Optional.empty());
  }

  private static Book.Level level(JsonFields it) {
    return new Book.Level(Price.of(it.text("price")), Quantity.of(it.text("quantity")));
  }

  private <T> T find(String list, String symbol, String asked, Function<JsonFields, T> read) {
    for (JsonFields each : market.objects(list, it -> it)) {
      if (each.text("symbol").equals(symbol)) {
        return read.apply(each);
      }
    }
    throw unread(asked);
  }

  /** What was refused then is refused again, in the same words. */
  private Error unread(String asked) {
    for (JsonFields each : market.objects("refused", it -> it)) {
      if (each.text("asked").equals(asked)) {
        if (each.flag("state")) {
          throw new IllegalStateException(each.text("message"));
        }
        throw new IllegalArgumentException(each.text("message"));
      }
    }
    return unrecorded(asked);
  }

  static AssertionError unrecorded(String asked) {
    return new AssertionError("asked for " + asked + ", which the recorded decision did not read");
  }
}
