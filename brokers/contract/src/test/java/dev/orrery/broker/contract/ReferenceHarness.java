package dev.orrery.broker.contract;

import dev.orrery.api.action.Side;
import dev.orrery.api.market.Instrument;
import dev.orrery.api.market.PriceRule;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.executor.broker.Broker;
import dev.orrery.executor.broker.BrokerFactory;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.SimulatedTimeline;
import dev.orrery.kernel.Timeline;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The reference venue and broker under the suite; it lacks nothing. */
final class ReferenceHarness implements BrokerHarness {
  private final SimulatedTimeline timeline =
      new SimulatedTimeline(Instant.parse("2026-01-05T00:00:30Z").toEpochMilli());
  private final Instrument coin = instrument("COIN");
  private final Instrument mute = instrument("MUTE");
  private final ReferenceVenue venue =
      new ReferenceVenue(timeline, List.of(coin, mute), Usd.of(10_000));
  private final ReferenceLine line = new ReferenceLine(venue);
  private final Planted planted;
  private Price last = Price.of("1000");

  ReferenceHarness(Planted planted) {
    this.planted = planted;
  }

  private static Instrument instrument(String symbol) {
    PriceRule rule = new PriceRule(BigDecimal.ONE, 0);
    return new Instrument(symbol, rule, new BigDecimal("0.001"), Usd.of(10), 25);
  }

  private BrokerFactory opening(boolean refusing) {
    return new BrokerFactory() {
      @Override
      public String kind() {
        return "reference";
      }

      @Override
      public Broker open(Request request) {
        if (refusing && planted != Planted.OPENS_ANYTHING) {
          throw new ProblemException(
              Problem.refused("account " + request.account(), "is closed", "open another"));
        }
        return new ReferenceBroker(request, line, planted);
      }
    };
  }

  @Override
  public BrokerFactory factory() {
    return opening(false);
  }

  @Override
  public BrokerFactory refusing() {
    return opening(true);
  }

  @Override
  public Timeline timeline() {
    return timeline;
  }

  @Override
  public Instrument instrument() {
    return coin;
  }

  @Override
  public List<Instrument> instruments() {
    return List.of(coin, mute);
  }

  @Override
  public String unpricedSymbol() {
    return mute.symbol();
  }

  @Override
  public void trade(Price price, Quantity size) {
    timeline.advanceTo(timeline.nowMillis() + 1);
    last = price;
    venue.trade(coin.symbol(), price, size);
  }

  @Override
  public void pass(Duration time) {
    timeline.advanceTo(timeline.nowMillis() + time.toMillis());
    line.timePassed();
    venue.timePassed();
    venue.trade(coin.symbol(), last, Quantity.of("0.001"));
  }

  @Override
  public void settle() {
    venue.settle();
  }

  @Override
  public void line(LineFault fault) {
    line.fault(fault);
  }

  @Override
  public void deposit(Usd amount) {
    venue.deposit(amount);
  }

  @Override
  public void placeElsewhere(Side side, Quantity quantity, Price limit) {
    venue.placeElsewhere(coin.symbol(), side, quantity, limit);
  }

  /** Waited for to the end only where a mistake is planted, and that need not be for long. */
  @Override
  public Duration patience() {
    return planted == Planted.NONE ? Duration.ofSeconds(60) : Duration.ofSeconds(3);
  }

  /** More than the broker allows itself, unless a mistake is planted that must be caught by it. */
  @Override
  public Duration answerLimit() {
    return planted == Planted.NONE ? Duration.ofSeconds(60) : Duration.ofSeconds(3);
  }

  @Override
  public void close() {
    venue.close();
  }
}
