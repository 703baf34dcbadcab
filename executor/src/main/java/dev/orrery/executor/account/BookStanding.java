package dev.orrery.executor.account;

import dev.orrery.api.action.MarginMode;
import dev.orrery.api.value.Usd;
import dev.orrery.executor.journal.StandingReader;
import dev.orrery.executor.journal.StandingWriter;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.OrderState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a book has folded: one that goes on from here is the one that folded it all.
 *
 * @param working in the order they came
 * @param ended remembered, oldest first
 * @param seen keys of what counts once, oldest first
 * @param symbols what was held, and traded last, by symbol
 * @param leverage by symbol
 * @param recent what moved money in the last minute
 * @param orders counted
 * @param sums deposits, realised, fees, funding
 * @param lastTold newest thing told
 * @param intended whether anything was ever placed
 * @param began null when the book tells everything
 * @param dayStart null before the first day
 */
record BookStanding(
    List<TrackedOrder> working,
    List<TrackedOrder> ended,
    List<String> seen,
    Map<String, SymbolBook.Past> symbols,
    Map<String, LeverageSetting> leverage,
    List<BrokerEvent> recent,
    AccountState.OrderCounts orders,
    List<Usd> sums,
    long lastTold,
    boolean intended,
    @Nullable Instant began,
    AccountState.@Nullable DayStart dayStart) {
  private static final String KIND = "book 3";

  /** As text; {@link #read} is the way back. */
  String text() {
    StandingWriter out = new StandingWriter().text(KIND);
    out.all(working, order -> write(order, out)).all(ended, order -> write(order, out));
    out.all(seen, out::text);
    out.all(
        new TreeMap<>(symbols).entrySet(),
        each -> {
          out.text(each.getKey());
          write(each.getValue(), out);
        });
    out.all(
        new TreeMap<>(leverage).entrySet(),
        each ->
            out.text(each.getKey())
                .number(each.getValue().leverage())
                .name(each.getValue().mode()));
    out.all(recent, event -> write(event, out));
    out.number(orders.day()).number(orders.today()).all(orders.recent(), out::number);
    out.all(sums, sum -> out.decimal(sum.value()));
    out.number(lastTold).flag(intended).flag(began != null);
    if (began != null) {
      out.time(began);
    }
    out.flag(dayStart != null);
    if (dayStart != null) {
      out.number(dayStart.day()).decimal(dayStart.equity().value());
    }
    return out.toString();
  }

  static BookStanding read(String text) {
    StandingReader in = new StandingReader(text, KIND);
    BookStanding read =
        new BookStanding(
            in.all(() -> order(in)),
            in.all(() -> order(in)),
            in.all(in::text),
            map(in.all(() -> Map.entry(in.text(), past(in)))),
            map(
                in.all(() ->
                    Map.entry(
                        in.text(),
                        new LeverageSetting(
                            Math.toIntExact(in.number()), in.name(MarginMode.class))))),
            in.all(() -> event(in)),
            new AccountState.OrderCounts(
                in.number(), Math.toIntExact(in.number()), in.all(in::number)),
            in.all(in::usd),
            in.number(),
            in.flag(),
            in.flag() ? in.time() : null,
            in.flag() ? new AccountState.DayStart(in.number(), in.usd()) : null);
    in.end();
    return read;
  }

  private static <T> Map<String, T> map(List<Map.Entry<String, T>> entries) {
    return entries.stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static void write(SymbolBook.Past past, StandingWriter out) {
    Holding before = past.before().holding();
    Instant opened = past.before().opened();
    out.decimal(before.quantity().value()).decimal(before.cost().value()).flag(opened != null);
    if (opened != null) {
      out.time(opened);
    }
    out.all(
        past.since(),
        each -> out.decimal(each.quantity().value()).decimal(each.price().value()).time(each.at()));
  }

  private static SymbolBook.Past past(StandingReader in) {
    return new SymbolBook.Past(
        new SymbolBook.Held(new Holding(in.quantity(), in.usd()), in.flag() ? in.time() : null),
        in.all(() -> new SymbolBook.Traded(in.quantity(), in.price(), in.time())));
  }

  private static void write(TrackedOrder order, StandingWriter out) {
    out.order(order.spec())
        .text(order.origin())
        .text(order.strategy())
        .number(order.epoch())
        .time(order.validUntil())
        .time(order.placedAt())
        .name(order.state())
        .text(order.venueOrderId())
        .decimal(order.filled().value())
        .flag(order.amending() != null);
    if (order.amending() != null) {
      out.order(order.amending());
    }
    BrokerEvent.OrderAmended last = order.lastAmendment();
    out.flag(last != null);
    if (last != null) {
      out.text(last.clientOrderId().value())
          .text(last.venueOrderId())
          .decimal(last.price().value())
          .decimal(last.remaining().value())
          .time(last.at());
    }
    out.flag(order.resized());
  }

  private static TrackedOrder order(StandingReader in) {
    return new TrackedOrder(
        in.order(),
        in.text(),
        in.text(),
        in.number(),
        in.time(),
        in.time(),
        in.name(OrderState.class),
        in.text(),
        in.quantity(),
        in.flag() ? in.order() : null,
        in.flag()
            ? new BrokerEvent.OrderAmended(in.id(), in.text(), in.price(), in.quantity(), in.time())
            : null,
        in.flag());
  }

  private static void write(BrokerEvent event, StandingWriter out) {
    switch (event) {
      case BrokerEvent.OrderFilled it -> out.text("fill").fill(it.fill());
      case BrokerEvent.Deposited it ->
          out.text("deposit").text(it.id()).decimal(it.amount().value()).time(it.at());
      case BrokerEvent.FundingPaid it ->
          out.text("funding")
              .text(it.id())
              .text(it.symbol())
              .decimal(it.amount().value())
              .decimal(it.hourlyRate())
              .decimal(it.quantity().value())
              .time(it.at());
      case BrokerEvent.OrderOpened _,
          BrokerEvent.OrderTriggered _,
          BrokerEvent.OrderAmended _,
          BrokerEvent.OrderClosed _,
          BrokerEvent.LeverageChanged _,
          BrokerEvent.Liquidated _ ->
          throw new IllegalStateException("moves no money: " + event);
    }
  }

  private static BrokerEvent event(StandingReader in) {
    String kind = in.text();
    return switch (kind) {
      case "fill" -> new BrokerEvent.OrderFilled(in.fill());
      case "deposit" -> new BrokerEvent.Deposited(in.text(), in.usd(), in.time());
      case "funding" ->
          new BrokerEvent.FundingPaid(
              in.text(), in.text(), in.usd(), in.decimal(), in.quantity(), in.time());
      default -> throw new IllegalArgumentException("an event of kind '" + kind + "'");
    };
  }
}
