package dev.orrery.broker.hyperliquid;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orrery.api.action.Side;
import dev.orrery.api.market.Instrument;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.broker.contract.BrokerHarness;
import dev.orrery.broker.contract.Capability;
import dev.orrery.broker.contract.LineFault;
import dev.orrery.broker.hyperliquid.account.AccountStream;
import dev.orrery.broker.hyperliquid.account.StreamSettings;
import dev.orrery.broker.hyperliquid.connection.VenueAccess;
import dev.orrery.broker.hyperliquid.connection.VenueAddress;
import dev.orrery.broker.hyperliquid.feed.VenueInstruments;
import dev.orrery.broker.hyperliquid.order.OrderSettings;
import dev.orrery.exchange.LocalExchange;
import dev.orrery.exchange.venue.MarketTick;
import dev.orrery.exchange.venue.PerpSettings;
import dev.orrery.exchange.venue.Venue;
import dev.orrery.exchange.venue.VenueSettings;
import dev.orrery.executor.broker.Broker;
import dev.orrery.executor.broker.BrokerFactory;
import dev.orrery.executor.broker.OrderBatch;
import dev.orrery.executor.broker.ReportRequest;
import dev.orrery.executor.broker.VenueReport;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.OrderOutcome;
import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.Network;
import dev.orrery.hyperliquid.OrderRef;
import dev.orrery.hyperliquid.client.ExchangeResult;
import dev.orrery.hyperliquid.client.RequestBudget;
import dev.orrery.hyperliquid.client.RestClient;
import dev.orrery.hyperliquid.client.RestSettings;
import dev.orrery.hyperliquid.signing.ActionSigner;
import dev.orrery.hyperliquid.signing.KeySigner;
import dev.orrery.hyperliquid.signing.Nonces;
import dev.orrery.hyperliquid.wire.action.ApproveAgent;
import dev.orrery.hyperliquid.wire.action.OrderRequest;
import dev.orrery.hyperliquid.wire.action.OrderTerms;
import dev.orrery.hyperliquid.wire.action.PlaceOrders;
import dev.orrery.hyperliquid.wire.action.SigningChain;
import dev.orrery.hyperliquid.wire.info.AccountRequest;
import dev.orrery.hyperliquid.wire.info.DetailedOrder;
import dev.orrery.hyperliquid.wire.info.Fill;
import dev.orrery.hyperliquid.wire.info.InfoRequest;
import dev.orrery.hyperliquid.wire.info.MarketRequest;
import dev.orrery.hyperliquid.wire.info.OrderRecord;
import dev.orrery.kernel.Secret;
import dev.orrery.kernel.WallTimeline;
import dev.orrery.market.MarketBoard;
import dev.orrery.market.MarketEvent;
import dev.orrery.market.MarketSnapshot;
import dev.orrery.testing.SettableClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The broker on the local exchange, over a line that can be made to fail. */
final class LocalVenueHarness implements BrokerHarness {
  private static final long BEGINNING = 1_764_000_010_000L;
  private static final String COIN = "BTC";

  /** What an answer may take on a machine that is busy with other things. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** The whole of a batch; the broker's own limit is shorter. */
  private static final Duration CALL = Duration.ofSeconds(30);

  private static final Duration QUICK = Duration.ofSeconds(10);
  private static final KeySigner MASTER = KeySigner.of(Secret.of("0x" + "11".repeat(31) + "01"));
  private static final KeySigner AGENT = KeySigner.of(Secret.of("0x" + "22".repeat(31) + "02"));
  private static final KeySigner STRANGER = KeySigner.of(Secret.of("0x" + "33".repeat(31) + "03"));

  private final long begun = System.nanoTime();
  private final SettableClock clock = new SettableClock(BEGINNING);
  private final WallTimeline timeline = new WallTimeline(clock);
  private final LocalExchange exchange;
  private final FaultyLine line;
  private final VenueAccess access;
  private final RestClient direct;
  private final ActionSigner master = new ActionSigner(MASTER, Network.TESTNET);
  private final Nonces nonces = new Nonces(MASTER.address(), clock, 0);
  private final List<Instrument> instruments;
  private final MarketBoard board;
  private final List<Opened> open = new CopyOnWriteArrayList<>();
  private volatile LineFault fault = LineFault.NONE;
  private volatile Duration settleWithin = PATIENCE;
  private volatile boolean mustSettle = true;
  private volatile Duration patience = PATIENCE;

