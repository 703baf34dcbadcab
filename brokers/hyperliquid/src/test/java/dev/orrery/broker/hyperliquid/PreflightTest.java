package dev.orrery.broker.hyperliquid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.broker.hyperliquid.connection.VenueAccess;
import dev.orrery.broker.hyperliquid.connection.VenueAddress;
import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.Network;
import dev.orrery.hyperliquid.signing.KeySigner;
import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.Secret;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PreflightTest {
  private static final KeySigner AGENT = KeySigner.of(Secret.of("0x" + "22".repeat(32)));
  private static final Address ACCOUNT = new Address("0x" + "a1".repeat(20));
  private static final Address OTHERS = new Address("0x" + "b2".repeat(20));
  private static final Instant NOW = Instant.ofEpochMilli(1_764_000_000_000L);
  private static final String META =
      "{\"universe\":[{\"name\":\"BTC\",\"szDecimals\":5,\"maxLeverage\":40}]}";

  private ScriptedVenue venue;
  private VenueAccess access;

  @BeforeEach
  void open() throws IOException {
    venue =
        new ScriptedVenue()
            .info("meta", META)
            .info("userRole", "{\"role\":\"agent\",\"data\":{\"user\":\"" + ACCOUNT + "\"}}")
            .info("extraAgents", agents(NOW.plus(Duration.ofDays(30))))
            .info("userAbstraction", "\"disabled\"")
            .info("userRateLimit", "{\"cumVlm\":\"1\",\"nRequestsUsed\":2,\"nRequestsCap\":10000}")
            .info("clearinghouseState", state("1000", NOW));
    access = TestSettings.access(venue);
  }

  @AfterEach
  void close() {
    assertThat(venue.actions()).as("nothing is sent").isEmpty();
    access.close();
    venue.close();
  }

  @Test
  void passesAnAgentOfAFundedAccount() {
    Preflight.Passed passed = check(ACCOUNT, true);

    assertThat(passed.network()).isEqualTo(Network.MAINNET);
    assertThat(passed.vault()).isNull();
    assertThat(passed.markets().byCoin("BTC")).isPresent();
  }

  @Test
  void refusesRealMoneyUnlessTheSwitchIsExactlyTrue() {
    refused(
        ExitCode.REFUSED,
        "trades with real money, and HYPERLIQUID_LIVE_ENABLED is not true (set"
            + " HYPERLIQUID_LIVE_ENABLED=true if you mean it)",
        () -> check(ACCOUNT, false));
    assertThat(LiveSwitch.of(Map.of(LiveSwitch.VARIABLE, "TRUE")).on()).isFalse();
    assertThat(LiveSwitch.of(Map.of(LiveSwitch.VARIABLE, " true")).on()).isFalse();
    assertThat(LiveSwitch.of(Map.of(LiveSwitch.VARIABLE, "1")).on()).isFalse();
    assertThat(LiveSwitch.of(Map.of()).on()).isFalse();
    assertThat(LiveSwitch.of(Map.of(LiveSwitch.VARIABLE, "true")).on()).isTrue();
  }

  @Test
  void refusesTheTestNetwork() {
    assertThatThrownBy(() ->
            new Preflight(
                    VenueAddress.of(Network.TESTNET.rest().toString()),
                    access,
                    new TradingAccount(ACCOUNT, AGENT),
                    BrokerSettings.DEFAULTS,
                    new LiveSwitch(true))
                .check(NOW))
        .hasMessageContaining("is the venue's test network, on which nothing here trades");
  }

  @Test
  void refusesAKeyThatIsNoAgent() {
    venue.info("userRole", "{\"role\":\"missing\"}");

    refused(
        ExitCode.REFUSED,
        "is no approved agent of anybody: it is missing, so wrong, revoked, expired or approved on"
            + " another network",
        () -> check(ACCOUNT, true));
  }

  @Test
  void refusesAnAgentOfAnotherAccount() {
    venue.info(
        "userRole",
        body ->
            new ScriptedVenue.Answer(
                200,
                body.contains(AGENT.address().hex())
                    ? "{\"role\":\"agent\",\"data\":{\"user\":\"" + OTHERS + "\"}}"
                    : "{\"role\":\"user\"}"));

    refused(
        ExitCode.REFUSED,
        "is an agent of " + OTHERS + ", not of this account",
        () -> check(ACCOUNT, true));
  }

  @Test
  void tradesOnASubAccountOfTheAgentsMaster() {
    venue.info(
        "userRole",
        body ->
            new ScriptedVenue.Answer(
                200,
                body.contains(AGENT.address().hex())
                    ? "{\"role\":\"agent\",\"data\":{\"user\":\"" + OTHERS + "\"}}"
                    : "{\"role\":\"subAccount\",\"data\":{\"master\":\"" + OTHERS + "\"}}"));

    assertThat(check(ACCOUNT, true).vault()).isEqualTo(ACCOUNT);
  }

  @Test
  void refusesTheAccountsOwnKey() {
    refused(
        ExitCode.REFUSED,
        "the key is the account's own, " + AGENT.address(),
        () -> check(AGENT.address(), true));
  }

  @Test
  void refusesAnApprovalThatHasEndedOrSoonWill() {
    venue.info("extraAgents", agents(NOW.minusSeconds(60)));
    refused(ExitCode.REFUSED, "ended at 2025-11-24T15:59:00Z", () -> check(ACCOUNT, true));

    venue.info("extraAgents", agents(NOW.plus(Duration.ofHours(23))));
    refused(ExitCode.REFUSED, "ends at 2025-11-25T15:00:00Z", () -> check(ACCOUNT, true));
  }

  @Test
  void refusesAnAccountWithoutFunds() {
    venue.info("clearinghouseState", state("0.0", NOW));

    refused(
        ExitCode.REFUSED,
        "has no funds for perpetuals: its value is 0 (deposit USDC",
        () -> check(ACCOUNT, true));
  }

  @Test
  void refusesAnAccountOfOneBalance() {
    venue.info("userAbstraction", "\"unifiedAccount\"");

    refused(ExitCode.REFUSED, "has one balance for everything", () -> check(ACCOUNT, true));
  }

  @Test
  void refusesAClockThatIsOff() {
    venue.info("clearinghouseState", state("1000", NOW.plusSeconds(6)));

    refused(ExitCode.REFUSED, "clock is 6000 ms behind the venue's", () -> check(ACCOUNT, true));
  }

  @Test
  void saysThatTheVenueDoesNotAnswer() {
    venue.info("userRole", body -> null);

    refused(ExitCode.UNREACHABLE, "the venue does not answer", () -> check(ACCOUNT, true));
  }

  private Preflight.Passed check(Address account, boolean live) {
    return new Preflight(
            VenueAddress.of(venue.rest().toString()),
            access,
            new TradingAccount(account, AGENT),
            BrokerSettings.DEFAULTS,
            new LiveSwitch(live))
        .check(NOW);
  }

  private static void refused(ExitCode exit, String cause, Runnable check) {
    assertThatThrownBy(check::run)
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.exit()).isEqualTo(exit);
              assertThat(e.problems()).hasSize(1);
            })
        .hasMessageContaining(cause)
        .hasMessageNotContaining("22222222222222222222222222");
  }

  private static String agents(Instant until) {
    return "[{\"name\":\"bot\",\"address\":\""
        + AGENT.address()
        + "\",\"validUntil\":"
        + until.toEpochMilli()
        + "}]";
  }

  private static String state(String value, Instant at) {
    String sums =
        "{\"accountValue\":\""
            + value
            + "\",\"totalNtlPos\":\"0.0\",\"totalRawUsd\":\"0.0\",\"totalMarginUsed\":\"0.0\"}";
    return "{\"marginSummary\":"
        + sums
        + ",\"crossMarginSummary\":"
        + sums
        + ",\"crossMaintenanceMarginUsed\":\"0.0\",\"withdrawable\":\"0.0\",\"assetPositions\":[],"
        + "\"time\":"
        + at.toEpochMilli()
        + "}";
  }
}
