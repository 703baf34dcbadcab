package dev.orrery.runner.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.broker.hyperliquid.BrokerSettings;
import dev.orrery.broker.hyperliquid.HyperliquidMainnetBroker;
import dev.orrery.broker.hyperliquid.LiveSwitch;
import dev.orrery.broker.hyperliquid.TradingAccount;
import dev.orrery.broker.hyperliquid.connection.ConnectionSettings;
import dev.orrery.broker.hyperliquid.connection.VenueAccess;
import dev.orrery.broker.hyperliquid.connection.VenueAddress;
import dev.orrery.broker.hyperliquid.feed.HyperliquidMarket;
import dev.orrery.exchange.fault.Fault;
import dev.orrery.exchange.fault.Match;
import dev.orrery.exchange.fault.Trouble;
import dev.orrery.executor.risk.RiskCaps;
import dev.orrery.hyperliquid.client.RequestBudget;
import dev.orrery.hyperliquid.client.RestSettings;
import dev.orrery.hyperliquid.signing.KeySigner;
import dev.orrery.hyperliquid.wire.info.AssetPosition;
import dev.orrery.kernel.Secret;
import dev.orrery.runtime.RuntimeFact;
import dev.orrery.runtime.StrategyRuntime;
import dev.orrery.runtime.StrategyStatus;
import dev.orrery.testing.Await;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The venue takes orders and tells no prices, for a long time: venue and runtime are on a clock
 * that the test moves.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class MarketOutageIT {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Duration PATIENT = Duration.ofSeconds(20);

  private static final List<String> CHANNELS =
      List.of("allMids", "activeAssetCtx", "l2Book", "trades", "candle");

  private final ShiftedClock clock = new ShiftedClock();

  @TempDir Path folder;

  private LiveVenue venue;
  private KeySigner agent;
  private VenueAccess access;
  private StrategyRuntime runtime;
  private int requests;

  @BeforeEach
  void open() throws Exception {
    venue = LiveVenue.open(clock);
    agent = KeySigner.of(Secret.of(LiveVenue.AGENT_KEY));
    VenueAddress at = VenueAddress.of(venue.exchange.address().toString());
    access =
        new VenueAccess(
            new RestSettings(at.rest(), PATIENT, PATIENT, 1, Duration.ofMillis(100)),
            ConnectionSettings.of(at.socket()),
            new RequestBudget(System::nanoTime),
            System::nanoTime);
    runtime =
        StrategyRuntime.builder()
            .plugins(Hand.build(folder.resolve("plugins")))
            .market(HyperliquidMarket.over(access, at.name()).following(Set.of("BTC")).on(clock))
            .account(
                Hand.VAULT,
                HyperliquidMainnetBroker.on(
                    at,
                    access,
                    new TradingAccount(LiveVenue.account(), agent),
                    BrokerSettings.DEFAULTS,
                    new LiveSwitch(false)))
            .strategy(Hand.NAME, it -> it.vault(Hand.VAULT).caps(caps()))
            .processClock(clock)
            .build();
    runtime.start();
  }

  @AfterEach
  void close() {
    runtime.close();
    access.close();
    agent.close();
    venue.close();
  }

  @Test
  void ofTenMinutesHaltsNothingAndIsOverByItself() throws Exception {
    outage(Duration.ofMinutes(10));
  }

  @Test
  void ofSixHoursHaltsNothingAndIsOverByItself() throws Exception {
    outage(Duration.ofHours(6));
  }

  private void outage(Duration lasting) throws Exception {
    opens();
    opens();
    agrees();

    beSilent();
    clock.pass(Duration.ofSeconds(31));
    assertThat(fire("open")).as("31 s after the last price").contains("MARK_STALE");
    assertThat(fire("cancel")).startsWith("EXECUTED");

    clock.pass(lasting);
    assertThat(fire("open")).as("at the end").contains("MARK_STALE");
    assertThat(fire("close")).as("at the end").startsWith("EXECUTED");
    agrees();
    assertThat(status().state()).isEqualTo("running");
    assertThat(status().account().held("BTC").signum()).isZero();

    venue.exchange.faults().clear();
    venue.trade(LiveVenue.START, "0.1");
    opens();
    agrees();
    assertThat(status().state()).isEqualTo("running");
    assertThat(status().account().held("BTC").signum()).isPositive();
  }

  private void opens() {
    long end = System.nanoTime() + LONG.toNanos();
    String said = fire("open");
    while (!said.startsWith("EXECUTED") && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
      said = fire("open");
    }
    assertThat(said).startsWith("EXECUTED");
  }

  /** Nothing of the market is told any more, nor answered. */
  private void beSilent() {
    for (String channel : CHANNELS) {
      venue.exchange.add(
          Fault.of(new Trouble.Missing()).matching(new Match(null, null, null, channel, null)));
    }
    for (String question : List.of("allMids", "candleSnapshot", "metaAndAssetCtxs", "l2Book")) {
      venue.exchange.add(
          Fault.of(new Trouble.Status(502, false))
              .matching(new Match(null, null, question, null, null)));
    }
  }

  /** What becomes of a word: the verdict, and the reasons it was denied for. */
  private String fire(String word) {
    try {
      RuntimeFact.Decided decided =
          runtime
              .fire(Hand.NAME, "request-" + ++requests, word)
              .decided()
              .get(LONG.toSeconds(), TimeUnit.SECONDS);
      return decided.verdict() + " " + decided.decision().reasons();
    } catch (Exception e) {
      throw new AssertionError(word, e);
    }
  }

  private StrategyStatus status() {
    return runtime.strategies().getFirst();
  }

  /** Position, cash and orders are what the venue says they are. */
  private void agrees() {
    Await.until(
        () ->
            LiveState.read(LiveState.of(status()))
                        .balance()
                        .subtract(cash())
                        .abs()
                        .compareTo(new BigDecimal("0.00000001"))
                    <= 0
                && status().account().held("BTC").value().compareTo(held()) == 0
                && LiveState.read(LiveState.of(status())).orders().size() == venue.working().size(),
        LONG);
  }

  private BigDecimal held() {
    return venue.state().assetPositions().stream()
        .map(it -> it.position().szi())
        .findFirst()
        .orElse(BigDecimal.ZERO);
  }

  private BigDecimal cash() {
    BigDecimal cash = venue.state().marginSummary().accountValue();
    for (AssetPosition each : venue.state().assetPositions()) {
      cash = cash.subtract(each.position().unrealizedPnl());
    }
    return cash;
  }

  private static RiskCaps caps() {
    return RiskCaps.builder()
        .maxPositionPct("400")
        .maxTotalExposurePct("400")
        .maxOrdersPerDay(100_000)
        .maxOrdersPerMinute(10_000)
        .maxLeverage("10")
        .minOrderUsd("10")
        .allowedSymbols("BTC")
        .dailyLossHaltPct("90")
        .build();
  }
}
