package dev.orrery.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.exchange.fault.Fault;
import dev.orrery.exchange.fault.FaultReader;
import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.Cloid;
import dev.orrery.hyperliquid.Network;
import dev.orrery.hyperliquid.signing.KeySigner;
import dev.orrery.hyperliquid.wire.WireJson;
import dev.orrery.hyperliquid.wire.action.ApproveAgent;
import dev.orrery.hyperliquid.wire.action.Noop;
import dev.orrery.hyperliquid.wire.action.SigningChain;
import dev.orrery.hyperliquid.wire.info.AccountRequest;
import dev.orrery.hyperliquid.wire.info.Fill;
import dev.orrery.hyperliquid.wire.info.MarketRequest;
import dev.orrery.hyperliquid.wire.socket.AccountMessage;
import dev.orrery.hyperliquid.wire.socket.ControlMessage;
import dev.orrery.hyperliquid.wire.socket.MarketMessage;
import dev.orrery.hyperliquid.wire.socket.Subscription;
import dev.orrery.testing.Await;
import java.math.BigDecimal;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Each fault as a client meets it. */
class FaultsOnTheWireTest {
  private final Rehearsal rehearsal = Rehearsal.begin();
  private final Trader ann = rehearsal.ann();
  private final Trader bob = rehearsal.bob();
  private final Address user = ann.user();

  @AfterEach
  void end() {
    rehearsal.close();
  }

  @Nested
  class OfRequests {
    @Test
    void loseTheReplyAfterTheActionTookEffect() {
      rehearsal.fault("{\"fault\":\"lostReply\",\"action\":\"order\",\"count\":1}");
      Cloid cloid = Trader.cloid();
      assertThatThrownBy(() -> ann.place(resting(cloid))).isInstanceOf(Trader.Unanswered.class);
      assertThat(open()).extracting(it -> it.cloid()).containsExactly(cloid);
      assertThat(ann.place(resting(Trader.cloid()))).contains("resting");
    }

    @Test
    void loseTheReplyToAPostWithItsConnection() {
      rehearsal.fault("{\"fault\":\"lostReply\",\"action\":\"order\",\"count\":1}");
      Cloid cloid = Trader.cloid();
      try (Listener listener = rehearsal.listener()) {
        listener.say(
            new dev.orrery.hyperliquid.wire.socket.ClientFrame.Post(
                    1, "action", WireJson.tree(ann.signed(Trader.orders(resting(cloid))).json()))
                .json());
        listener.awaitEnd();
        assertThat(listener.heard(ControlMessage.PostAnswer.class)).isEmpty();
      }
      assertThat(open()).extracting(it -> it.cloid()).containsExactly(cloid);
    }

    @Test
    void delayTheReply() {
      rehearsal.fault("{\"fault\":\"delay\",\"by\":\"1500ms\",\"question\":\"meta\"}");
      long begun = System.nanoTime();
      ann.ask(new MarketRequest.PerpMeta(null));
      assertThat(Duration.ofNanos(System.nanoTime() - begun))
          .isGreaterThan(Duration.ofMillis(1_400));
    }

    @Test
    void delayTheEffect() {
      rehearsal.fault(
          "{\"fault\":\"delay\",\"by\":\"1500ms\",\"of\":\"request\",\"action\":\"noop\"}");
      assertThat(ann.exchange(ann.signedUntil(new Noop(), Duration.ofMillis(500))).body())
          .contains("Action already expired");
    }

    @Test
    void answerWithAnotherStatusInsteadOfTakingIt() {
      for (int code : new int[] {429, 502, 503}) {
        rehearsal.fault("{\"fault\":\"status\",\"code\":" + code + ",\"count\":1}");
        var answer = ann.exchange(ann.signed(Trader.orders(resting(Trader.cloid()))));
        assertThat(answer.statusCode()).isEqualTo(code);
      }
      assertThat(open()).isEmpty();
    }

    @Test
    void answerThatItCannotBeReadInTheVenuesWords() {
      rehearsal.fault("{\"fault\":\"status\",\"code\":422,\"count\":1}");
      var answer = ann.exchange(ann.signed(new Noop()));
      assertThat(answer.statusCode()).isEqualTo(422);
      assertThat(answer.body())
          .isEqualTo("Failed to deserialize the JSON body into the target type");
    }

