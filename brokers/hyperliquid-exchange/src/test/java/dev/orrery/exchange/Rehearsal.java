package dev.orrery.exchange;

import dev.orrery.exchange.socket.Cadence;
import dev.orrery.exchange.socket.SocketLimits;
import dev.orrery.exchange.venue.Makers;
import dev.orrery.exchange.venue.PerpSettings;
import dev.orrery.exchange.venue.VenueSettings;
import dev.orrery.hyperliquid.signing.KeySigner;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** An exchange on a free port with BTC at 50,000 and ETH at 2,000, and two who trade on it. */
public final class Rehearsal implements AutoCloseable {
  /** Fast, for tests that wait for states. */
  public static final Cadence BRISK =
      new Cadence(
          Duration.ofMillis(20),
          Duration.ofMillis(20),
          Duration.ofMillis(20),
          Duration.ofMillis(20),
          Duration.ofMillis(20),
          Duration.ofMillis(20),
          Duration.ofSeconds(2));

  private final LocalExchange exchange;
  private final Trader ann;
  private final Trader bob;

  private Rehearsal(ExchangeBuilder builder) {
    var accounts = DevAccount.of(1, 2);
    accounts.forEach(it -> builder.fund(it.address(), new BigDecimal("10000")));
    exchange = builder.port(0).start();
    ann = new Trader(exchange.address(), KeySigner.of(accounts.get(0).key()));
    bob = new Trader(exchange.address(), KeySigner.of(accounts.get(1).key()));
  }

  /** Begins, without limits. */
  public static Rehearsal begin() {
    return begin(it -> it);
  }

  /** Begins otherwise. */
  public static Rehearsal begin(UnaryOperator<ExchangeBuilder> change) {
    return begin(venue(), change);
  }

  /** Begins with another venue. */
  public static Rehearsal begin(VenueSettings venue, UnaryOperator<ExchangeBuilder> change) {
    return new Rehearsal(
        change.apply(
            LocalExchange.with(venue)
                .limits(SocketLimits.LOOSE)
                .weightPerMinute(0)
                .cadence(BRISK)));
  }

  /** The venue of rehearsals. */
  public static VenueSettings venue() {
    return VenueSettings.of(
            PerpSettings.of("BTC", new BigDecimal("50000")),
            PerpSettings.of("ETH", new BigDecimal("2000")))
        .withStartingFund(BigDecimal.ZERO)
        .withRateLimits(false)
        .withMakers(Makers.STANDARD);
  }

  /** The exchange. */
  public LocalExchange exchange() {
    return exchange;
  }

  /** The first trader. */
  public Trader ann() {
    return ann;
  }

  /** The second trader. */
  public Trader bob() {
    return bob;
  }

  /** Somebody who listens. */
  public Listener listener() {
    return new Listener(exchange.socket());
  }

  /** Moves the market. */
  public void price(String coin, String px) {
    exchange.venue(venue -> {
      venue.market(
          new dev.orrery.exchange.venue.MarketTick.Print(
              coin, venue.now(), new BigDecimal(px), BigDecimal.ONE, null));
      return true;
    });
  }

  /** Asks {@code /control} for faults. */
  public String fault(String json) {
    var answer = ann.post("/control/faults", json);
    if (answer.statusCode() != 200) {
      throw new AssertionError(answer.body());
    }
    return answer.body();
  }

  @Override
  public void close() {
    exchange.close();
  }
}
