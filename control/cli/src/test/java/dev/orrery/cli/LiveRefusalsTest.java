package dev.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.exchange.LocalExchange;
import dev.orrery.exchange.venue.PerpSettings;
import dev.orrery.exchange.venue.VenueSettings;
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
import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.Secret;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code run --broker hyperliquid} says to whoever cannot trade: one line, the right exit
 * code, and nothing sent, as the exchange counts it. What can be known without asking, {@code
 * config show} refuses with the same line.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class LiveRefusalsTest {
  /** What an answer may take on a machine that is busy with other things. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final String AGENT_KEY = "0x" + "22".repeat(32);
  private static final KeySigner MASTER = KeySigner.of(Secret.of("0x" + "11".repeat(32)));
  private static final KeySigner AGENT = KeySigner.of(Secret.of(AGENT_KEY));

  @TempDir private static Path folder;

  private @Nullable LocalExchange exchange;

  @BeforeAll
  static void build() throws IOException {
    BundledPlugins.into(folder.resolve("home/plugins"));
    write("agent.key", AGENT_KEY);
    write("live.yaml", config("agent.key"));
  }

  @AfterEach
  void close() {
    if (exchange != null) {
      exchange.close();
    }
  }

  @Test
  void aWrongKey() throws IOException {
    LocalExchange venue = venue(Network.TESTNET);
    approve(venue, AGENT);
    write("other.key", "0x" + "33".repeat(32));
    write("other.yaml", config("other.key"));

    refused(
        ExitCode.REFUSED,
        "is no approved agent of anybody: it is missing, so wrong, revoked, expired or approved on"
            + " another network (approve it as an agent of "
            + MASTER.address()
            + ", or give the key of one that is)",
        venue.address().toString(),
        "other.yaml");

    assertThat(venue.actions()).as("the approval, and nothing else").isOne();
  }

  @Test
  void aRevokedAgent() {
    LocalExchange venue = venue(Network.TESTNET);
    approve(venue, AGENT);
    venue.venue(it -> it.control().revokeAgent(MASTER.address(), AGENT.address()));

    refused(
        ExitCode.REFUSED,
        AGENT.address() + " is no approved agent of anybody",
        venue.address().toString(),
        "live.yaml");

    assertThat(venue.actions()).isOne();
  }

  @Test
  void anUnfundedAccount() {
    LocalExchange venue = venue(Network.TESTNET);
    approve(venue, AGENT);
    venue.venue(it -> {
      it.control().withdraw(MASTER.address(), new BigDecimal("100"));
      return null;
    });

    refused(
        ExitCode.REFUSED,
        "has no funds for perpetuals: its value is 0 (deposit USDC, or move it from spot to"
            + " perpetuals)",
        venue.address().toString(),
        "live.yaml");

    assertThat(venue.actions()).isOne();
  }

  @Test
  void capsThatLetNothingPassOnWhatTheAccountIsWorth() {
    LocalExchange venue = venue(Network.TESTNET);
    approve(venue, AGENT);
    venue.venue(it -> {
      it.control().withdraw(MASTER.address(), new BigDecimal("88"));
      return null;
    });

    refused(
        ExitCode.REFUSED,
        "orrery: strategies.grid.caps.maxPositionPct: no order can pass: 50 % of equity 12 = 6 <"
            + " minOrderUsd 10 (needs equity of 20 or maxPositionPct of 83.34)",
        venue.address().toString(),
        "live.yaml");

    assertThat(venue.actions()).isOne();
  }

  @Test
  void aWrongNetwork() {
    refusedByBoth(
        ExitCode.REFUSED,
        "orrery: market hyperliquid testnet: is the venue's test network, on which nothing here"
            + " trades (rehearse on the local exchange: orrery exchange)",
        Network.TESTNET.rest().toString());
  }

  @Test
  void anUnreachableVenue() throws IOException {
    refused(
        ExitCode.UNREACHABLE,
        "does not say what can be traded",
        "http://127.0.0.1:" + closedPort(),
        "live.yaml");
  }

  @Test
  void realMoneyWithoutTheSwitch() {
    refusedByBoth(
        ExitCode.REFUSED,
        "orrery: market hyperliquid mainnet: trades with real money, and HYPERLIQUID_LIVE_ENABLED"
            + " is not true (set HYPERLIQUID_LIVE_ENABLED=true if you mean it)",
        "hyperliquid");
  }

  @Test
  void mainnetsSignaturesWithoutTheSwitchOnLoopbackToo() {
    LocalExchange venue = venue(Network.MAINNET);

    refused(
        ExitCode.REFUSED,
        "trades with real money, and HYPERLIQUID_LIVE_ENABLED is not true",
        venue.address().toString(),
        "live.yaml");

    assertThat(venue.actions()).isZero();
  }

  @Test
  void whatCanBeKnownWithoutAskingIsRefusedByConfigShowToo() throws IOException {
    refusedByBoth(
        ExitCode.CONFIGURATION,
        "hyperliquid trades on a live market, and market.source is replay",
        "replay");
    write("open.key", AGENT_KEY);
    Files.setPosixFilePermissions(
        folder.resolve("open.key"), PosixFilePermissions.fromString("rw-r--r--"));
    write("open.yaml", config("open.key"));

    for (String verb : new String[] {"run", "config show"}) {
      assertThat(said(ExitCode.CONFIGURATION, verb, "http://127.0.0.1:1", "open.yaml"))
          .contains("open.key can be read by others than its owner (chmod 600");
    }
  }

  private void refusedByBoth(ExitCode exit, String line, String market) {
    refused(exit, line, market, "live.yaml");
    assertThat(said(exit, "config show", market, "live.yaml")).contains(line);
  }

  private void refused(ExitCode exit, String line, String market, String config) {
    assertThat(said(exit, "run", market, config)).contains(line);
  }

  /** The one line it says. */
  private static String said(ExitCode exit, String verb, String market, String config) {
    Captured captured = Captured.at(folder.resolve("home"));
    String words =
        verb
            + " --config "
            + folder.resolve(config)
            + " --broker hyperliquid --port 0 --data-dir "
            + folder.resolve("data")
            + " --market "
            + market;
    int code = captured.run(words.split(" "));
    assertThat(captured.err().lines().filter(line -> line.startsWith("orrery: ")))
        .as(captured.err())
        .hasSize(1);
    assertThat(code).as(captured.err()).isEqualTo(exit.code());
    assertThat(captured.err() + captured.out()).doesNotContain("2222222222", "3333333333");
    return captured.err();
  }

  private LocalExchange venue(Network network) {
    LocalExchange venue =
        LocalExchange.with(
                VenueSettings.of(PerpSettings.of("BTC", new BigDecimal("60000")))
                    .withStartingFund(BigDecimal.ZERO)
                    .withNetwork(network))
            .port(0)
            .start();
    exchange = venue;
    venue.deposit(MASTER.address(), new BigDecimal("100"));
    return venue;
  }

  private static void approve(LocalExchange venue, KeySigner agent) {
    try (RestClient rest =
        new RestClient(
            new RestSettings(venue.address(), PATIENCE, PATIENCE, 3, Duration.ofMillis(100)),
            new RequestBudget(System::nanoTime))) {
      ExchangeResult result =
          rest.send(
              new ActionSigner(MASTER, Network.TESTNET)
                  .sign(
                      new ApproveAgent(
                          SigningChain.of(Network.TESTNET),
                          agent.address(),
                          "bot",
                          new Nonces(MASTER.address(), InstantSource.system(), 0).next())),
              MASTER.address());
      assertThat(result).isInstanceOf(ExchangeResult.Accepted.class);
    }
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private static String config(String key) {
    return """
    venue: { connectTimeout: 30s, answerTimeout: 30s, attempts: 1 }
    strategies:
      grid:
        vault: live-1
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
        .formatted(MASTER.address(), folder.resolve(key));
  }
}
