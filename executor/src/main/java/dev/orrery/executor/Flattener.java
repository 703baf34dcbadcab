package dev.orrery.executor;

import dev.orrery.api.action.Action;
import dev.orrery.api.action.CancelAll;
import dev.orrery.api.action.ClosePosition;
import dev.orrery.executor.account.AccountState;
import dev.orrery.executor.account.TrackedOrder;
import dev.orrery.executor.broker.Broker;
import dev.orrery.executor.broker.BrokerException;
import dev.orrery.executor.broker.ReportRequest;
import dev.orrery.executor.broker.VenueReport;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.risk.RiskCaps;
import dev.orrery.market.MarketSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Closes an account down: nothing is opened any more, every order is cancelled, every position
 * closed with reduce-only market orders, round after round until the venue's own report is empty.
 *
 * <p>It keeps nothing but its epoch. Its orders have ids of their own ({@code
 * flatten:<epoch>:<symbol>}), and the next attempt begins only when the one before is final, so
 * going on after a restart is the same as going on. Thread-safe; {@link #advance} blocks for the
 * broker.
 */
public final class Flattener {
  private static final String STRATEGY = "";

  private final AccountDesk desk;
  private final OrderSender sender;
  private final Broker broker;
  private final Reconciler reconciler;
  private final Supplier<MarketSnapshot> market;
  private final String deployment;
  private final long epoch;

  /**
   * A flattening.
   *
   * @param epoch which one of this deployment: the latch's number, the same after a restart
   */
  public Flattener(
      AccountDesk desk,
      OrderSender sender,
      Broker broker,
      Reconciler reconciler,
      Supplier<MarketSnapshot> market,
      String deployment,
      long epoch) {
    this.desk = desk;
    this.sender = sender;
    this.broker = broker;
    this.reconciler = reconciler;
    this.market = market;
    this.deployment = deployment;
    this.epoch = epoch;
    desk.closing(true);
  }

  /**
   * One round. Call it again, after a pause, until it answers {@link Progress#FLAT}; then the latch
   * is lifted by {@link #finish}.
   */
  public synchronized Progress advance() throws InterruptedException {
    desk.closing(true);
    try {
      reconciler.compareNow();
    } catch (BrokerException e) {
      return Progress.UNREACHABLE;
    }
    Set<String> symbols = new TreeSet<>();
    AccountState state = desk.state();
    for (TrackedOrder order : state.working()) {
      symbols.add(order.spec().symbol());
    }
    for (AccountState.Held held : state.held()) {
      symbols.add(held.symbol());
    }
    for (String symbol : symbols) {
      cancel(symbol);
      close(symbol);
    }
    return symbols.isEmpty() && confirmed() ? Progress.FLAT : Progress.WORKING;
  }

  /** Lets the desk open again. */
  public void finish() {
    desk.closing(false);
  }

  private void cancel(String symbol) throws InterruptedException {
    boolean others =
        desk.state().working().stream()
            .anyMatch(order -> order.spec().symbol().equals(symbol) && !isOurs(order));
    if (others) {
      send("flatten:" + epoch + ":cancel:" + symbol, new CancelAll(symbol, "flatten " + epoch), 0);
    }
  }

  private void close(String symbol) throws InterruptedException {
    if (desk.state().holding(symbol).quantity().isZero()) {
      return;
    }
    String origin = "flatten:" + epoch + ":" + symbol;
    int attempt = 0;
    while (true) {
      TrackedOrder order = desk.order(ClientOrderId.of(deployment, origin, 0, 0, attempt));
      if (order == null) {
        break;
      }
      if (!order.state().isFinal()) {
        return;
      }
      attempt++;
    }
    send(origin, new ClosePosition(symbol, "flatten " + epoch), attempt);
  }

  private void send(String origin, Action action, int attempt) throws InterruptedException {
    Proposal proposal =
        new Proposal(
            origin,
            STRATEGY,
            List.of(action),
            BatchRule.EACH,
            RiskCaps.CLOSE_ONLY,
            market.get(),
            attempt);
    sender.send(desk.commit(proposal, judgement -> null));
  }

  private boolean isOurs(TrackedOrder order) {
    return order.origin().startsWith("flatten:");
  }

  private boolean confirmed() {
    try {
      VenueReport report =
          broker.report(new ReportRequest(Set.of(), Instant.ofEpochMilli(market.get().time())));
      return report.positions().isEmpty() && report.openOrders().isEmpty();
    } catch (BrokerException e) {
      return false;
    }
  }

  /** Where a flattening stands. */
  public enum Progress {
    /** The venue confirms: no position, no order. */
    FLAT,
    /** Orders are under way. */
    WORKING,
    /** The venue cannot be asked now. */
    UNREACHABLE
  }
}
