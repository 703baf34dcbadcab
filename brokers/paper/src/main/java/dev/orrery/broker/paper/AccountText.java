package dev.orrery.broker.paper;

import dev.orrery.executor.journal.StandingReader;
import dev.orrery.executor.journal.StandingWriter;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.BrokerEvent.CloseReason;
import java.util.Map;
import java.util.function.ToIntFunction;

/** How a paper account stands, as text: everything that it has folded. */
final class AccountText {
  private static final String KIND = "paper 1";

  private AccountText() {}

  static String write(PaperAccount.Standing standing) {
    StandingWriter out = new StandingWriter().text(KIND);
    out.all(standing.working(), order -> order.write(out));
    out.all(
        standing.endings().entrySet(),
        each ->
            out.text(each.getKey().value())
                .text(each.getValue().venueOrderId())
                .name(each.getValue().reason())
                .text(each.getValue().detail()));
    out.all(standing.fills(), out::fill);
    out.all(
        standing.deposits(), it -> out.text(it.id()).decimal(it.amount().value()).time(it.at()));
    out.all(standing.funding(), it -> funding(it, out));
    out.all(
        standing.symbols().entrySet(),
        each -> {
          out.text(each.getKey());
          each.getValue().write(out);
        });
    return out.decimal(standing.balance().value())
        .flag(standing.funded())
        .text(standing.liquidating())
        .number(standing.liquidations())
        .number(standing.lastAt())
        .toString();
  }

  static PaperAccount.Standing read(String text, ToIntFunction<String> defaultLeverage) {
    StandingReader in = new StandingReader(text, KIND);
    PaperAccount.Standing read =
        new PaperAccount.Standing(
            in.all(() -> WorkingOrder.read(in)),
            PaperAccount.mapped(in.all(() -> Map.entry(in.id(), ending(in)))),
            in.all(in::fill),
            in.all(() -> new BrokerEvent.Deposited(in.text(), in.usd(), in.time())),
            in.all(() -> funding(in)),
            PaperAccount.mapped(in.all(() -> symbol(in, defaultLeverage))),
            in.usd(),
            in.flag(),
            in.textOrNull(),
            Math.toIntExact(in.number()),
            in.number());
    in.end();
    return read;
  }

  private static Map.Entry<String, SymbolAccount> symbol(
      StandingReader in, ToIntFunction<String> defaultLeverage) {
    String name = in.text();
    return Map.entry(name, SymbolAccount.read(in, defaultLeverage.applyAsInt(name)));
  }

  private static PaperAccount.Ending ending(StandingReader in) {
    return new PaperAccount.Ending(in.text(), in.name(CloseReason.class), in.text());
  }

  private static void funding(BrokerEvent.FundingPaid it, StandingWriter out) {
    out.text(it.id())
        .text(it.symbol())
        .decimal(it.amount().value())
        .decimal(it.hourlyRate())
        .decimal(it.quantity().value())
        .time(it.at());
  }

  private static BrokerEvent.FundingPaid funding(StandingReader in) {
    return new BrokerEvent.FundingPaid(
        in.text(), in.text(), in.usd(), in.decimal(), in.quantity(), in.time());
  }
}