    @Test
    void answerWithAnotherStatusAfterTakingIt() {
      rehearsal.fault("{\"fault\":\"status\",\"code\":502,\"tookEffect\":true,\"count\":1}");
      assertThat(ann.exchange(ann.signed(Trader.orders(resting(Trader.cloid())))).statusCode())
          .isEqualTo(502);
      assertThat(open()).hasSize(1);
    }

    @Test
    void rejectAPartOfABatch() {
      rehearsal.fault(
          "{\"fault\":\"rejectOrders\",\"action\":\"order\",\"pass\":1,\"refuse\":1,\"text\":\"no room\",\"count\":1}");
      String answer =
          ann.place(resting(Trader.cloid()), resting(Trader.cloid()), resting(Trader.cloid()));
      assertThat(answer).containsSubsequence("resting", "no room", "resting");
      assertThat(open()).hasSize(2);
      assertThat(ann.place(resting(Trader.cloid()))).contains("resting");
    }

    @Test
    void comeForTheUserTheyName() {
      rehearsal.fault("{\"fault\":\"status\",\"code\":502,\"user\":\"" + bob.user().hex() + "\"}");
      assertThat(ann.place(resting(Trader.cloid()))).contains("resting");
      assertThat(bob.exchange(bob.signed(Trader.orders(resting(Trader.cloid())))).statusCode())
          .isEqualTo(502);
    }

    @Test
    void comeForTheAgentOfTheUserTheyName() {
      Trader agent = agent();
      rehearsal.fault("{\"fault\":\"status\",\"code\":502,\"user\":\"" + user.hex() + "\"}");
      assertThat(agent.exchange(agent.signed(new Noop())).statusCode()).isEqualTo(502);
    }

    @Test
    void comeAsOftenWithTheSameSeed() {
      rehearsal.fault(
          "{\"fault\":\"status\",\"code\":502,\"question\":\"allMids\",\"probability\":0.5}");
      List<Integer> statuses = statuses(ann);
      try (Rehearsal again = Rehearsal.begin()) {
        again.fault(
            "{\"fault\":\"status\",\"code\":502,\"question\":\"allMids\",\"probability\":0.5}");
        assertThat(statuses(again.ann())).isEqualTo(statuses).contains(200, 502);
      }
    }

    private static List<Integer> statuses(Trader trader) {
      return IntStream.range(0, 30)
          .mapToObj(i -> trader.post("/info", "{\"type\":\"allMids\"}").statusCode())
          .toList();
    }
  }

  @Nested
  class OfMessages {
    @Test
    void tellFillsTwice() {
      rehearsal.fault("{\"fault\":\"duplicate\",\"channel\":\"userFills\",\"count\":1}");
      try (Listener listener = fills()) {
        take("0.01");
        Await.until(() -> told(listener).size() == 2);
        assertThat(told(listener).getFirst()).isEqualTo(told(listener).getLast());
      }
    }

    @Test
    void tellFillsInAnotherOrder() {
      try (Listener listener = fills()) {
        // The first is not held back for ever: on a slow machine a pair may come too late.
        Await.until(() -> areTurned(listener));
      }
    }

    private boolean areTurned(Listener listener) {
      int before = told(listener).size();
      rehearsal.fault("{\"fault\":\"reorder\",\"channel\":\"userFills\",\"count\":1}");
      take("0.01");
      take("0.02");
      Await.until(() -> told(listener).size() == before + 2);
      return told(listener).stream()
          .skip(before)
          .map(it -> it.sz().toPlainString())
          .toList()
          .equals(List.of("0.02", "0.01"));
    }

    @Test
    void tellFillsLateWhenNoOthersCome() {
      rehearsal.fault("{\"fault\":\"reorder\",\"channel\":\"userFills\",\"count\":1}");
      try (Listener listener = fills()) {
        take("0.01");
        Await.until(() -> told(listener).size() == 1);
      }
    }

