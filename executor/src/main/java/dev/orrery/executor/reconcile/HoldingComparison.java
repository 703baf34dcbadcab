package dev.orrery.executor.reconcile;

import dev.orrery.api.action.Side;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.executor.account.AccountBook;
import dev.orrery.executor.account.Holding;
import dev.orrery.executor.account.LeverageSetting;
import dev.orrery.executor.broker.VenueReport;
import dev.orrery.executor.broker.VenueReport.VenuePosition;
import dev.orrery.executor.journal.AccountEntry;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.Fill;
import dev.orrery.executor.reconcile.Correction.Kind;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Compares what is held and owned: fills and money, leverage, positions, balance, in this order.
 * Confined to one thread.
 */
final class HoldingComparison {
  private final Evidence evidence;
  private final AccountBook book;
  private final VenueReport report;
  private final Findings findings;

  /** What positions and balance will be once everything that was missed is booked. */
  private final Map<String, Holding> holdings = new TreeMap<>();

  private final Map<ClientOrderId, BigDecimal> untold = new HashMap<>();
  private Usd balance;
  private boolean settled = true;

  HoldingComparison(Evidence evidence, Findings findings) {
    this.evidence = evidence;
    this.book = evidence.book();
    this.report = evidence.report();
    this.findings = findings;
    this.balance = book.state().money().balance();
    book.state().held().forEach(held -> holdings.put(held.symbol(), held.holding()));
  }

  void missed() {
    if (evidence.begins()) {
      return; // what the report lists is in what the book begins with
    }
    for (BrokerEvent.Deposited it : report.deposits()) {
      if (book.isNews(it)) {
        balance = balance.plus(it.amount());
        String detail = it.amount() + " USD at " + it.at();
        findings.add(Kind.MISSED_DEPOSIT, it.id(), detail, new AccountEntry.Told(it));
      }
    }
    for (BrokerEvent.FundingPaid it : report.funding()) {
      if (book.isNews(it)) {
        balance = balance.plus(it.amount());
        String detail = it.amount() + " USD on " + it.symbol() + " at " + it.at();
        findings.add(Kind.MISSED_FUNDING, it.id(), detail, new AccountEntry.Told(it));
      }
    }
    fills();
  }

  private void fills() {
    for (Fill fill : report.fills()) {
      if (!book.isNews(new BrokerEvent.OrderFilled(fill))) {
        continue;
      }
      Holding.Change change = holdings.getOrDefault(fill.symbol(), Holding.NONE).after(fill);
      holdings.put(fill.symbol(), change.holding());
      balance = balance.plus(change.realised()).minus(fill.fee());
      untold.merge(fill.clientOrderId(), fill.quantity().value(), BigDecimal::add);
      findings.add(
          Kind.MISSED_FILL,
          fill.fillId(),
          "order=" + fill.clientOrderId() + " quantity=" + fill.signedQuantity(),
          new AccountEntry.Told(new BrokerEvent.OrderFilled(fill)));
    }
  }

  /** Quantity of the fills we were not told, by order. */
  Map<ClientOrderId, BigDecimal> untold() {
    return untold;
  }

  void leverage() {
    for (VenuePosition venue : report.positions()) {
      LeverageSetting ours = book.state().leverage().get(venue.symbol());
      LeverageSetting theirs = new LeverageSetting(venue.leverage(), venue.mode());
      AccountEntry told =
          new AccountEntry.Told(
              new BrokerEvent.LeverageChanged(
                  venue.symbol(), venue.leverage(), venue.mode(), report.at()));
      if (ours == null) {
        findings.add(Kind.LEVERAGE_LEARNT, venue.symbol(), "venue=" + theirs, told);
      } else if (!theirs.equals(ours)) {
        String detail = "ours=" + ours + " venue=" + theirs;
        findings.add(Kind.LEVERAGE, venue.symbol(), detail, detail, List.of(told));
      }
    }
  }

  void positions() {
    Map<String, VenuePosition> theirs = new TreeMap<>();
    report.positions().forEach(position -> theirs.put(position.symbol(), position));
    theirs.keySet().forEach(symbol -> holdings.putIfAbsent(symbol, Holding.NONE));
    for (String symbol : List.copyOf(holdings.keySet())) {
      position(symbol, holdings.getOrDefault(symbol, Holding.NONE), theirs.get(symbol));
    }
  }

