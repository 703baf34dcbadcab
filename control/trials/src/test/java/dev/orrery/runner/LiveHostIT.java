package dev.orrery.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.exchange.LocalExchange;
import dev.orrery.exchange.venue.PerpSettings;
import dev.orrery.exchange.venue.VenueSettings;
import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.Network;
import dev.orrery.hyperliquid.client.ExchangeResult;
import dev.orrery.hyperliquid.client.RequestBudget;
import dev.orrery.hyperliquid.client.RestClient;
import dev.orrery.hyperliquid.client.RestSettings;
import dev.orrery.hyperliquid.signing.ActionSigner;
import dev.orrery.hyperliquid.signing.KeySigner;
import dev.orrery.hyperliquid.signing.Nonces;
import dev.orrery.hyperliquid.wire.action.ApproveAgent;
import dev.orrery.hyperliquid.wire.action.SigningChain;
import dev.orrery.hyperliquid.wire.info.AccountRequest;
import dev.orrery.hyperliquid.wire.info.DetailedOrder;
import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.Secret;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host that trades on the local exchange as it would on Hyperliquid, and what it refuses. */
class LiveHostIT {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String AGENT_KEY = "0x" + "22".repeat(32);
  private static final KeySigner MASTER = KeySigner.of(Secret.of("0x" + "11".repeat(32)));
  private static final KeySigner AGENT = KeySigner.of(Secret.of(AGENT_KEY));

  @TempDir Path folder;

  private LocalExchange exchange;
  private Path plugins;

  @BeforeEach
  void open() throws Exception {
    plugins = Bench.plugins(folder.resolve("plugins"));
    exchange =
        LocalExchange.with(
                VenueSettings.of(PerpSettings.of("BTC", new BigDecimal("60000")))
                    .withStartingFund(BigDecimal.ZERO))
            .port(0)
            .start();
    exchange.deposit(MASTER.address(), new BigDecimal("10000"));
  }

  @AfterEach
  void close() {
    exchange.close();
  }

  @Test
  void tradesIsStoppedAndGoesOnWhereItWas() throws Exception {
    approve(AGENT.address());
    try (Host host = start(exchange.address().toString())) {
      Bench.await("a ladder rests at the venue", LONG, () -> resting().size() >= 4);
      Bench.await(
          "its orders are in the books",
          LONG,
          () -> number(host, "select count(*) from mainnet_orders where status = 'open'") >= 4);
      assertThat(texts(host, "select event from agent_logs order by id"))
          .containsSubsequence("broker_started", "reconciled", "order_placed");
      assertThat(
              texts(
                  host,
                  "select distinct data->>'cloid' from agent_logs where event = 'order_placed'"))
          .containsAll(texts(host, "select cloid from mainnet_orders"));
    }
    List<String> before = resting();

    try (Host host = start(exchange.address().toString())) {
      Bench.await(
          "it has looked at the account again",
          LONG,
          () -> number(host, "select count(*) from agent_logs where event = 'reconciled'") >= 2);
      Bench.await(
          "it has decided again",
          LONG,
          () ->
              number(host, "select count(*) from decision_snapshots where verdict = 'noop'") >= 1);
      assertThat(resting()).containsExactlyInAnyOrderElementsOf(before);
      assertThat(texts(host, "select message from agent_logs where event = 'state_drift'"))
          .isEmpty();
    }
  }

  @Test
  void refusesAKeyNobodyApprovedAndSendsNothing() {
    refused(
        ExitCode.REFUSED,
        "is no approved agent of anybody",
        () -> start(exchange.address().toString()));
    assertThat(exchange.actions()).isZero();
  }

  @Test
  void saysWhenTheVenueCannotBeReached() {
    refused(
        ExitCode.UNREACHABLE, "does not say what can be traded", () -> start("http://127.0.0.1:9"));
  }

  @Test
  void refusesALiveBrokerOnARecordedMarket() {
    refused(
        ExitCode.CONFIGURATION,
        "broker.kind: hyperliquid trades on a live market",
        () -> start("replay"));
  }

  private void refused(ExitCode exit, String cause, ThrowingCallable start) {
    assertThatThrownBy(start)
        .isInstanceOfSatisfying(ProblemException.class, e -> assertThat(e.exit()).isEqualTo(exit))
        .hasMessageContaining(cause)
        .hasMessageNotContaining("222222222222222222");
  }

  private Host start(String market) throws Exception {
    Path key = folder.resolve("agent.key");
    Files.writeString(key, AGENT_KEY);
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    String yaml =
        """
        market: { source: '%s' }
        venue: { connectTimeout: 30s, answerTimeout: 30s }
        broker: { kind: hyperliquid, hyperliquid: { openTimeout: 60s } }
        strategies:
          grid:
            vault: live-1
            triggers: [{ everySeconds: 1 }]
            parameters: { every: 1s }
            caps:
              maxPositionPct: 50
              maxTotalExposurePct: 50
              maxOrdersPerDay: 500
              maxOrdersPerMinute: 100
              maxLeverage: 2
              minOrderUsd: 10
              allowedSymbols: [BTC]
              dailyLossHaltPct: 10
        vaults:
          live-1:
            hyperliquid:
              address: '%s'
              agentKeyFile: '%s'
        """
            .formatted(market, MASTER.address(), key);
    return Host.start(
        HostSettings.of(Bench.draft(yaml, folder.resolve("data")), plugins).notDurable());
  }

  private void approve(Address agent) {
    try (RestClient rest =
        new RestClient(
            new RestSettings(exchange.address(), LONG, LONG, 3, Duration.ofMillis(100)),
            new RequestBudget(System::nanoTime))) {
      ExchangeResult result =
          rest.send(
              new ActionSigner(MASTER, Network.TESTNET)
                  .sign(
                      new ApproveAgent(
                          SigningChain.of(Network.TESTNET),
                          agent,
                          "host",
                          new Nonces(MASTER.address(), InstantSource.system(), 0).next())),
              MASTER.address());
      assertThat(result).isInstanceOf(ExchangeResult.Accepted.class);
    }
  }

  private List<String> resting() {
    List<DetailedOrder> open =
        exchange.venue(
            venue -> venue.info(new AccountRequest.DetailedOpenOrders(MASTER.address(), null)));
    return Objects.requireNonNull(open).stream().map(it -> String.valueOf(it.cloid())).toList();
  }

  private static long number(Host host, String sql) {
    return host.storage()
        .database()
        .jdbi()
        .withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
  }

  private static List<String> texts(Host host, String sql) {
    return host.storage()
        .database()
        .jdbi()
        .withHandle(handle -> handle.createQuery(sql).mapTo(String.class).list());
  }
}