    @Test
    void keepFillsBackForEver() {
      rehearsal.fault("{\"fault\":\"missing\",\"channel\":\"userFills\",\"count\":1}");
      try (Listener listener = fills()) {
        take("0.01");
        take("0.02");
        Await.until(() -> !told(listener).isEmpty());
        assertThat(told(listener))
            .extracting(it -> it.sz().toPlainString())
            .containsExactly("0.02");
        assertThat(ann.ask(new AccountRequest.Fills(user, null))).hasSize(2);
      }
    }

    private Listener fills() {
      return rehearsal.listener().subscribe(new Subscription.UserFills(user, null));
    }

    private static List<Fill> told(Listener listener) {
      return listener.heard(AccountMessage.UserFills.class).stream()
          .filter(it -> it.isSnapshot() == null)
          .flatMap(it -> it.fills().stream())
          .toList();
    }
  }

  @Nested
  class OfConnections {
    @Test
    void dropThoseThatFollowAUser() {
      try (Listener follows = rehearsal.listener();
          Listener other = rehearsal.listener()) {
        follows.subscribe(new Subscription.OrderUpdates(user));
        other.subscribe(new Subscription.OrderUpdates(bob.user()));
        rehearsal.fault("{\"fault\":\"drop\",\"user\":\"" + user.hex() + "\"}");
        follows.awaitEnd();
        other.say("{\"method\":\"ping\"}");
        other.await(ControlMessage.Pong.class, it -> true);
      }
    }

    @Test
    void dropAllAfterAnOrder() {
      try (Listener listener = rehearsal.listener()) {
        listener.subscribe(new Subscription.AllMids(null));
        rehearsal.fault("{\"fault\":\"drop\",\"action\":\"order\",\"skip\":1,\"count\":1}");
        ann.place(resting(Trader.cloid()));
        assertThat(listener.hasEnded()).isFalse();
        ann.place(resting(Trader.cloid()));
        listener.awaitEnd();
      }
    }

    @Test
    void keepThemOpenAndSilent() {
      try (Listener listener = rehearsal.listener()) {
        listener.subscribe(new Subscription.AllMids(null));
        rehearsal.fault("{\"fault\":\"silence\",\"lasting\":\"1h\"}");
        rehearsal.price("BTC", "51000");
        listener.say("{\"method\":\"ping\"}");
        Await.until(() -> isAt51(ann.ask(new MarketRequest.AllMids(null)).get("BTC")));
        // Some of before may still be under way.
        assertThat(listener.heard(MarketMessage.Mids.class))
            .noneMatch(it -> isAt51(it.mids().get("BTC")));
        assertThat(listener.heard(ControlMessage.Pong.class)).isEmpty();
        assertThat(listener.hasEnded()).isFalse();
      }
    }
  }

  private static boolean isAt51(@Nullable BigDecimal mid) {
    return mid != null && mid.toPlainString().startsWith("51");
  }

  @Nested
  class OfTheVenue {
    @Test
    void tellStaleMiddles() {
      rehearsal.fault("{\"fault\":\"staleMids\",\"coin\":\"BTC\",\"lasting\":\"1h\"}");
      try (Listener listener = rehearsal.listener()) {
        listener.subscribe(new Subscription.AllMids(null));
        rehearsal.price("BTC", "51000");
        rehearsal.price("ETH", "2100");
        MarketMessage.Mids mids =
            listener.await(
                MarketMessage.Mids.class,
                it -> String.valueOf(it.mids().get("ETH")).startsWith("21"));
        assertThat(mids.mids().get("BTC")).isEqualByComparingTo("50000");
      }
      assertThat(ann.ask(new MarketRequest.AllMids(null)).get("BTC")).isEqualByComparingTo("50000");
      assertThat(ann.ask(new MarketRequest.Book("BTC", null, null)).bids().getFirst().px())
          .isGreaterThan(new BigDecimal("50500"));
    }

    @Test
    void putTheClockForward() {
      rehearsal.fault("{\"fault\":\"skew\",\"by\":\"3d\"}");
      assertThat(ann.exchange(ann.signed(new Noop())).body()).contains("Invalid nonce");
    }

