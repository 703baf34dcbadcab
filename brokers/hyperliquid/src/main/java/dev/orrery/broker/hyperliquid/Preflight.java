package dev.orrery.broker.hyperliquid;

import dev.orrery.broker.hyperliquid.connection.VenueAccess;
import dev.orrery.broker.hyperliquid.connection.VenueAddress;
import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.Network;
import dev.orrery.hyperliquid.client.InfoResult;
import dev.orrery.hyperliquid.client.RestClient;
import dev.orrery.hyperliquid.market.MarketDirectory;
import dev.orrery.hyperliquid.wire.info.AccountRequest;
import dev.orrery.hyperliquid.wire.info.ClearinghouseState;
import dev.orrery.hyperliquid.wire.info.ExtraAgent;
import dev.orrery.hyperliquid.wire.info.InfoRequest;
import dev.orrery.hyperliquid.wire.info.MarketRequest;
import dev.orrery.hyperliquid.wire.info.UserRole;
import dev.orrery.kernel.IoFailure;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether an account may and can be traded on. Asks, sends nothing, and says what a person can do
 * about it when not.
 */
final class Preflight {
  private static final Set<String> ONE_BALANCE = Set.of("unifiedAccount", "portfolioMargin");

  private final VenueAddress at;
  private final VenueAccess venue;
  private final TradingAccount account;
  private final BrokerSettings settings;
  private final LiveSwitch live;

  /**
   * What it found.
   *
   * @param network whose signatures the venue takes
   * @param vault the account, where the agent's master is not the account itself
   * @param markets what is traded
   * @param state the account as it was
   */
  record Passed(
      Network network,
      @Nullable Address vault,
      MarketDirectory markets,
      ClearinghouseState state,
      Duration ahead) {
    /** The venue's time of it. */
    long venueTime() {
      return state.time();
    }
  }

  Preflight(
      VenueAddress at,
      VenueAccess venue,
      TradingAccount account,
      BrokerSettings settings,
      LiveSwitch live) {
    this.at = at;
    this.venue = venue;
    this.account = account;
    this.settings = settings;
    this.live = live;
  }

  /**
   * Asks.
   *
   * @throws ProblemException REFUSED or UNREACHABLE, with one line that says what to do
   */
  Passed check(Instant now) {
    Network network = network();
    Address master = master();
    agent(master, now);
    mode();
    ClearinghouseState state = funded();
    account.worth().accept(state.marginSummary().accountValue());
    clock(state, now);
    new EarnedActions(venue, account.address()).learn();
    return new Passed(
        network,
        master.equals(account.address()) ? null : account.address(),
        MarketDirectory.of(ask(new MarketRequest.PerpMeta(null))),
        state,
        Duration.between(Instant.ofEpochMilli(state.time()), now));
  }

  /** Real money needs the switch; signatures of another network are for a local exchange alone. */
  private Network network() {
    Optional<Network> named = at.network();
    if (named.isPresent() && named.get() != Network.MAINNET) {
      throw refused(
          "is the venue's test network, on which nothing here trades",
          "rehearse on the local exchange: orrery exchange");
    }
    Network network = named.isPresent() ? named.get() : identified().orElse(Network.MAINNET);
    if (network == Network.MAINNET && !live.on()) {
      throw refused(
          "trades with real money, and " + LiveSwitch.VARIABLE + " is not true",
          "set " + LiveSwitch.VARIABLE + "=true if you mean it");
    }
    return network;
  }

  /** A venue that does not answer is neither the local exchange nor another one. */
  private Optional<Network> identified() {
    try {
      return VenueIdentity.local(venue.requests());
    } catch (IOException e) {
      throw silent(IoFailure.cause(e));
    }
  }

  /** The account whose agent signs. */
  private Address master() {
    Address signer = account.signer().address();
    if (signer.equals(account.address())) {
      throw refused(
          "the key is the account's own, " + signer,
          "approve an agent and give its key: an agent cannot withdraw");
    }
    UserRole role = ask(new AccountRequest.Role(signer));
    Address approvedBy = role.master().orElse(null);
    if (!role.role().equals("agent") || approvedBy == null) {
      throw refused(
          "the key's address "
              + signer
              + " is no approved agent of anybody: it is "
              + role.role()
              + ", so wrong, revoked, expired or approved on another network",
          "approve it as an agent of " + account.address() + ", or give the key of one that is");
    }
    if (approvedBy.equals(account.address())) {
      return approvedBy;
    }
    UserRole own = ask(new AccountRequest.Role(account.address()));
    if (own.role().equals("subAccount") && own.master().filter(approvedBy::equals).isPresent()) {
      return approvedBy;
    }
    throw refused(
        "the key's address " + signer + " is an agent of " + approvedBy + ", not of this account",
        "give the key of an agent of " + account.address());
  }

  private void agent(Address master, Instant now) {
    for (ExtraAgent agent : ask(new AccountRequest.Agents(master))) {
      Long until = agent.validUntil();
      if (agent.address().equals(account.signer().address()) && until != null) {
        Instant end = Instant.ofEpochMilli(until);
        if (end.isBefore(now.plus(settings.agentValidity()))) {
          throw refused(
              "the approval of agent "
                  + agent.name()
                  + " "
                  + agent.address()
                  + (end.isBefore(now) ? " ended at " : " ends at ")
                  + end,
              "approve a new agent, with a new key");
        }
      }
    }
  }

  private void mode() {
    if (venue.rest().ask(new AccountRequest.Abstraction(account.address()))
            instanceof InfoResult.Answered<String>(var mode)
        && ONE_BALANCE.contains(mode)) {
      throw refused(
          "has one balance for everything (" + mode + "), which this broker cannot read",
          "switch the account's mode off, or use another account");
    }
  }

  private ClearinghouseState funded() {
    ClearinghouseState state = ask(new AccountRequest.Perpetuals(account.address(), null));
    if (state.marginSummary().accountValue().signum() <= 0 && state.assetPositions().isEmpty()) {
      throw refused(
          "has no funds for perpetuals: its value is "
              + state.marginSummary().accountValue().toPlainString(),
          "deposit USDC, or move it from spot to perpetuals");
    }
    return state;
  }

  private void clock(ClearinghouseState state, Instant now) {
    Duration apart = Duration.between(now, Instant.ofEpochMilli(state.time()));
    if (apart.abs().compareTo(settings.clockSkew()) > 0) {
      throw refused(
          "this machine's clock is "
              + apart.abs().toMillis()
              + " ms "
              + (apart.isNegative() ? "ahead of" : "behind")
              + " the venue's",
          "set the clock right: orders would expire too early or too late");
    }
  }

  private <A> A ask(InfoRequest<A> question) {
    RestClient rest = venue.rest();
    return switch (rest.ask(question)) {
      case InfoResult.Answered<A>(var answer) -> answer;
      case InfoResult.Failed<A>(var trouble, var detail, _) ->
          throw silent(trouble + ", " + detail);
    };
  }

  private ProblemException silent(String why) {
    return new ProblemException(
        Problem.unreachable(
            subject(),
            "the venue does not answer: " + why,
            "check the address and the network; nothing was sent"));
  }

  private ProblemException refused(String cause, String wayOut) {
    return new ProblemException(Problem.refused(subject(), cause, wayOut));
  }

  private String subject() {
    return "account " + account.address() + " at " + at.name();
  }
}
