package dev.orrery.backtest.check;

import dev.orrery.backtest.JarChoice;
import dev.orrery.broker.paper.PaperBroker;
import dev.orrery.broker.paper.PaperSettings;
import dev.orrery.market.replay.Replay;
import dev.orrery.runtime.MarketEnd;
import dev.orrery.runtime.StrategyOptions;
import dev.orrery.runtime.StrategyRuntime;
import dev.orrery.runtime.recording.DecisionHistory;
import dev.orrery.runtime.tick.TickSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Plays a strategy over a market, and keeps what it decides. Confined to one thread. */
final class Playback {
  private static final Duration DEADLINE = Duration.ofMinutes(1);

  private final String strategy;
  private final Map<String, Object> parameters;

  /**
   * What is played in all trials.
   *
   * @param parameters by the names of record components
   */
  Playback(String strategy, Map<String, Object> parameters) {
    this.strategy = strategy;
    this.parameters = Map.copyOf(parameters);
  }

  /** A run that has ended; open as long as its classes are to stay. */
  record Played(StrategyRuntime runtime, SeenJournal journal) implements AutoCloseable {
    List<Seen> seen() {
      return journal.seen();
    }

    @Override
    public void close() {
      runtime.close();
    }
  }

  /** Plays; the caller closes what it gets. */
  Played play(JarChoice jars, Replay market) {
    return play(jars, market, runtime -> {});
  }

  /**
   * Plays; the caller closes what it gets.
   *
   * @param before what is arranged before it starts
   */
  Played play(JarChoice jars, Replay market, Consumer<StrategyRuntime> before) {
    SeenJournal journal = new SeenJournal();
    StrategyOptions options =
        StrategyOptions.named(strategy)
            .vault("paper:" + strategy)
            .deadline(DEADLINE)
            .paperCaps(market.instrument().symbol());
    parameters.forEach(options::parameter);
    StrategyRuntime runtime =
        StrategyRuntime.builder()
            .library(jars.library())
            .market(market)
            .accounts(vault -> PaperBroker.with(PaperSettings.defaults()))
            .journal(journal, DecisionHistory.NONE)
            .ticks(ticks())
            .strategy(options)
            .build();
    try {
      before.accept(runtime);
      runtime.start();
      if (runtime.await(Duration.ZERO) != MarketEnd.ENDED) {
        throw new IllegalStateException("the market did not end");
      }
      return new Played(runtime, journal);
    } catch (InterruptedException e) {
      runtime.close();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (RuntimeException e) {
      runtime.close();
      throw e;
    }
  }

  /** What is read is not kept: every run is compared by what it answers. */
  private static TickSettings ticks() {
    TickSettings usual = TickSettings.standard();
    return new TickSettings(
        usual.coreThreads(), usual.maxThreads(), usual.slack(), false, usual.ladder());
  }
}
