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
 * Compares what is held and owned: fills, leverage, positions, balance, in this order. Confined to
 * one thread.
 */
final class HoldingComparison {
  private final Evidence evidence;
  private final AccountBook book;
  private final VenueReport report;
  private final Findings findings;

  /** What positions and balance will be once missed fills are booked. */
  private final Map<String, Holding> holdings = new TreeMap<>();

  private final Map<ClientOrderId, BigDecimal> missed = new HashMap<>();
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

  void fills() {
    for (Fill fill : report.fills()) {
      if (book.hasFill(fill.fillId())) {
        continue;
      }
      Holding.Change change = holdings.getOrDefault(fill.symbol(), Holding.NONE).after(fill);
      holdings.put(fill.symbol(), change.holding());
      balance = balance.plus(change.realised()).minus(fill.fee());
      missed.merge(fill.clientOrderId(), fill.quantity().value(), BigDecimal::add);
      findings.add(
          Kind.MISSED_FILL,
          fill.fillId(),
          "order=" + fill.clientOrderId() + " quantity=" + fill.signedQuantity(),
          new AccountEntry.Told(new BrokerEvent.OrderFilled(fill)));
    }
  }

  /** Quantity of the fills we were not told, by order. */
  Map<ClientOrderId, BigDecimal> missed() {
    return missed;
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
        findings.drift(
            Kind.LEVERAGE, venue.symbol(), "ours=" + ours + " venue=" + theirs, List.of(told));
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
    Quantity difference = wanted.minus(ours.quantity());
    if (difference.isZero()) {
      return;
    }
    if (!evidence.isSettled(symbol)) {
      settled = false;
      return;
    }
    Price price = theirs == null ? ours.averageEntry() : theirs.averageEntry();
    String id = AccountBook.DRIFT + symbol + ":" + report.at().toEpochMilli();
    Fill adjusting =
        new Fill(
            id,
            ClientOrderId.of(AccountBook.DRIFT, id, 0, 0, 0),
            symbol,
            difference.signum() > 0 ? Side.BUY : Side.SELL,
            price,
            difference.abs(),
            Usd.ZERO,
            false,
            false,
            report.at());
    boolean booked =
        findings.drift(
            Kind.POSITION,
            symbol,
            "ours=" + ours.quantity() + " venue=" + wanted,
            List.of(new AccountEntry.Told(new BrokerEvent.OrderFilled(adjusting))));
    if (booked) {
      Holding.Change change = ours.after(adjusting);
      balance = balance.plus(change.realised());
      holdings.put(symbol, change.holding());
    } else {
      settled = false;
    }
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
    Usd difference = theirs.minus(ours);
    if (!settled || !evidence.isQuiet() || difference.abs().value().compareTo(tolerance) <= 0) {
      return;
    }
    findings.drift(
        Kind.BALANCE,
        "USD",
        "balance=" + balance + " venue=" + report.balance() + " unexplained=" + difference,
        List.of(
            new AccountEntry.Told(
                new BrokerEvent.Deposited(
                    AccountBook.DRIFT + "balance:" + report.at().toEpochMilli(),
                    difference,
                    report.at()))));
  }
}
