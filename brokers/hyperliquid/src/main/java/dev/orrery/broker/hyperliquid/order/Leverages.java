package dev.orrery.broker.hyperliquid.order;

import dev.orrery.api.action.MarginMode;
import dev.orrery.broker.hyperliquid.order.Batches.Attempt;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.hyperliquid.client.InfoResult;
import dev.orrery.hyperliquid.client.RestClient;
import dev.orrery.hyperliquid.wire.info.AccountRequest;
import dev.orrery.hyperliquid.wire.info.ActiveAssetData;
import dev.orrery.hyperliquid.wire.info.ClearinghouseState;
import dev.orrery.hyperliquid.wire.info.Leverage;
import java.util.HashMap;
import java.util.Map;

/**
 * The leverage of each symbol, told when it changes and before the symbol's first order: the risk
 * gate assumes 20 where nobody has told it. Guarded by the monitor of {@link Orders}.
 */
public final class Leverages {
  private record Setting(int times, MarginMode mode) {}

  private final Venue venue;
  private final RestClient quick;
  private final Map<String, Setting> known = new HashMap<>();

  /** None is known. */
  public Leverages(Venue venue, RestClient quick) {
    this.venue = venue;
    this.quick = quick;
  }

  /** It is this now. */
  public void told(String symbol, int times, MarginMode mode) {
    synchronized (venue.orders()) {
      Setting setting = new Setting(times, mode);
      if (!setting.equals(known.put(symbol, setting))) {
        venue.orders().tell(new BrokerEvent.LeverageChanged(symbol, times, mode, venue.now()));
      }
    }
  }

  /** Those of the positions. */
  public void of(ClearinghouseState state) {
    state.assetPositions().forEach(it -> told(it.position().coin(), it.position().leverage()));
  }

  private void told(String symbol, Leverage leverage) {
    told(symbol, leverage.value(), leverage.cross() ? MarginMode.CROSS : MarginMode.ISOLATED);
  }

  /** Asks once, before the first order of a symbol. */
  void learnBefore(String symbol, Attempt attempt) {
    synchronized (venue.orders()) {
      if (known.containsKey(symbol)) {
        return;
      }
    }
    long left = Math.min(attempt.leftNanos(), venue.settings().askWithin().toNanos());
    venue
        .line()
        .within(
            Math.max(1, left),
            () -> quick.ask(new AccountRequest.ActiveAsset(venue.line().account(), symbol)))
        .ifPresent(answer -> {
          if (answer instanceof InfoResult.Answered<ActiveAssetData>(var data)) {
            told(symbol, data.leverage());
          }
        });
  }
}