  LocalVenueHarness() throws IOException {
    this(1);
  }

  /**
   * A venue of its own.
   *
   * @param haste how much sooner requests that were too many may go on; they pause for a minute
   */
  LocalVenueHarness(int haste) throws IOException {
    PerpSettings btc =
        new PerpSettings(
            COIN, 3, 40, List.of(), false, new BigDecimal("6000"), new BigDecimal("1000"));
    exchange =
        LocalExchange.with(
                VenueSettings.of(btc).withStartingFund(BigDecimal.ZERO).withRateLimits(false))
            .port(0)
            .world(clock)
            .weightPerMinute(0)
            .start();
    exchange.deposit(MASTER.address(), new BigDecimal("10000"));
    line = new FaultyLine(exchange.address());
    access =
        new VenueAccess(
            new RestSettings(line.rest(), PATIENCE, PATIENCE, 2, Duration.ofMillis(5)),
            TestSettings.sockets(line.socket()),
            new RequestBudget(1_000_000, 1, 1, () -> (System.nanoTime() - begun) * haste),
            System::nanoTime,
            QUICK);
    direct =
        new RestClient(
            new RestSettings(exchange.address(), PATIENCE, PATIENCE, 3, Duration.ofMillis(50)),
            new RequestBudget(1_000_000, 1, 1, System::nanoTime));
    approve(AGENT.address());
    instruments = VenueInstruments.of(direct.ask(new MarketRequest.PerpMeta(null)).orThrow());
    board = MarketBoard.of(instruments, timeline);
    price(new BigDecimal("1000"));
  }

  /** The exchange itself. */
  LocalExchange exchange() {
    return exchange;
  }

  /** Has something happen just before and after the next request with this word in it arrives. */
  void around(String word, Runnable happening) {
    line.around(word, happening);
  }

  /** The mark price touches this, and is back at once. */
  void touch(String price) {
    exchange.venue(venue -> {
      BigDecimal mark = new BigDecimal(String.valueOf(board.snapshot().mark(COIN)));
      venue.control().holdMark(COIN, new BigDecimal(price));
      venue.advance(venue.now() + 1);
      venue.control().holdMark(COIN, mark);
      venue.advance(venue.now() + 1);
      return null;
    });
  }

  /** Asks for a fault, as anybody may. */
  void fault(String json) {
    control("POST", json);
  }

  /** No fault is in force any more, and the line is good. */
  void wellAgain() {
    line(LineFault.NONE);
    control("DELETE", "{}");
  }

