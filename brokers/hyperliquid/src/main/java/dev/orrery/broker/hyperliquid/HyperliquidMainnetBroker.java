package dev.orrery.broker.hyperliquid;

import dev.orrery.broker.hyperliquid.account.AccountStream;
import dev.orrery.broker.hyperliquid.connection.VenueAccess;
import dev.orrery.broker.hyperliquid.connection.VenueAddress;
import dev.orrery.broker.hyperliquid.order.Batches;
import dev.orrery.broker.hyperliquid.order.Changing;
import dev.orrery.broker.hyperliquid.order.ExitDesk;
import dev.orrery.broker.hyperliquid.order.ExitNews;
import dev.orrery.broker.hyperliquid.order.Exits;
import dev.orrery.broker.hyperliquid.order.Leverages;
import dev.orrery.broker.hyperliquid.order.Moving;
import dev.orrery.broker.hyperliquid.order.OrderNews;
import dev.orrery.broker.hyperliquid.order.Orders;
import dev.orrery.broker.hyperliquid.order.Placing;
import dev.orrery.broker.hyperliquid.order.Refill;
import dev.orrery.broker.hyperliquid.order.Refresh;
import dev.orrery.broker.hyperliquid.order.Replacing;
import dev.orrery.broker.hyperliquid.order.Reports;
import dev.orrery.broker.hyperliquid.order.Resumed;
import dev.orrery.broker.hyperliquid.order.SignedLine;
import dev.orrery.broker.hyperliquid.order.Venue;
import dev.orrery.executor.broker.Broker;
import dev.orrery.executor.broker.BrokerFactory;
import dev.orrery.executor.broker.OrderBatch;
import dev.orrery.executor.broker.ReportRequest;
import dev.orrery.executor.broker.VenueReport;
import dev.orrery.executor.order.OrderOutcome;
import dev.orrery.hyperliquid.signing.ActionSigner;
import dev.orrery.hyperliquid.signing.Nonces;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.Timeline;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One account on Hyperliquid, or on an exchange that speaks its protocol. Thread-safe.
 *
 * <p>It does not exist unless the account may be traded on: see {@link Preflight}. It signs as an
 * agent of the account. What happens to the account comes over one connection; orders go over
 * requests, each sent once, with the instant after which the venue refuses it.
 */
public final class HyperliquidMainnetBroker implements Broker {
  private static final Logger LOG = LoggerFactory.getLogger(HyperliquidMainnetBroker.class);

  private final Orders orders;
  private final SignedLine line;
  private final Exits exits;
  private final ExitDesk exitDesk;
  private final Refresh refresh;
  private final AccountStream stream;
  private final Batches batches;
  private final Reports reports;
  private final EarnedActions earned;

