package dev.orrery.broker.paper;

import dev.orrery.api.market.Instrument;
import dev.orrery.api.market.PriceRule;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.broker.contract.BrokerContract;
import dev.orrery.broker.contract.BrokerHarness;
import dev.orrery.executor.broker.Broker;
import dev.orrery.executor.broker.BrokerEvents;
import dev.orrery.executor.broker.BrokerFactory;
import dev.orrery.executor.journal.AccountHistory;
import dev.orrery.kernel.SimulatedTimeline;
import dev.orrery.kernel.Timeline;
import dev.orrery.market.MarketBoard;
import dev.orrery.market.MarketEvent;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The paper broker with its shipped settings; it lacks no capability. */
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
    private @Nullable PaperBroker broker;
    private double last = 1000;

    private static Instrument instrument(String symbol) {
      PriceRule rule = new PriceRule(new BigDecimal("0.1"), 5);
      return new Instrument(symbol, rule, new BigDecimal("0.001"), Usd.of(10), 40);
    }

    @Override
    public Broker open(BrokerEvents events) {
      return reopen(events, AccountHistory.empty());
    }

    @Override
    public Broker reopen(BrokerEvents events, AccountHistory history) {
      if (broker != null) {
        board.forget(broker);
      }
      BrokerFactory.Request request =
          new BrokerFactory.Request(
              "paper-1", "d-1", timeline, instruments, board::snapshot, events);
      PaperBroker opened = new PaperBroker(PaperSettings.defaults(), request);
      opened.restore(history);
      board.listen(MarketBoard.Phase.BROKERS, opened);
      broker = opened;
      return opened;
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
