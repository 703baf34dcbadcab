package dev.orrery.broker.paper;

import dev.orrery.api.market.Instrument;
import dev.orrery.api.market.PriceRule;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.broker.contract.BrokerContract;
import dev.orrery.broker.contract.BrokerHarness;
import dev.orrery.broker.contract.Capability;
import dev.orrery.executor.broker.BrokerFactory;
import dev.orrery.executor.broker.SimulatedBroker;
import dev.orrery.kernel.SimulatedTimeline;
import dev.orrery.kernel.Timeline;
import dev.orrery.market.MarketBoard;
import dev.orrery.market.MarketEvent;
import dev.orrery.market.MarketSnapshot;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The paper broker with its shipped settings; it lacks only what there is outside. */
final class PaperBrokerContractTest extends BrokerContract {
  @Override
  protected BrokerHarness harness() {
    return new PaperHarness();
  }

  private static final class PaperHarness implements BrokerHarness {
    private static final long START = 1_767_571_200_000L;

    private final Instrument btc = instrument("BTC");
    private final List<Instrument> instruments = List.of(btc, instrument("ETH"));
    private final SimulatedTimeline timeline = new SimulatedTimeline(START);
    private final MarketBoard board = MarketBoard.of(instruments, timeline);
    private @Nullable SimulatedBroker broker;
    private double last = 1000;

    private static Instrument instrument(String symbol) {
      PriceRule rule = new PriceRule(new BigDecimal("0.1"), 5);
      return new Instrument(symbol, rule, new BigDecimal("0.001"), Usd.of(10), 40);
    }

    @Override
    public Optional<String> lacks(Capability capability) {
      return switch (capability) {
        case LINE_FAULTS -> Optional.of("it is within the process: there is no line");
        case VENUE_GOES_ON -> Optional.of("the broker is the venue");
        case DEPOSITS -> Optional.of("its cash is what it starts with");
        case FOREIGN_ORDERS -> Optional.of("nobody else knows the account");
        case REFUSED_OPENING -> Optional.of("it opens any account");
        case UNPRICED_SYMBOL, PARTIAL_FILLS, POST_ONLY, AMENDMENTS, TRIGGER_ORDERS, STOP_LIMITS ->
            Optional.empty();
        case BOUND_EXITS, ISOLATED_MARGIN, LIQUIDATION, FUNDING, RESTART -> Optional.empty();
      };
    }

    @Override
    public BrokerFactory factory() {
      return PaperBroker.with(PaperSettings.defaults());
    }

    @Override
    public List<Instrument> instruments() {
      return instruments;
    }

    @Override
    public MarketSnapshot market() {
      return board.snapshot();
    }

    @Override
    public void attach(SimulatedBroker opened) {
      if (broker != null) {
        board.forget(broker);
      }
      board.listen(MarketBoard.Phase.BROKERS, opened);
      broker = opened;
    }

    @Override
    public Timeline timeline() {
      return timeline;
    }

    @Override
    public Instrument instrument() {
      return btc;
    }

    @Override
    public String unpricedSymbol() {
      return "ETH";
    }

    @Override
    public void trade(Price price, Quantity size) {
      last = price.toDouble();
      publish(timeline.nowMillis() + 1_000, size.toDouble());
    }

    @Override
    public void pass(Duration time) {
      publish(timeline.nowMillis() + time.toMillis(), 0.001);
    }

    private void publish(long time, double size) {
      MarketEvent trade = new MarketEvent.Trade(btc.symbol(), time, last, size);
      timeline.step(time, () -> board.publish(trade));
    }

    @Override
    public void close() {
      if (broker != null) {
        board.forget(broker);
      }
    }
  }
}
