package dev.orrery.runner.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.exchange.LocalExchange;
import dev.orrery.exchange.socket.SocketLimits;
import dev.orrery.exchange.venue.MarketTick;
import dev.orrery.exchange.venue.PerpSettings;
import dev.orrery.exchange.venue.VenueSettings;
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
import dev.orrery.hyperliquid.wire.action.SigningChain;
import dev.orrery.hyperliquid.wire.info.AccountRequest;
import dev.orrery.hyperliquid.wire.info.ClearinghouseState;
import dev.orrery.hyperliquid.wire.info.DetailedOrder;
import dev.orrery.hyperliquid.wire.info.Fill;
import dev.orrery.hyperliquid.wire.info.InfoRequest;
import dev.orrery.hyperliquid.wire.info.OrderRecord;
import dev.orrery.kernel.Secret;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A local exchange without limits, with one account on it and its agent. */
final class LiveVenue implements AutoCloseable {
  static final String AGENT_KEY = "0x" + "22".repeat(32);
  static final BigDecimal START = new BigDecimal("60000");

  private static final Duration PATIENT = Duration.ofSeconds(60);
  private static final KeySigner MASTER = KeySigner.of(Secret.of("0x" + "11".repeat(32)));
  private static final KeySigner AGENT = KeySigner.of(Secret.of(AGENT_KEY));

  final LocalExchange exchange;
  private final SequencedMap<Long, Fill> fills = new LinkedHashMap<>();
  private final Map<Long, OrderRecord> orders = new TreeMap<>();

  private LiveVenue(LocalExchange exchange) {
    this.exchange = exchange;
  }

  /** On the world's clock. */
  static LiveVenue open() {
    return open(InstantSource.system());
  }

  /** On a clock that can be put. */
  static LiveVenue open(InstantSource world) {
    LiveVenue venue =
        new LiveVenue(
            LocalExchange.with(
                    VenueSettings.of(PerpSettings.of("BTC", START))
                        .withStartingFund(BigDecimal.ZERO)
                        .withRateLimits(false))
                .port(0)
                .limits(SocketLimits.LOOSE)
                .weightPerMinute(0)
                .world(world)
                .start());
    venue.exchange.deposit(MASTER.address(), new BigDecimal("10000"));
    venue.approve(world);
    return venue;
  }

  static Address account() {
    return MASTER.address();
  }

  private void approve(InstantSource world) {
    try (RestClient rest =
        new RestClient(
            new RestSettings(exchange.address(), PATIENT, PATIENT, 1, Duration.ofSeconds(1)),
            new RequestBudget(System::nanoTime))) {
      ExchangeResult result =
          rest.send(
              new ActionSigner(MASTER, Network.TESTNET)
                  .sign(
                      new ApproveAgent(
                          SigningChain.of(Network.TESTNET),
                          AGENT.address(),
                          "host",
                          new Nonces(MASTER.address(), world, 0).next())),
              MASTER.address());
      assertThat(result).isInstanceOf(ExchangeResult.Accepted.class);
    }
  }

  /** Others trade: the market is there, and takes what rests up to it. */
  void trade(BigDecimal price, String size) {
    exchange.venue(venue -> {
      venue.market(
          new MarketTick.Print(
              "BTC", System.currentTimeMillis(), price, new BigDecimal(size), null));
      return null;
    });
  }

  /** All fills of the account there ever were, oldest first: the venue forgets, this does not. */
  List<Fill> fills() {
    int before;
    do {
      before = fills.size();
      long since = fills.isEmpty() ? 0 : fills.lastEntry().getValue().time();
      for (Fill fill : ask(new AccountRequest.FillsByTime(account(), since, null, null, null))) {
        fills.put(fill.tid(), fill);
      }
    } while (fills.size() > before);
    return List.copyOf(fills.values());
  }

  /** What rests or waits. */
  List<DetailedOrder> working() {
    return ask(new AccountRequest.DetailedOpenOrders(account(), null));
  }

  /** The last word on each order there ever was, in the order of their placing. */
  List<OrderRecord> orders() {
    // The newest comes first.
    for (OrderRecord row : ask(new AccountRequest.HistoricalOrders(account())).reversed()) {
      orders.put(row.order().oid(), row);
    }
    return List.copyOf(orders.values());
  }

  ClearinghouseState state() {
    return ask(new AccountRequest.Perpetuals(account(), null));
  }

  private <A> A ask(InfoRequest<A> question) {
    @Nullable A answer = exchange.<@Nullable A>venue(venue -> venue.info(question));
    return Objects.requireNonNull(answer);
  }

  @Override
  public void close() {
    exchange.close();
  }
}