    @Test
    void restartAndForgetNothing() {
      Cloid cloid = Trader.cloid();
      ann.place(resting(cloid));
      try (Listener listener = rehearsal.listener()) {
        listener.subscribe(new Subscription.OrderUpdates(user));
        rehearsal.fault("{\"fault\":\"restart\",\"down\":\"500ms\"}");
        listener.awaitEnd();
      }
      Await.until(() -> ann.post("/info", "{\"type\":\"allMids\"}").statusCode() == 200);
      assertThat(open()).extracting(it -> it.cloid()).containsExactly(cloid);
      try (Listener listener = rehearsal.listener()) {
        listener.subscribe(new Subscription.OrderUpdates(user));
        ann.place(resting(Trader.cloid()));
        listener.await(AccountMessage.OrderUpdates.class, it -> true);
      }
    }

    @Test
    void revokeAnAgent() {
      Trader agent = agent();
      assertThat(agent.place(resting(Trader.cloid()))).contains("resting");
      rehearsal.fault(
          "{\"fault\":\"revokeAgent\",\"user\":\"%s\",\"agent\":\"%s\"}"
              .formatted(user.hex(), agent.user().hex()));
      Await.until(() ->
          agent
              .place(resting(Trader.cloid()))
              .contains("User or API Wallet " + agent.user().hex() + " does not exist."));
    }

    @Test
    void liquidateSomebody() {
      take("0.01");
      try (Listener listener = rehearsal.listener()) {
        listener.subscribe(new Subscription.UserEvents(user));
        listener.subscribe(new Subscription.Notifications(user));
        rehearsal.fault("{\"fault\":\"liquidate\",\"user\":\"" + user.hex() + "\"}");
        listener.await(AccountMessage.UserEvent.class, it -> it.liquidation() != null);
        listener.await(AccountMessage.Notification.class, it -> true);
      }
      assertThat(ann.ask(new AccountRequest.Perpetuals(user, null)).assetPositions()).isEmpty();
    }

    @Test
    void payFunding() {
      take("0.01");
      try (Listener listener = rehearsal.listener()) {
        listener.subscribe(new Subscription.UserFundings(user));
        rehearsal.fault("{\"fault\":\"fund\",\"coin\":\"BTC\"}");
        AccountMessage.UserFundings paid =
            listener.await(AccountMessage.UserFundings.class, it -> it.isSnapshot() == null);
        assertThat(paid.fundings()).singleElement().matches(it -> it.coin().equals("BTC"));
      }
    }

    @Test
    void holdAnOracle() {
      rehearsal.fault("{\"fault\":\"holdOracle\",\"coin\":\"BTC\",\"px\":\"40000\"}");
      Await.until(() ->
          ann.ask(new MarketRequest.PerpStates(null)).ctxs().getFirst().oraclePx().intValue()
              == 40_000);
    }
  }

  @Test
  void areGivenWithTheSettingsToo() {
    List<Fault> faults =
        FaultReader.read(WireJson.tree("{\"fault\":\"status\",\"code\":503}"), "test");
    try (Rehearsal other = Rehearsal.begin(it -> it.faults(faults))) {
      assertThat(other.ann().post("/info", "{\"type\":\"allMids\"}").statusCode()).isEqualTo(503);
    }
  }

  private Trader agent() {
    Trader agent =
        new Trader(
            rehearsal.exchange().address(), KeySigner.of(KeySigner.newKey(new SecureRandom())));
    var approval =
        new ApproveAgent(
            new SigningChain("0x66eee", Network.TESTNET), agent.user(), "bot", ann.nonce());
    assertThat(ann.exchange(ann.signed(approval)).body()).contains("\"status\":\"ok\"");
    return agent;
  }

  private List<dev.orrery.hyperliquid.wire.info.OpenOrder> open() {
    return ann.ask(new AccountRequest.OpenOrders(user, null));
  }

  private static String resting(Cloid cloid) {
    return Trader.order(true, "40000", "0.001", "Gtc", cloid);
  }

  private void take(String size) {
    assertThat(ann.place(Trader.order(true, "52000", size, "Ioc", Trader.cloid())))
        .contains("filled");
  }
}
