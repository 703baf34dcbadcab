package dev.orrery.broker.hyperliquid.account;

import dev.orrery.broker.hyperliquid.connection.ConnectionListener;
import dev.orrery.broker.hyperliquid.connection.ConnectionState;
import dev.orrery.broker.hyperliquid.connection.VenueAccess;
import dev.orrery.broker.hyperliquid.connection.VenueConnection;
import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.wire.info.Fill;
import dev.orrery.hyperliquid.wire.info.LedgerUpdate;
import dev.orrery.hyperliquid.wire.socket.AccountMessage;
import dev.orrery.hyperliquid.wire.socket.AccountMessage.FundingPaid;
import dev.orrery.hyperliquid.wire.socket.ServerMessage;
import dev.orrery.hyperliquid.wire.socket.Subscription;
import dev.orrery.kernel.ProblemException;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One account, followed over one connection of its own: two of its channels do not say whose they
 * are, so no other account may be on it. Thread-safe.
 *
 * <p>What the venue repeats after a reconnect (fills, funding, movements of money) comes as a
 * snapshot and is asked for besides, because a snapshot holds the last ones and not all; each is
 * told once. What it does not repeat (orders) is told as it comes, and {@link
 * AccountListener#caughtUp} says when to ask.
 */
public final class AccountStream implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AccountStream.class);

  private final Address account;
  private final StreamSettings settings;
  private final AccountListener listener;
  private final Missed missed;
  private final IntervalFunction pauses;
  private final VenueConnection connection;
  private final ScheduledExecutorService worker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("orrery-hyperliquid-missed").factory());

  /** Held while the listener is told: one thing at a time. Guards all below. */
  private final Object telling = new Object();

  private final Once<String> fillIds;
  private final Once<String> paymentIds;
  private final Once<LedgerUpdate> movementIds;
  private long fillsUntil;
  private long paymentsUntil;
  private long movementsUntil;

  /** What is older is the past: it is in no snapshot that is told. */
  private final long since;

  /** Counts connections that were up, so that what was asked for one is not told for another. */
  private int session;

  /** The one of them whose past has been told; -1 while there is none. */
  private int caughtUp = -1;

  private boolean closed;

  /**
   * Not started yet.
   *
   * @param account master, sub-account or vault
   * @param since epoch milliseconds: what happened before is not told
   */
  public AccountStream(
      VenueAccess venue,
      Address account,
      long since,
      StreamSettings settings,
      AccountListener listener) {
    this.account = account;
    this.settings = settings;
    this.listener = listener;
    this.missed = new Missed(venue.rest(), account);
    this.pauses =
        IntervalFunction.ofExponentialRandomBackoff(
            settings.firstPause(), 2.0, 0.5, settings.longestPause());
    this.since = since;
    this.fillsUntil = since;
    this.paymentsUntil = since;
    this.movementsUntil = since;
    this.fillIds = new Once<>(settings.remembered());
    this.paymentIds = new Once<>(settings.remembered());
    this.movementIds = new Once<>(settings.remembered());
    this.connection = venue.connection("orrery-hyperliquid-" + shortened(account), new Ears());
    for (Subscription each :
        List.of(
            new Subscription.UserFills(account, null),
            new Subscription.OrderUpdates(account),
            new Subscription.UserEvents(account),
            new Subscription.UserFundings(account),
            new Subscription.LedgerUpdates(account),
            new Subscription.Perpetuals(account, ""),
            new Subscription.OpenOrders(account, ""))) {
      connection.subscribe(each);
    }
  }

  /** Begins, once. */
  public AccountStream start() {
    connection.start();
    return this;
  }

  /** Whether news comes at present, and all that was missed before has been told. */
  public boolean isUp() {
    synchronized (telling) {
      return connection.state() == ConnectionState.UP && caughtUp == session;
    }
  }

  /**
   * Asks for fills that were told to nobody, and tells them. Returns at once.
   *
   * @param answered run after that, when the venue has answered
   */
  public void refill(Runnable answered) {
    synchronized (telling) {
      if (!closed) {
        worker.execute(() -> fillUp(answered));
      }
    }
  }

  /**
   * Whether a fill was told, or happened before anything is told.
   *
   * @param id see {@link #idOf(Fill)}
   */
  public boolean hasTold(String id, Instant at) {
    synchronized (telling) {
      return at.toEpochMilli() < since || fillIds.knows(id);
    }
  }

  /** A fill's identity in its account, over restarts too. */
  public static String idOf(Fill fill) {
    return fill.coin() + ":" + fill.time() + ":" + fill.tid();
  }

  /** A funding payment's identity in its account. */
  public static String idOf(FundingPaid payment) {
    return "funding:" + payment.coin() + ":" + payment.time();
  }

  /** Ends; the listener hears nothing after this returns, unless it is what calls. */
  @Override
  public void close() {
    synchronized (telling) {
      closed = true;
    }
    worker.shutdownNow();
    connection.close();
  }

  private void tell(Runnable what) {
    synchronized (telling) {
      if (!closed) {
        what.run();
      }
    }
  }

  private void fills(List<Fill> all, boolean history) {
    List<Fill> fresh = new ArrayList<>();
    for (Fill fill : all) {
      if (!(history && fill.time() < since) && fillIds.first(idOf(fill))) {
        fresh.add(fill);
        fillsUntil = Math.max(fillsUntil, fill.time());
      }
    }
    if (!fresh.isEmpty()) {
      listener.fills(FillOrder.sorted(fresh));
    }
  }

  private void fundings(List<FundingPaid> all, boolean history) {
    List<FundingPaid> fresh =
        fresh(all, history, FundingPaid::time, it -> paymentIds.first(idOf(it)));
    if (!fresh.isEmpty()) {
      paymentsUntil = Math.max(paymentsUntil, fresh.getLast().time());
      listener.fundings(fresh);
    }
  }

  private void ledger(List<LedgerUpdate> all, boolean history) {
    List<LedgerUpdate> fresh = fresh(all, history, LedgerUpdate::time, movementIds::first);
    if (!fresh.isEmpty()) {
      movementsUntil = Math.max(movementsUntil, fresh.getLast().time());
      listener.ledger(fresh);
    }
  }

  private <T> List<T> fresh(
      List<T> all, boolean history, Function<T, Long> time, Function<T, Boolean> first) {
    return all.stream()
        .filter(it -> !(history && time.apply(it) < since))
        .filter(first::apply)
        .sorted((a, b) -> Long.compare(time.apply(a), time.apply(b)))
        .toList();
  }

  /**
   * Asks for everything that was told to nobody, and has told it when it returns. Blocks.
   *
   * @throws ProblemException when the venue did not answer
   */
  public void askMissed() {
    askMissed(() -> {});
  }

  private void askMissed(Runnable told) {
    long back = settings.overlap().toMillis();
    long fillsFrom;
    long paymentsFrom;
    long movementsFrom;
    synchronized (telling) {
      fillsFrom = fillsUntil - back;
      paymentsFrom = paymentsUntil - back;
      movementsFrom = movementsUntil - back;
    }
    List<Fill> fills = missed.fills(fillsFrom);
    List<FundingPaid> payments = missed.fundings(paymentsFrom);
    List<LedgerUpdate> movements = missed.ledger(movementsFrom);
    tell(() -> {
      fills(fills, true);
      fundings(payments, true);
      ledger(movements, true);
      told.run();
    });
  }

  /** On the worker. */
  private void catchUp(int of, int attempt) {
    try {
      askMissed(() -> {
        if (of == session) {
          caughtUp = of;
          listener.caughtUp();
        }
      });
    } catch (ProblemException e) {
      long pause = pauses.apply(attempt);
      LOG.warn(
          "What was missed cannot be asked for account={} cause={} againInMillis={}",
          account,
          e.getMessage(),
          pause);
      later(of, attempt + 1, pause);
    } catch (RuntimeException e) {
      LOG.error("What was missed could not be told account={}", account, e);
    }
  }

  private void fillUp(Runnable answered) {
    long from;
    synchronized (telling) {
      from = fillsUntil - settings.overlap().toMillis();
    }
    try {
      List<Fill> fills = missed.fills(from);
      tell(() -> {
        fills(fills, true);
        answered.run();
      });
    } catch (ProblemException e) {
      LOG.warn("Fills cannot be asked for account={} cause={}", account, e.getMessage());
    }
  }

  private void later(int of, int attempt, long pause) {
    synchronized (telling) {
      if (!closed && of == session) {
        worker.schedule(() -> catchUp(of, attempt), pause, TimeUnit.MILLISECONDS);
      }
    }
  }

  private static String shortened(Address account) {
    return account.hex().substring(0, 8);
  }

  private final class Ears implements ConnectionListener {
    @Override
    public void up() {
      synchronized (telling) {
        session++;
        later(session, 1, 0);
      }
    }

    @Override
    public void down(String cause) {
      tell(() -> {
        session++;
        listener.lost(cause);
      });
    }

    @Override
    public void message(ServerMessage message) {
      tell(() -> take(message));
    }

    @Override
    public void unreadable(String channel, String cause) {
      tell(() -> listener.unreadable(channel, cause));
    }

    @Override
    public void refused(Subscription subscription, String text) {
      tell(() -> listener.unreadable(subscription.channel(), text));
    }

    private void take(ServerMessage message) {
      switch (message) {
        case AccountMessage.UserFills it when it.user().equals(account) ->
            fills(it.fills(), Boolean.TRUE.equals(it.isSnapshot()));
        case AccountMessage.OrderUpdates it -> listener.orders(it.updates());
        case AccountMessage.UserEvent(_, _, AccountMessage.Liquidation it, _, _, _)
            when it != null ->
            listener.liquidation(it);
        case AccountMessage.UserFundings it when it.user().equals(account) ->
            fundings(it.fundings(), Boolean.TRUE.equals(it.isSnapshot()));
        case AccountMessage.LedgerUpdates it when it.user().equals(account) ->
            ledger(it.nonFundingLedgerUpdates(), Boolean.TRUE.equals(it.isSnapshot()));
        case AccountMessage.Perpetuals it when it.user().equals(account) && it.dex().isEmpty() ->
            listener.state(it.clearinghouseState());
        case AccountMessage.OpenOrders it when it.user().equals(account) && it.dex().isEmpty() ->
            listener.openOrders(it.orders());
        case ServerMessage _ -> {} // Of another account, or told by another channel already.
      }
    }
  }
}
