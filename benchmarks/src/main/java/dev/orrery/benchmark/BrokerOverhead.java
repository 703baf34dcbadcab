package dev.orrery.benchmark;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.Side;
import dev.orrery.api.market.Instrument;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.broker.contract.Bench;
import dev.orrery.broker.hyperliquid.BrokerSettings;
import dev.orrery.broker.hyperliquid.HyperliquidMainnetBroker;
import dev.orrery.broker.hyperliquid.LiveSwitch;
import dev.orrery.broker.hyperliquid.TradingAccount;
import dev.orrery.broker.hyperliquid.connection.ConnectionSettings;
import dev.orrery.broker.hyperliquid.connection.VenueAccess;
import dev.orrery.broker.hyperliquid.connection.VenueAddress;
import dev.orrery.broker.hyperliquid.feed.VenueInstruments;
import dev.orrery.exchange.DevAccount;
import dev.orrery.executor.broker.Broker;
import dev.orrery.executor.broker.BrokerFactory;
import dev.orrery.executor.broker.Instruction;
import dev.orrery.executor.broker.OrderBatch;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.OrderOutcome;
import dev.orrery.executor.order.OrderSpec;
import dev.orrery.executor.order.Waypoint;
import dev.orrery.hyperliquid.Network;
import dev.orrery.hyperliquid.client.ExchangeResult;
import dev.orrery.hyperliquid.client.RequestBudget;
import dev.orrery.hyperliquid.client.RestClient;
import dev.orrery.hyperliquid.client.RestSettings;
import dev.orrery.hyperliquid.signing.ActionSigner;
import dev.orrery.hyperliquid.signing.KeySigner;
import dev.orrery.hyperliquid.wire.action.ApproveAgent;
import dev.orrery.hyperliquid.wire.action.SigningChain;
import dev.orrery.hyperliquid.wire.info.MarketRequest;
import dev.orrery.hyperliquid.wire.info.UserRateLimit;
import dev.orrery.kernel.WallTimeline;
import dev.orrery.market.MarketBoard;
import dev.orrery.market.MarketEvent;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the live broker itself adds to an order: from {@code submit} until the request is on the
 * line, and from the answer until the outcome. The local exchange runs in a process of its own;
 * between it and the broker a {@link Relay} takes its time off. Signing is taken off, too, and
 * shown apart.
 */
final class BrokerOverhead {
  private static final int WARM_UP = 10_000;
  private static final int COUNTED = 2_500;
  private static final int WEIGHT = 100_000_000;

  /** More than are sent: an account that has not traded begins with 10,000. */
  private static final long ACTIONS = 1_000_000;

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final BigDecimal PRICE = new BigDecimal("50000");

  private final Relay relay;
  private final Broker broker;
  private final long[] before = new long[COUNTED];
  private final long[] after = new long[COUNTED];
  private final long[] signing = new long[COUNTED];
  private long signingSince;
  private long signed;

  private BrokerOverhead(Relay relay, Broker broker) {
    this.relay = relay;
    this.broker = broker;
  }

  /** Runs. */
  public static void main(String[] args) throws IOException {
    List<DevAccount> accounts = VenueApart.accounts();
    try (KeySigner master = KeySigner.of(accounts.getFirst().key());
        KeySigner agent = KeySigner.of(accounts.getLast().key());
        VenueApart venue = VenueApart.start("BTC", PRICE.toPlainString());
        Relay relay = new Relay(venue.address());
        WallTimeline timeline = new WallTimeline();
        VenueAccess access =
            new VenueAccess(
                new RestSettings(
                    relay.address("http", ""), PATIENCE, PATIENCE, 1, Duration.ofMillis(50)),
                ConnectionSettings.of(relay.address("ws", "/ws")),
                new RequestBudget(WEIGHT, 1, 1, System::nanoTime),
                System::nanoTime)) {
      approve(access.rest(), master, agent);
      List<Instrument> instruments =
          VenueInstruments.of(access.rest().ask(new MarketRequest.PerpMeta(null)).orThrow());
      MarketBoard board = MarketBoard.of(instruments, timeline);
      board.publish(new MarketEvent.Mids(timeline.nowMillis(), Map.of("BTC", PRICE.doubleValue())));
      BrokerFactory factory =
          HyperliquidMainnetBroker.on(
              VenueAddress.of(relay.address("http", "").toString()),
              access,
              new TradingAccount(master.address(), agent),
              BrokerSettings.DEFAULTS,
              new LiveSwitch(false));
      try (Broker broker =
          factory.open(
              new BrokerFactory.Request(
                  "benchmark",
                  "benchmark",
                  timeline,
                  instruments,
                  board::snapshot,
                  _ -> {},
                  List.of()))) {
        access
            .budget()
            .learned(master.address(), new UserRateLimit(BigDecimal.ZERO, 0, ACTIONS, null));
        new BrokerOverhead(relay, broker).run();
      }
    }
  }

