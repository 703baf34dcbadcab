package dev.orrery.exchange.venue;

import static dev.orrery.exchange.venue.Rig.AGENT;
import static dev.orrery.exchange.venue.Rig.ALICE;
import static dev.orrery.exchange.venue.Rig.BOB;
import static dev.orrery.exchange.venue.Rig.CAROL;
import static dev.orrery.exchange.venue.Rig.address;
import static dev.orrery.exchange.venue.Rig.buy;
import static dev.orrery.exchange.venue.Rig.dec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.Network;
import dev.orrery.hyperliquid.wire.action.Action;
import dev.orrery.hyperliquid.wire.action.ApproveAgent;
import dev.orrery.hyperliquid.wire.action.CancelOrders;
import dev.orrery.hyperliquid.wire.action.CreateSubAccount;
import dev.orrery.hyperliquid.wire.action.ExchangeAnswer;
import dev.orrery.hyperliquid.wire.action.Noop;
import dev.orrery.hyperliquid.wire.action.OrderRequest;
import dev.orrery.hyperliquid.wire.action.PlaceOrders;
import dev.orrery.hyperliquid.wire.action.ReserveRequestWeight;
import dev.orrery.hyperliquid.wire.action.SigningChain;
import dev.orrery.hyperliquid.wire.action.UsdSend;
import dev.orrery.hyperliquid.wire.info.AccountRequest;
import dev.orrery.hyperliquid.wire.info.ExtraAgent;
import dev.orrery.hyperliquid.wire.info.RoleData;
import dev.orrery.hyperliquid.wire.info.UserRole;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Who may act, for whom, and how often. */
class GateTest {
  private static final long DAY = 86_400_000;
  private static final ExchangeAnswer DONE = new ExchangeAnswer.Done();
  private static final PlaceOrders ORDER = PlaceOrders.of(buy("0.001", "99000"));

  private final Rig rig = Rig.quiet().funded(ALICE, BOB);

  private static ExchangeAnswer refused(String text) {
    return new ExchangeAnswer.Refused(text);
  }

  private ExchangeAnswer approve(Address master, Address agent, String name) {
    long nonce = rig.nextNonce();
    return rig.act(
        master,
        new ApproveAgent(SigningChain.of(Network.TESTNET), agent, name, nonce),
        nonce,
        null,
        null);
  }

  @Test
  void nobodyKnowsAStrangerWhoTrades() {
    assertThat(rig.act(CAROL, ORDER))
        .isEqualTo(refused("User or API Wallet " + CAROL + " does not exist."));
    assertThat(rig.venue.info(new AccountRequest.Role(CAROL)))
        .isEqualTo(new UserRole("missing", null));
  }

  @Test
  void whoIsAskedForIsFunded() {
    assertThat(rig.state(CAROL).withdrawable()).isEqualByComparingTo("10000");
    assertThat(rig.act(CAROL, ORDER)).isInstanceOf(ExchangeAnswer.Statuses.class);
  }

  @Test
  void whoSignsForMoneyOrPermissionsIsFunded() {
    assertThat(approve(CAROL, AGENT, "bot")).isEqualTo(DONE);
    assertThat(rig.act(AGENT, ORDER)).isInstanceOf(ExchangeAnswer.Statuses.class);
    assertThat(rig.open(CAROL)).hasSize(1);
  }

  @Test
  void withoutAStartingFundNobodyExistsUntilFunded() {
    Rig poor = new Rig(Rig.settings().withStartingFund(dec("0")));

    assertThat(poor.state(ALICE).marginSummary().accountValue()).isZero();
    assertThat(poor.act(ALICE, ORDER))
        .isEqualTo(refused("User or API Wallet " + ALICE + " does not exist."));
    long nonce = poor.nextNonce();
    ApproveAgent approval = new ApproveAgent(SigningChain.of(Network.TESTNET), AGENT, "", nonce);
    assertThat(poor.act(ALICE, approval, nonce, null, null))
        .isEqualTo(refused("Must deposit before performing actions. User: " + ALICE));
    poor.venue.control().deposit(ALICE, dec("50"));
    assertThat(poor.act(ALICE, approval, nonce, null, null)).isEqualTo(DONE);
  }

