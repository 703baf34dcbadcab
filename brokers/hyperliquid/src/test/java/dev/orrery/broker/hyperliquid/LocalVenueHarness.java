package dev.orrery.broker.hyperliquid;

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
import dev.orrery.exchange.venue.VenueSettings;
import dev.orrery.executor.broker.Broker;
import dev.orrery.executor.broker.BrokerFactory;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.Network;
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
import dev.orrery.hyperliquid.wire.info.MarketRequest;
import dev.orrery.kernel.Secret;
import dev.orrery.kernel.WallTimeline;
import dev.orrery.market.MarketBoard;
import dev.orrery.market.MarketEvent;
import dev.orrery.market.MarketSnapshot;
import dev.orrery.testing.SettableClock;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** The broker on the local exchange, over a line that can be made to fail. */
final class LocalVenueHarness implements BrokerHarness {
  private static final long BEGINNING = 1_764_000_010_000L;
  private static final String COIN = "BTC";
  private static final KeySigner MASTER = KeySigner.of(Secret.of("0x" + "11".repeat(31) + "01"));
  private static final KeySigner AGENT = KeySigner.of(Secret.of("0x" + "22".repeat(31) + "02"));
  private static final KeySigner STRANGER = KeySigner.of(Secret.of("0x" + "33".repeat(31) + "03"));

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
  private final Set<String> toldFills = ConcurrentHashMap.newKeySet();

  LocalVenueHarness() throws IOException {
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
            new RestSettings(
                line.rest(), Duration.ofSeconds(5), Duration.ofSeconds(8), 2, Duration.ofMillis(5)),
            TestSettings.sockets(line.socket()),
            new RequestBudget(1_000_000, 1, 1, System::nanoTime),
            System::nanoTime);
    direct =
        new RestClient(
            new RestSettings(
                exchange.address(),
                Duration.ofSeconds(20),
                Duration.ofSeconds(20),
                3,
                Duration.ofMillis(50)),
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
    BrokerFactory opened =
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
                    usual.callTimeout(),
                    usual.askWithin(),
                    Duration.ofMillis(200),
                    Duration.ofMillis(50),
                    Duration.ofSeconds(1),
                    1_000),
                StreamSettings.DEFAULTS),
            new LiveSwitch(false));
    return new BrokerFactory() {
      @Override
      public String kind() {
        return opened.kind();
      }

      @Override
      public Broker open(Request request) {
        return opened.open(
            new Request(
                request.account(),
                request.deployment(),
                request.timeline(),
                request.instruments(),
                request.market(),
                event -> {
                  if (event instanceof BrokerEvent.OrderFilled it) {
                    toldFills.add(it.fill().fillId());
                  }
                  request.events().on(event);
                },
                request.working()));
      }
    };
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
   * Quiet is when every fill of the venue was told and no action has come for a while. What was
   * filled while no broker was there is told by nobody: waiting for it ends after some seconds.
   */
  @Override
  public void settle() {
    long end = System.nanoTime() + Duration.ofSeconds(6).toNanos();
    long actions = -1;
    boolean told = false;
    while (System.nanoTime() < end && !(told && actions == exchange.actions())) {
      actions = exchange.actions();
      LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
      told = toldFills.containsAll(fills());
    }
  }

  private List<String> fills() {
    return direct.ask(new AccountRequest.Fills(MASTER.address(), null)).orThrow().stream()
        .map(AccountStream::idOf)
        .toList();
  }

  @Override
  public void line(LineFault fault) {
    line.set(fault);
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
    return Duration.ofSeconds(30);
  }

  @Override
  public Duration answerLimit() {
    return Duration.ofSeconds(20);
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
