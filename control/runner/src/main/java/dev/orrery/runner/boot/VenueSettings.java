package dev.orrery.runner.boot;

import dev.orrery.broker.hyperliquid.BrokerSettings;
import dev.orrery.broker.hyperliquid.account.StreamSettings;
import dev.orrery.broker.hyperliquid.connection.ConnectionSettings;
import dev.orrery.broker.hyperliquid.connection.VenueAccess;
import dev.orrery.broker.hyperliquid.connection.VenueAddress;
import dev.orrery.broker.hyperliquid.feed.FeedSettings;
import dev.orrery.broker.hyperliquid.order.OrderSettings;
import dev.orrery.config.run.HyperliquidConfig;
import dev.orrery.config.run.VenueConfig;
import dev.orrery.hyperliquid.client.RequestBudget;
import dev.orrery.hyperliquid.client.RestSettings;
import java.time.Duration;

/** How a venue is reached, in the words of the modules that reach it. Pure functions. */
final class VenueSettings {
  private VenueSettings() {}

  /** The way to a venue. */
  static VenueAccess access(VenueAddress address, VenueConfig config) {
    ConnectionSettings usual = ConnectionSettings.of(address.socket());
    return new VenueAccess(
        new RestSettings(
            address.rest(),
            config.connectTimeout(),
            config.answerTimeout(),
            config.attempts(),
            RestSettings.of(address.rest()).pause()),
        new ConnectionSettings(
            address.socket(),
            config.connectTimeout(),
            config.pingEvery(),
            config.silence(),
            config.acknowledgedWithin(),
            config.firstPause(),
            config.longestPause(),
            usual.jitter(),
            config.stableAfter(),
            usual.mostQueued(),
            usual.largestFrame(),
            usual.mostUnreadable()),
        new RequestBudget(
            config.weightPerMinute(), config.keptWeight(), config.keptActions(), System::nanoTime),
        System::nanoTime);
  }

  /** How a market is followed. */
  static FeedSettings feed(VenueConfig config) {
    FeedSettings usual = FeedSettings.DEFAULTS;
    return new FeedSettings(
        config.candleLateness(),
        config.midsSilence(),
        config.midsFreshFor(),
        config.oldestTrade(),
        config.books(),
        usual.firstPause(),
        usual.longestPause());
  }

  /** How an account is traded on. */
  static BrokerSettings broker(HyperliquidConfig config) {
    BrokerSettings usual = BrokerSettings.DEFAULTS;
    return new BrokerSettings(
        config.agentValidity(),
        config.clockSkew(),
        config.openTimeout(),
        new OrderSettings(
            config.marketBound(),
            config.triggerBound(),
            config.fillWait(),
            config.callTimeout(),
            shorter(config.askWithin(), config.callTimeout().dividedBy(2)),
            config.settle(),
            shorter(config.firstRetry(), config.longestRetry()),
            config.longestRetry(),
            usual.orders().exitValidity(),
            usual.orders().remembered()),
        new StreamSettings(
            config.overlap(),
            usual.stream().remembered(),
            usual.stream().firstPause(),
            usual.stream().longestPause()));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