  @Test
  void anAgentTradesForItsMasterAndMovesNoMoney() {
    approve(ALICE, AGENT, "");

    rig.act(AGENT, ORDER);
    long nonce = rig.nextNonce();
    ExchangeAnswer sent =
        rig.act(
            AGENT,
            new UsdSend(SigningChain.of(Network.TESTNET), BOB.hex(), "5", nonce),
            nonce,
            null,
            null);

    assertThat(rig.open(ALICE)).hasSize(1);
    assertThat(sent).isEqualTo(refused("Must deposit before performing actions. User: " + AGENT));
    assertThat(rig.venue.info(new AccountRequest.Role(AGENT)))
        .isEqualTo(new UserRole("agent", new RoleData(ALICE, null)));
    assertThat(rig.state(AGENT).marginSummary().accountValue()).isZero();
  }

  @Test
  void theSameNameReplacesAndTheOldAgentIsDeadAtOnce() {
    approve(ALICE, AGENT, "bot");
    approve(ALICE, address(0x77), "bot");

    assertThat(rig.act(AGENT, ORDER))
        .isEqualTo(refused("User or API Wallet " + AGENT + " does not exist."));
    assertThat(rig.act(address(0x77), ORDER)).isInstanceOf(ExchangeAnswer.Statuses.class);
    assertThat(approve(ALICE, AGENT, "other")).isEqualTo(refused("Extra agent already used."));
  }

  @Test
  void theZeroAddressRemovesAndForFiveSecondsNoneIsApproved() {
    approve(ALICE, AGENT, "bot");

    assertThat(approve(ALICE, Address.ZERO, "bot")).isEqualTo(DONE);
    assertThat(rig.act(AGENT, ORDER))
        .isEqualTo(refused("User or API Wallet " + AGENT + " does not exist."));
    rig.pass(4_999);
    assertThat(approve(ALICE, address(0x77), "bot"))
        .isEqualTo(refused("User has pending agent removal"));
    rig.pass(1);
    assertThat(approve(ALICE, address(0x77), "bot")).isEqualTo(DONE);
    assertThat(approve(ALICE, Address.ZERO, "nobody"))
        .isEqualTo(refused("Extra agent does not exist."));
  }

  @Test
  void anAccountHasThreeNamedAgentsAndTwoMoreForEachSubAccount() {
    for (int i = 1; i <= 3; i++) {
      assertThat(approve(ALICE, address(0x100 + i), "bot-" + i)).isEqualTo(DONE);
    }

    assertThat(approve(ALICE, address(0x200), "bot-4"))
        .isEqualTo(
            refused("Too many extra agents for cumulative volume traded. Current limit is 3"));
    assertThat(approve(ALICE, address(0x201), "")).isEqualTo(DONE);
    assertThat(approve(ALICE, address(0x202), "bot-3")).isEqualTo(DONE);
    rig.act(ALICE, new CreateSubAccount("sub"));
    assertThat(approve(ALICE, address(0x203), "bot-4")).isEqualTo(DONE);
    List<ExtraAgent> agents = rig.ask(new AccountRequest.Agents(ALICE));
    assertThat(agents)
        .extracting(ExtraAgent::name)
        .containsExactlyInAnyOrder("bot-1", "bot-2", "bot-3", "bot-4");
  }

  @Test
  void anApprovalEndsWhenItSays() {
    long end = rig.now() + 60_000;
    assertThat(approve(ALICE, AGENT, "bot valid_until " + end)).isEqualTo(DONE);
    assertThat(rig.venue.info(new AccountRequest.Agents(ALICE)))
        .isEqualTo(List.of(new ExtraAgent("bot", AGENT, end)));

    rig.pass(60_000);
    assertThat(rig.act(AGENT, ORDER)).isInstanceOf(ExchangeAnswer.Statuses.class);
    rig.pass(1);

    assertThat(rig.act(AGENT, ORDER))
        .isEqualTo(refused("User or API Wallet " + AGENT + " does not exist."));
    assertThat(rig.venue.info(new AccountRequest.Agents(ALICE))).isEqualTo(List.of());
  }

