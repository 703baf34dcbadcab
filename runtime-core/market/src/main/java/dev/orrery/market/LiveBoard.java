package dev.orrery.market;

import dev.orrery.api.market.Instrument;
import dev.orrery.api.market.Interval;
import dev.orrery.kernel.Timeline;
import java.util.List;

/** Skeleton replaced by the market work. */
final class LiveBoard implements MarketBoard {
  LiveBoard(List<Instrument> instruments, Timeline timeline) {}

  @Override
  public void keep(String symbol, Interval interval, int history) {}

  @Override
  public void publish(MarketEvent event) {}

  @Override
  public MarketSnapshot snapshot() {
    throw new IllegalStateException("skeleton");
  }

  @Override
  public void listen(Phase phase, MarketListener listener) {}

  @Override
  public void forget(MarketListener listener) {}
}