  private void position(String symbol, Holding ours, @Nullable VenuePosition theirs) {
    Quantity wanted = theirs == null ? Quantity.ZERO : theirs.quantity();
    Quantity difference = wanted.minus(ours.quantity()).plus(ahead(symbol));
    if (difference.isZero()) {
      return;
    }
    Price price = theirs == null ? entry(ours, symbol) : theirs.averageEntry();
    String prefix = evidence.begins() ? AccountBook.INITIAL : AccountBook.DRIFT;
    String id = prefix + symbol + ":" + report.at().toEpochMilli();
    Fill adjusting =
        new Fill(
            id,
            ClientOrderId.of(prefix, id, 0, 0, 0),
            symbol,
            difference.signum() > 0 ? Side.BUY : Side.SELL,
            price,
            difference.abs(),
            Usd.ZERO,
            false,
            false,
            report.at());
    boolean booked =
        findings.add(
            evidence.begins() ? Kind.INITIAL_POSITION : Kind.POSITION,
            symbol,
            "ours=" + ours.quantity() + " venue=" + wanted,
            difference.toString(),
            List.of(new AccountEntry.Told(new BrokerEvent.OrderFilled(adjusting))));
    if (booked) {
      Holding.Change change = ours.after(adjusting);
      balance = balance.plus(change.realised());
      holdings.put(symbol, change.holding());
    } else {
      settled = false;
    }
  }

  /** What we were told and the report does not know yet, signed. */
  private Quantity ahead(String symbol) {
    Quantity sum = Quantity.ZERO;
    for (BrokerEvent event : evidence.ahead()) {
      if (event instanceof BrokerEvent.OrderFilled it && it.fill().symbol().equals(symbol)) {
        sum = sum.plus(it.fill().signedQuantity());
      }
    }
    return sum;
  }

  /** Where we hold it; else where it was traded just now, as the report does not know yet. */
  private Price entry(Holding ours, String symbol) {
    if (!ours.quantity().isZero()) {
      return ours.averageEntry();
    }
    Price price = null;
    for (BrokerEvent event : evidence.ahead()) {
      if (event instanceof BrokerEvent.OrderFilled it && it.fill().symbol().equals(symbol)) {
        price = it.fill().price();
      }
    }
    if (price == null) {
      throw new IllegalStateException("a difference in " + symbol + " that nobody has traded");
    }
    return price;
  }

  /** The cash that what the report does not know yet has moved. */
  private Usd aheadCash() {
    Usd sum = Usd.ZERO;
    for (BrokerEvent event : evidence.ahead()) {
      switch (event) {
        case BrokerEvent.OrderFilled it -> {
          Fill fill = it.fill();
          sum = sum.minus(fill.price().times(fill.signedQuantity())).minus(fill.fee());
        }
        case BrokerEvent.Deposited it -> sum = sum.plus(it.amount());
        case BrokerEvent.FundingPaid it -> sum = sum.plus(it.amount());
        case BrokerEvent.OrderOpened _, BrokerEvent.OrderTriggered _ -> {}
        case BrokerEvent.OrderAmended _, BrokerEvent.OrderClosed _ -> {}
        case BrokerEvent.LeverageChanged _, BrokerEvent.Liquidated _ -> {}
      }
    }
    return sum;
  }

  /**
   * What a fill realises depends on the fills before it, and venues may tell them in another order.
   * So it is not balances that are compared but cash: balance less the cost of what is held.
   */
  void balance() {
    Usd ours = balance;
    for (Holding each : holdings.values()) {
      ours = ours.minus(each.cost());
    }
    Usd theirs = report.balance();
    BigDecimal tolerance = BigDecimal.valueOf(evidence.tolerances().balance(), 2);
    for (VenuePosition each : report.positions()) {
      theirs = theirs.minus(each.averageEntry().times(each.quantity()));
      BigDecimal lastDigit = each.averageEntry().value().ulp();
      tolerance = tolerance.add(lastDigit.multiply(each.quantity().abs().value()));
    }
    Usd difference = theirs.minus(ours).plus(aheadCash());
    if (!settled || difference.abs().value().compareTo(tolerance) <= 0) {
      return;
    }
    String prefix = evidence.begins() ? AccountBook.INITIAL : AccountBook.DRIFT;
    findings.add(
        evidence.begins() ? Kind.INITIAL_BALANCE : Kind.BALANCE,
        "USD",
        "balance=" + balance + " venue=" + report.balance() + " unexplained=" + difference,
        difference.toString(),
        List.of(
            new AccountEntry.Told(
                new BrokerEvent.Deposited(
                    prefix + "balance:" + report.at().toEpochMilli(), difference, report.at()))));
  }
}