  private HyperliquidMainnetBroker(
      VenueAccess access,
      TradingAccount account,
      BrokerSettings settings,
      Instant opened,
      Preflight.Passed passed,
      BrokerFactory.Request request) {
    Timeline timeline = request.timeline();
    this.orders = new Orders(request.events(), settings.orders().remembered());
    this.line =
        new SignedLine(
            access,
            new ActionSigner(account.signer(), passed.network()),
            new Nonces(account.signer().address(), timeline::now, 0),
            account.address(),
            passed.vault());
    Venue venue =
        Venue.of(
            orders,
            line,
            symbol -> request.market().get().mark(symbol),
            passed.markets(),
            timeline,
            settings.orders());
    this.exits = new Exits(orders, timeline::now);
    this.refresh = new Refresh(venue, exits);
    AtomicReference<Refill> refill = new AtomicReference<>(_ -> {});
    AtomicReference<Runnable> missed = new AtomicReference<>(() -> {});
    ExitNews parts =
        new ExitNews(
            venue, exits, refresh, answered -> refill.get().ask(answered), access.nanoTime());
    OrderNews news =
        new OrderNews(venue, exits, refresh, answered -> refill.get().ask(answered), parts);
    Replacing replacing = new Replacing(venue, news, refresh, access.nanoTime());
    Moving moving = new Moving(venue, news, replacing, access.nanoTime());
    Leverages leverages = new Leverages(venue, access.quick());
    Backstop backstop =
        new Backstop(
            access,
            account.address(),
            orders,
            timeline::now,
            passed.state(),
            () -> missed.get().run());
    AccountWords words = new AccountWords(account.address(), orders, backstop);
    this.exitDesk = new ExitDesk(venue, exits, news, parts, access.nanoTime());
    this.batches =
        new Batches(
            new Placing(venue, exits, news, leverages),
            new Changing(venue, exits, news, moving, leverages),
            settings.orders(),
            access.nanoTime());
    this.reports = new Reports(venue, exits, access.rest(), words);
    this.earned = new EarnedActions(access, account.address());
    CountDownLatch caughtUp = new CountDownLatch(1);
    this.stream =
        new AccountStream(
            access,
            account.address(),
            passed.venueTime(),
            settings.stream(),
            new AccountNews(
                account.address(),
                orders,
                news,
                leverages,
                words,
                backstop,
                timeline::now,
                fill -> refresh.settled(() -> backstop.look(fill.hash())),
                atVenue -> refresh.compare(atVenue, news),
                () -> {
                  caughtUp.countDown();
                  refresh.orders(news);
                }));
    refill.set(stream::refill);
    missed.set(stream::askMissed);
    try {
      new Resumed(venue, exits, replacing, access.rest(), passed.venueTime())
          .take(request.working());
      exitDesk.resume(opened, passed.ahead());
      replacing.resume(opened, passed.ahead());
      stream.start();
      await(caughtUp, account, settings);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
    LOG.info(
        "broker_started account={} agent={} network={} working={}",
        account.address(),
        account.signer().address(),
        passed.network().chain(),
        request.working().size());
  }

  /**
   * Opens accounts on a venue.
   *
   * @param at where it is
   * @param access the way to it; closing it is up to the caller, after the broker
   * @param live the switch that real money hangs on
   */
  public static BrokerFactory on(
      VenueAddress at,
      VenueAccess access,
      TradingAccount account,
      BrokerSettings settings,
      LiveSwitch live) {
    return new BrokerFactory() {
      @Override
      public String kind() {
        return "hyperliquid-mainnet";
      }

      @Override
      public Broker open(Request request) {
        if (request.timeline().kind() != Timeline.Kind.WALL) {
          throw new ProblemException(
              Problem.refused(
                  "account " + account.address(),
                  "cannot be traded on by a recorded market",
                  "run with --market hyperliquid, or a URL"));
        }
        Instant opened = request.timeline().now();
        Preflight.Passed passed = new Preflight(at, access, account, settings, live).check(opened);
        return new HyperliquidMainnetBroker(access, account, settings, opened, passed, request);
      }
    };
  }

  private static void await(
      CountDownLatch caughtUp, TradingAccount account, BrokerSettings settings) {
    boolean came;
    try {
      came = caughtUp.await(settings.openTimeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      came = false;
    }
    if (!came) {
      throw new ProblemException(
          Problem.unreachable(
              "account " + account.address(),
              "no news of it came within " + settings.openTimeout().toSeconds() + " s",
              "check that the venue's socket can be reached; nothing was sent"));
    }
  }

  @Override
  public Effects effects() {
    return Effects.OUTSIDE;
  }

  @Override
  public List<OrderOutcome> submit(OrderBatch batch) {
    return batches.submit(batch);
  }

  @Override
  public VenueReport report(ReportRequest request) {
    VenueReport report = reports.report(request);
    earned.learn();
    // News may be lost on a connection that stays up, and more may hang on it than the fill.
    if (report.fills().stream().anyMatch(fill -> !stream.hasTold(fill.fillId(), fill.at()))) {
      stream.refill(() -> {});
    }
    return report;
  }

  /** Whether it is connected, knows what it missed, and has nothing to do of its own accord. */
  boolean isQuiet() {
    return stream.isUp() && exitDesk.isIdle() && refresh.isIdle();
  }

  /** The venue's numbers of the orders that it takes to stand there. */
  Set<Long> standing() {
    return exits.standing();
  }

  @Override
  public void close() {
    orders.close();
    exitDesk.close();
    refresh.close();
    stream.close();
    line.close();
  }
}
