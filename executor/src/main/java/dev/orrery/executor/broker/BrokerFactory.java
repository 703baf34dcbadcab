package dev.orrery.executor.broker;

import dev.orrery.api.market.Instrument;
import dev.orrery.executor.account.TrackedOrder;
import dev.orrery.kernel.Timeline;
import dev.orrery.market.MarketSnapshot;
import java.util.List;
import java.util.function.Supplier;

/** Opens the broker of one account. */
public interface BrokerFactory {
  /** A name to show and to keep with the deployment: {@code paper}, {@code hyperliquid-mainnet}. */
  String kind();

  /**
   * Opens the account. Blocks until it can be traded on. News may be told from within this call on.
   *
   * @throws dev.orrery.kernel.ProblemException when the account must not or cannot be traded on
   */
  Broker open(Request request);

  /**
   * What a broker is given.
   *
   * @param account vault id
   * @param deployment deployment id
   * @param timeline the market's time
   * @param instruments what can be traded
   * @param market the market now; for simulated brokers and price bounds
   * @param events where to tell what happens; may be called before {@link #open} returns
   * @param working orders that the book holds as working: what a broker keeps for a venue that
   *     knows no such thing (an exit whose entry has not filled) stands nowhere else
   */
  record Request(
      String account,
      String deployment,
      Timeline timeline,
      List<Instrument> instruments,
      Supplier<MarketSnapshot> market,
      BrokerEvents events,
      List<TrackedOrder> working) {
    /** Copies. */
    public Request {
      working = List.copyOf(working);
    }
  }
}