  @Test
  void anApprovalEndsWithinHalfAYearAndUsuallyInNinetyDays() {
    String text = "Agent valid_until already expired.";

    assertThat(approve(ALICE, AGENT, "bot valid_until " + rig.now())).isEqualTo(refused(text));
    assertThat(approve(ALICE, AGENT, "bot valid_until " + (rig.now() + 180 * DAY + 1)))
        .isEqualTo(refused(text));
    assertThat(approve(ALICE, AGENT, "a name of seventeen"))
        .isEqualTo(refused("Agent name is longer than 16 characters."));
    assertThat(approve(ALICE, AGENT, "bot")).isEqualTo(DONE);
    assertThat(rig.venue.info(new AccountRequest.Agents(ALICE)))
        .isEqualTo(List.of(new ExtraAgent("bot", AGENT, rig.now() + 90 * DAY)));
  }

  @Test
  void revokedByHandItIsGone() {
    approve(ALICE, AGENT, "bot");

    assertThat(rig.venue.control().revokeAgent(ALICE, AGENT)).isTrue();
    assertThat(rig.venue.control().revokeAgent(ALICE, AGENT)).isFalse();
    assertThat(rig.act(AGENT, ORDER))
        .isEqualTo(refused("User or API Wallet " + AGENT + " does not exist."));
  }

  @Test
  void aNonceIsUsedOnce() {
    long nonce = rig.nextNonce();
    assertThat(rig.act(ALICE, new Noop(), nonce, null, null)).isEqualTo(DONE);

    assertThat(rig.act(ALICE, new Noop(), nonce, null, null))
        .isEqualTo(refused("Invalid nonce: duplicate nonce " + nonce));
    assertThat(rig.act(BOB, new Noop(), nonce, null, null)).isEqualTo(DONE);
  }

  @Test
  void theHundredHighestNoncesCountWhateverTheirOrder() {
    List<Long> nonces = new ArrayList<>();
    for (long i = 1; i <= 100; i++) {
      nonces.add(rig.now() + 10 * i);
    }
    Collections.shuffle(nonces, new Random(5));
    for (long nonce : nonces) {
      assertThat(rig.act(ALICE, new Noop(), nonce, null, null)).isEqualTo(DONE);
    }

    long lowest = rig.now() + 10;
    assertThat(rig.act(ALICE, new Noop(), lowest - 1, null, null))
        .isEqualTo(refused("Invalid nonce: nonce too low " + (lowest - 1) + " < " + lowest));
    assertThat(rig.act(ALICE, new Noop(), lowest + 1, null, null)).isEqualTo(DONE);
    assertThat(rig.act(ALICE, new Noop(), lowest, null, null))
        .isEqualTo(refused("Invalid nonce: nonce too low " + lowest + " < " + (lowest + 1)));
  }

  @Test
  void aNonceIsNearThePresent() {
    long early = rig.now() - 2 * DAY;
    long late = rig.now() + DAY;

    assertThat(rig.act(ALICE, new Noop(), early, null, null)).isEqualTo(far(early));
    assertThat(rig.act(ALICE, new Noop(), late, null, null)).isEqualTo(far(late));
    assertThat(rig.act(ALICE, new Noop(), early + 1, null, null)).isEqualTo(DONE);
    assertThat(rig.act(ALICE, new Noop(), late - 1, null, null)).isEqualTo(DONE);
  }

  private ExchangeAnswer far(long nonce) {
    return refused(
        "Invalid nonce: nonce " + nonce + " is too far from the time of the block " + rig.now());
  }

  @Test
  void aRefusedActionUsesItsNonce() {
    long nonce = rig.nextNonce();
    rig.act(ALICE, PlaceOrders.of(buy("9", "100000")), nonce, null, null);

    assertThat(rig.act(ALICE, ORDER, nonce, null, null))
        .isEqualTo(refused("Invalid nonce: duplicate nonce " + nonce));
  }

  @Test
  void whatIsSignedCarriesTheSameNonceAndNetwork() {
    long nonce = rig.nextNonce();
    Action other = new ApproveAgent(SigningChain.of(Network.TESTNET), AGENT, "", nonce);
    Action mainnet = new ApproveAgent(SigningChain.of(Network.MAINNET), AGENT, "", nonce);

    assertThat(rig.act(ALICE, other, nonce + 1, null, null))
        .isEqualTo(
            refused(
                "Invalid nonce: nonce "
                    + nonce
                    + " of the action is not nonce "
                    + (nonce + 1)
                    + " of the request"));
    assertThat(rig.act(ALICE, mainnet, nonce, null, null))
        .isEqualTo(refused("Action is for Mainnet."));
  }