  private static void approve(RestClient rest, KeySigner master, KeySigner agent) {
    ExchangeResult result =
        rest.send(
            new ActionSigner(master, Network.TESTNET)
                .sign(
                    new ApproveAgent(
                        SigningChain.of(Network.TESTNET),
                        agent.address(),
                        "benchmark",
                        InstantSource.system().millis())),
            master.address());
    if (!(result instanceof ExchangeResult.Accepted)) {
      throw new IllegalStateException("not approved: " + result);
    }
  }

  private void run() {
    Waypoint.watch(this::watch);
    try {
      for (int i = 0; i < WARM_UP + COUNTED; i++) {
        order(i, i - WARM_UP);
      }
    } finally {
      Waypoint.watch(null);
    }
    long[] whole = new long[COUNTED];
    for (int i = 0; i < COUNTED; i++) {
      whole[i] = before[i] + after[i];
    }
    Figures figures = new Figures("broker");
    Percentiles all = new Percentiles(whole);
    figures.plain("the broker's own time of an order, p50", all.millis(50), "ms");
    figures.atMost("  p99", all.millis(99), "ms", 2);
    shown(figures, "from submit to the request on the line", before);
    shown(figures, "from the answer to the outcome", after);
    shown(figures, "signing, not in it", signing);
  }

  private static void shown(Figures figures, String what, long[] nanos) {
    Percentiles of = new Percentiles(nanos);
    figures.plain("  " + what + ", p50", of.micros(50), "us");
    figures.plain("  " + what + ", p99", of.micros(99), "us");
  }

  /** Called by the thread that submits. */
  private void watch(Waypoint waypoint) {
    if (waypoint == Waypoint.SIGNING) {
      signingSince = System.nanoTime();
    } else if (waypoint == Waypoint.SIGNED) {
      signed = System.nanoTime() - signingSince;
    }
  }

  /** Places an order that rests, and takes it off again, which does not count. */
  private void order(int number, int counted) {
    ClientOrderId id = ClientOrderId.of("benchmark", "order", number, 0, 0);
    OrderSpec spec =
        new OrderSpec(
            id,
            "BTC",
            Side.BUY,
            Quantity.of("0.001"),
            OrderTerms.limit(Price.of("40000")),
            false,
            Optional.empty(),
            "");
    Instruction instruction = Bench.placing(spec);
    OrderBatch batch = batch(instruction);
    relay.away();
    long begun = System.nanoTime();
    List<OrderOutcome> outcomes = broker.submit(batch);
    long ended = System.nanoTime();
    accepted(outcomes);
    if (counted >= 0) {
      // Of what lies before the order's own request, questions to the venue are the venue's time.
      long asked = relay.away() - (relay.answered() - relay.arrived());
      before[counted] = relay.arrived() - begun - signed - asked;
      after[counted] = ended - relay.answered();
      signing[counted] = signed;
    }
    accepted(broker.submit(batch(new Instruction.Cancel(id, "BTC"))));
  }

  private static OrderBatch batch(Instruction instruction) {
    return new OrderBatch(List.of(instruction), InstantSource.system().instant().plusSeconds(10));
  }

  private static void accepted(List<OrderOutcome> outcomes) {
    if (!(outcomes.getFirst() instanceof OrderOutcome.Accepted)) {
      throw new IllegalStateException("not taken: " + outcomes);
    }
  }
}