  private void control(String method, String json) {
    try {
      HttpURLConnection request =
          (HttpURLConnection)
              exchange.address().resolve("/control/faults").toURL().openConnection();
      request.setRequestMethod(method);
      request.setRequestProperty("Content-Type", "application/json");
      request.setDoOutput(true);
      request.getOutputStream().write(json.getBytes(UTF_8));
      if (request.getResponseCode() >= 300) {
        throw new IllegalStateException(json + " is answered " + request.getResponseCode());
      }
      request.getInputStream().readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Address account() {
    return MASTER.address();
  }

  static Address agent() {
    return AGENT.address();
  }

  private void approve(Address agent) {
    tick();
    ExchangeResult result =
        direct.send(
            master.sign(
                new ApproveAgent(SigningChain.of(Network.TESTNET), agent, "test", nonces.next())),
            MASTER.address());
    if (!(result instanceof ExchangeResult.Accepted)) {
      throw new IllegalStateException("not approved: " + result);
    }
  }

  private void tick() {
    clock.set(clock.millis() + 10);
  }

  private void price(BigDecimal px) {
    exchange.venue(venue -> {
      venue.control().holdMark(COIN, px);
      venue.advance(clock.millis());
      return null;
    });
    board.publish(new MarketEvent.Mids(clock.millis(), Map.of(COIN, px.doubleValue())));
  }

  @Override
  public Optional<String> lacks(Capability capability) {
    return switch (capability) {
      case UNPRICED_SYMBOL -> Optional.of("every market of the venue has a price");
      default -> Optional.empty();
    };
  }

  @Override
  public BrokerFactory factory() {
    return factory(AGENT);
  }

  @Override
  public BrokerFactory refusing() {
    return factory(STRANGER);
  }

  private BrokerFactory factory(KeySigner signer) {
    OrderSettings usual = OrderSettings.DEFAULTS;
    BrokerFactory factory =
        HyperliquidMainnetBroker.on(
            VenueAddress.of(line.rest().toString()),
            access,
            new TradingAccount(MASTER.address(), signer),
            new BrokerSettings(
                Duration.ofDays(1),
                Duration.ofSeconds(5),
                Duration.ofSeconds(60),
                new OrderSettings(
                    usual.marketBound(),
                    usual.triggerBound(),
                    usual.fillWait(),
                    CALL,
                    CALL.dividedBy(5),
                    Duration.ofMillis(200),
                    Duration.ofMillis(50),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(2),
                    1_000),
                StreamSettings.DEFAULTS),
            new LiveSwitch(false));
    return new BrokerFactory() {
      @Override
      public String kind() {
        return factory.kind();
      }

      @Override
      public Broker open(Request request) {
        Opened opened = new Opened(books());
        Broker broker = opened.of(factory, request);
        open.add(opened);
        return broker;
      }
    };
  }

  /** What the venue has of the account at one moment. */
  record Books(Set<String> fills, int payments, Set<Long> open) {}

  Books books() {
    return exchange.venue(venue -> {
      Address account = MASTER.address();
      List<Fill> fills = info(venue, new AccountRequest.Fills(account, null));
      List<DetailedOrder> orders =
          info(venue, new AccountRequest.DetailedOpenOrders(account, null));
      return new Books(
          fills.stream().map(AccountStream::idOf).collect(Collectors.toSet()),
          info(venue, new AccountRequest.Funding(account, 0L, null)).size()
              + (int)
                  info(venue, new AccountRequest.Ledger(account, 0L, null)).stream()
                      .filter(it -> it.delta().type().equals("deposit"))
                      .count(),
          orders.stream().map(DetailedOrder::oid).collect(Collectors.toSet()));
    });
  }

  /** What has become of each order the venue has had, by its name. */
  Map<String, List<OrderRecord>> ordered() {
    Address account = MASTER.address();
    return exchange.venue(venue ->
        info(venue, new AccountRequest.HistoricalOrders(account)).stream()
            .map(record -> record.order().oid())
            .distinct()
            .map(oid ->
                Objects.requireNonNull(
                    info(venue, new AccountRequest.OrderStatus(account, OrderRef.of(oid))).order()))
            .collect(Collectors.groupingBy(record -> String.valueOf(record.order().cloid()))));
  }

  private static <T> T info(Venue venue, InfoRequest<T> question) {
    return Objects.requireNonNull(venue.info(question));
  }

  /** A broker that was opened, with what it has told. */
  private final class Opened {
    private final Books before;
    private final Set<String> fills = ConcurrentHashMap.newKeySet();
    private final AtomicInteger payments = new AtomicInteger();
    private @Nullable HyperliquidMainnetBroker broker;

    Opened(Books before) {
      this.before = before;
    }

    Broker of(BrokerFactory factory, BrokerFactory.Request request) {
      HyperliquidMainnetBroker opened =
          (HyperliquidMainnetBroker)
              factory.open(
                  new BrokerFactory.Request(
                      request.account(),
                      request.deployment(),
                      request.timeline(),
                      request.instruments(),
                      request.market(),
                      event -> {
                        told(event);
                        request.events().on(event);
                      },
                      request.working()));
      broker = opened;
      return new Broker() {
        @Override
        public Effects effects() {
          return opened.effects();
        }

        @Override
        public List<OrderOutcome> submit(OrderBatch batch) {
          return opened.submit(batch);
        }

        @Override
        public VenueReport report(ReportRequest request) {
          return opened.report(request);
        }

        @Override
        public void close() {
          open.remove(Opened.this);
          opened.close();
        }
      };
    }

    private void told(BrokerEvent event) {
      switch (event) {
        case BrokerEvent.OrderFilled it -> fills.add(it.fill().fillId());
        case BrokerEvent.FundingPaid _ -> payments.incrementAndGet();
        case BrokerEvent.Deposited it when !it.id().startsWith("backstop:") ->
            payments.incrementAndGet();
        case BrokerEvent _ -> {}
      }
    }

    /** What of the venue's books it does not know yet, or has to do yet; empty when nothing. */
    String unsettled(Books now) {
      HyperliquidMainnetBroker of = Objects.requireNonNull(broker);
      Set<String> untold = new HashSet<>(now.fills());
      untold.removeAll(before.fills());
      untold.removeAll(fills);
      Set<Long> standing = of.standing();
      Set<Long> unknown = new HashSet<>(now.open());
      unknown.removeAll(before.open());
      unknown.removeAll(standing);
      Set<Long> ended = new HashSet<>(standing);
      ended.removeAll(now.open());
      boolean paid = payments.get() >= now.payments() - before.payments();
      return untold.isEmpty() && unknown.isEmpty() && ended.isEmpty() && paid && of.isQuiet()
          ? ""
          : "fills " + untold + ", orders " + unknown + ", ended " + ended + ", told " + paid;
    }
  }

  @Override
  public WallTimeline timeline() {
    return timeline;
  }

  @Override
  public Instrument instrument() {
    return instruments.getFirst();
  }

  @Override
  public MarketSnapshot market() {
    return board.snapshot();
  }

  @Override
  public void trade(Price price, Quantity size) {
    tick();
    // The book first: a trigger must not fire into what it was before.
    exchange.venue(venue -> {
      venue.market(new MarketTick.Print(COIN, clock.millis(), price.value(), size.value(), null));
      return null;
    });
    price(price.value());
  }

  @Override
  public void pass(Duration time) {
    clock.set(clock.millis() + time.toMillis());
    exchange.venue(venue -> {
      venue.advance(clock.millis());
      return null;
    });
    try {
      line.release();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Quiet is when the brokers that are open know all that the venue does, and have nothing to do of
   * their own accord. While the line is cut they cannot know.
   */
  @Override
  public void settle() {
    long end = System.nanoTime() + settleWithin.toNanos();
    String unsettled = unsettled();
    while (!unsettled.isEmpty() && fault != LineFault.DISCONNECT) {
      if (System.nanoTime() - end >= 0) {
        if (mustSettle) {
          throw new AssertionError("not settled within " + settleWithin + ": " + unsettled);
        }
        return;
      }
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
      unsettled = unsettled();
    }
  }

  private String unsettled() {
    long actions = exchange.actions();
    Books now = books();
    for (Opened each : open) {
      String unsettled = each.unsettled(now);
      if (!unsettled.isEmpty()) {
        return unsettled;
      }
    }
    return actions == exchange.actions() && now.equals(books()) ? "" : "still moving";
  }

  /** What is told and what stands may differ for good: settling ends after a while. */
  void settleAtMost(Duration time) {
    settleWithin = time;
    mustSettle = false;
  }

  @Override
  public void line(LineFault next) {
    fault = next;
    line.set(next);
  }

  @Override
  public void deposit(Usd amount) {
    tick();
    exchange.deposit(MASTER.address(), amount.value());
  }

  @Override
  public void placeElsewhere(Side side, Quantity quantity, Price limit) {
    tick();
    direct.send(
        master.sign(
            PlaceOrders.of(
                new OrderRequest(
                    0,
                    side == Side.BUY,
                    limit.value(),
                    quantity.value(),
                    false,
                    new OrderTerms.Limit(OrderTerms.Tif.GTC),
                    null)),
            nonces.next()),
        MASTER.address());
  }

  @Override
  public Duration patience() {
    return patience;
  }

  /** How long what must happen is waited for from now on. */
  void patience(Duration next) {
    patience = next;
  }

  @Override
  public Duration answerLimit() {
    return PATIENCE;
  }

  @Override
  public void close() {
    access.close();
    direct.close();
    line.close();
    exchange.close();
    timeline.close();
  }
}