  @Test
  void whatCameTooLateIsRefusedAndCostsFive() {
    ExchangeAnswer answer = rig.act(ALICE, ORDER, rig.nextNonce(), null, rig.now() - 1);

    assertThat(answer).isEqualTo(refused("Action already expired"));
    assertThat(used(ALICE)).isEqualTo(5);
    assertThat(rig.act(ALICE, ORDER, rig.nextNonce(), null, rig.now()))
        .isInstanceOf(ExchangeAnswer.Statuses.class);
  }

  @Test
  void aSubAccountIsItsMastersAndItsAgents() {
    Address sub = ((ExchangeAnswer.Created) rig.act(ALICE, new CreateSubAccount("sub"))).account();
    approve(ALICE, AGENT, "bot");
    rig.venue.control().deposit(sub, dec("100"));

    assertThat(rig.act(AGENT, ORDER, rig.nextNonce(), sub, null))
        .isInstanceOf(ExchangeAnswer.Statuses.class);
    assertThat(rig.open(sub)).hasSize(1);
    assertThat(rig.open(ALICE)).isEmpty();
    assertThat(rig.act(BOB, ORDER, rig.nextNonce(), sub, null))
        .isEqualTo(refused("Sub-account " + sub + " is not registered to " + BOB));
    assertThat(rig.act(ALICE, ORDER, rig.nextNonce(), address(0x99), null))
        .isEqualTo(refused("Vault not registered: " + address(0x99)));
    assertThat(rig.act(sub, ORDER))
        .isEqualTo(refused("User or API Wallet " + sub + " does not exist."));
    assertThat(rig.venue.info(new AccountRequest.Role(sub)))
        .isEqualTo(new UserRole("subAccount", new RoleData(null, ALICE)));
  }

  @Test
  void anAddressRunsOutOfActionsAndCancelsGoOn() {
    rig.rest(ALICE, buy("0.001", "99000"));
    OrderRequest order = buy("0.00001", "99000");
    PlaceOrders hundred =
        PlaceOrders.of(Collections.nCopies(100, order).toArray(OrderRequest[]::new));
    for (int i = 0; i < 99; i++) {
      rig.act(ALICE, hundred);
    }
    assertThat(used(ALICE)).isEqualTo(9_901);

    assertThat(rig.act(ALICE, hundred)).isInstanceOf(ExchangeAnswer.Statuses.class);
    assertThat(rig.act(ALICE, ORDER))
        .isEqualTo(
            refused(
                "Too many cumulative requests sent (10002 > 10000) for cumulative volume traded $0.00. Place taker orders to free up 1 request per USDC traded."));
    assertThat(rig.act(ALICE, new CancelOrders(List.of(new CancelOrders.Cancel(0, 1)), false)))
        .isInstanceOf(ExchangeAnswer.Statuses.class);
    rig.act(ALICE, new ReserveRequestWeight(100, null));
    assertThat(rig.act(ALICE, ORDER)).isInstanceOf(ExchangeAnswer.Statuses.class);
    assertThat(rig.state(ALICE).withdrawable()).isEqualByComparingTo("9999.95");
  }

  private long used(Address user) {
    return rig.ask(new AccountRequest.RateLimit(user)).nRequestsUsed();
  }

  @Test
  void inABlockCancelsAndPostOnlyOrdersOvertakeTakers() {
    long oid = rig.rest(ALICE, Rig.sell("0.001", "100000"));
    VenueCall take = call(BOB, PlaceOrders.of(buy("0.001", "100000")));
    VenueCall cancel =
        call(ALICE, new CancelOrders(List.of(new CancelOrders.Cancel(0, oid)), false));

    List<ExchangeAnswer> answers = rig.venue.block(List.of(take, cancel));

    assertThat(answers.getFirst().json().toString()).contains("resting");
    assertThat(answers.getLast().json().toString()).contains("success");
    assertThat(rig.fills).isEmpty();
  }

  private VenueCall call(Address signer, Action action) {
    return rig.call(signer, action);
  }
}
