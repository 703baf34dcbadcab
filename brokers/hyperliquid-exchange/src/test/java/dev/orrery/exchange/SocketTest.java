package dev.orrery.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.exchange.socket.Cadence;
import dev.orrery.exchange.socket.SocketLimits;
import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.wire.action.ExchangeAnswer;
import dev.orrery.hyperliquid.wire.info.MarketRequest;
import dev.orrery.hyperliquid.wire.socket.AccountMessage;
import dev.orrery.hyperliquid.wire.socket.ClientFrame;
import dev.orrery.hyperliquid.wire.socket.ControlMessage;
import dev.orrery.hyperliquid.wire.socket.MarketMessage;
import dev.orrery.hyperliquid.wire.socket.Subscription;
import dev.orrery.testing.Await;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SocketTest {
  private static final SocketLimits LOOSE = SocketLimits.LOOSE;
  private static final Duration OFTEN = Duration.ofMillis(20);

  /** Tells what has not changed as often as what has. */
  private static final Cadence TALKATIVE =
      new Cadence(OFTEN, OFTEN, OFTEN, OFTEN, OFTEN, OFTEN, OFTEN);

  private final Rehearsal rehearsal = Rehearsal.begin();
  private final Trader ann = rehearsal.ann();
  private final Address user = ann.user();

  @AfterEach
  void end() {
    rehearsal.close();
  }

  @Test
  void answersAPing() {
    try (Listener listener = rehearsal.listener()) {
      listener.say("{\"method\":\"ping\"}");
      listener.await(ControlMessage.Pong.class, it -> true);
      assertThat(listener.frames()).containsExactly("{\"channel\":\"pong\"}");
    }
  }

  @Test
  void echoesAllThatWasSent() {
    try (Listener listener = rehearsal.listener()) {
      listener.say(
          """
          {"method":"subscribe","subscription":{"type":"userFills","user":"%s","aggregateByTime":false,"more":null}}\
          """
              .formatted(user.hex().toUpperCase(java.util.Locale.ROOT).replace("0X", "0x")));
      listener.await(AccountMessage.UserFills.class, it -> true);
      assertThat(listener.frames().getFirst())
          .isEqualTo(
              """
              {"channel":"subscriptionResponse","data":{"method":"subscribe","subscription":{"type":"userFills","user":"%s","aggregateByTime":false,"more":null}}}\
              """
                  .formatted(user.hex().toUpperCase(java.util.Locale.ROOT).replace("0X", "0x")));
    }
  }

  @Test
  void beginsWithASnapshotAndGoesOnWithNews() {
    take("0.01");
    try (Listener listener = rehearsal.listener()) {
      listener.subscribe(new Subscription.UserFills(user, null));
      take("0.02");
      listener.await(AccountMessage.UserFills.class, it -> it.isSnapshot() == null);
      List<AccountMessage.UserFills> all = listener.heard(AccountMessage.UserFills.class);
      assertThat(all).hasSize(2);
      assertThat(all.getFirst().isSnapshot()).isTrue();
      assertThat(all.getFirst().fills()).hasSize(1);
      assertThat(all.getLast().fills()).hasSize(1);
      assertThat(all.getFirst().fills()).doesNotContainAnyElementsOf(all.getLast().fills());
    }
  }

  @Test
  void tellsOfOrdersAndEventsOnlyWhatIsNew() {
    take("0.01");
    try (Listener listener = rehearsal.listener()) {
      listener.subscribe(new Subscription.OrderUpdates(user));
      listener.subscribe(new Subscription.UserEvents(user));
      var cloid = Trader.cloid();
      ann.place(Trader.order(true, "40000", "0.01", "Gtc", cloid));
      listener.await(
          AccountMessage.OrderUpdates.class,
          it -> it.updates().stream().anyMatch(one -> cloid.equals(one.order().cloid())));
      take("0.02");
      listener.await(AccountMessage.UserEvent.class, it -> it.fills() != null);
      assertThat(
              listener.heard(AccountMessage.OrderUpdates.class).stream()
                  .flatMap(it -> it.updates().stream())
                  .map(AccountMessage.OrderUpdate::status))
          .containsExactly("open", "filled");
    }
  }

  @Test
  void tellsWhatIsWholeAgain() {
    try (Listener listener = rehearsal.listener()) {
      listener.subscribe(new Subscription.AllMids(null));
      listener.subscribe(new Subscription.Book("BTC", null, null, null));
      listener.subscribe(new Subscription.BestPrices("BTC"));
      listener.subscribe(new Subscription.AssetContext("BTC"));
      listener.subscribe(new Subscription.Perpetuals(user, null));
      listener.subscribe(new Subscription.OpenOrders(user, ""));
      rehearsal.price("BTC", "51000");
      ann.place(Trader.order(true, "40000", "0.01", "Gtc", Trader.cloid()));
      listener.await(MarketMessage.Mids.class, it -> mid(it).startsWith("51"));
      listener.await(
          MarketMessage.Book.class,
          it -> it.book().bids().getFirst().px().toPlainString().startsWith("50"));
      listener.await(MarketMessage.BestPrices.class, it -> it.bbo().bid() != null);
      listener.await(
          MarketMessage.AssetContext.class,
          it -> it.ctx().oraclePx().toPlainString().startsWith("51"));
      listener.await(AccountMessage.Perpetuals.class, it -> it.dex().isEmpty());
      listener.await(AccountMessage.OpenOrders.class, it -> it.orders().size() == 1);
      assertThat(listener.frames())
          .anyMatch(it -> it.startsWith("{\"channel\":\"allMids\",\"data\":{\"mids\":"));
    }
  }

  @Test
  void repeatsStatesWhenNothingChanges() {
    try (Listener listener = rehearsal.listener()) {
      listener.subscribe(new Subscription.AllMids(null));
      Await.until(() -> listener.heard(MarketMessage.Mids.class).size() >= 2);
    }
  }

  @Test
  void tellsTheBestPricesWhenTheyChange() {
    try (Listener listener = rehearsal.listener()) {
      listener.subscribe(new Subscription.BestPrices("BTC"));
      listener.subscribe(new Subscription.Book("BTC", null, null, null));
      ann.place(Trader.order(true, "40000", "0.01", "Gtc", Trader.cloid()));
      rehearsal.price("BTC", "51000");
      listener.await(
          MarketMessage.BestPrices.class,
          it -> it.bbo().bid() != null && it.bbo().bid().px().intValue() > 50_500);
      List<MarketMessage.BestPrices.Pair> told =
          listener.heard(MarketMessage.BestPrices.class).stream().map(it -> it.bbo()).toList();
      for (int i = 1; i < told.size(); i++) {
        assertThat(told.get(i)).isNotEqualTo(told.get(i - 1));
      }
    }
  }

  @Test
  void tellsTradesAndCandles() {
    try (Listener listener = rehearsal.listener()) {
      listener.subscribe(new Subscription.Trades("BTC"));
      listener.subscribe(new Subscription.Candles("BTC", "1m"));
      rehearsal.price("BTC", "51000");
      listener.await(
          MarketMessage.Trades.class,
          it -> it.trades().stream().anyMatch(trade -> trade.px().intValue() == 51_000));
      listener.await(
          MarketMessage.CandleUpdate.class, it -> it.candle().close().intValue() == 51_000);
    }
  }

  @Test
  void tellsNothingAfterUnsubscribing() {
    try (Listener listener = rehearsal.listener()) {
      Subscription orders = new Subscription.OrderUpdates(user);
      listener.subscribe(orders);
      listener.say(new ClientFrame.Unsubscribe(orders).json());
      listener.await(ControlMessage.Acknowledged.class, it -> it.method().equals("unsubscribe"));
      ann.place(Trader.order(true, "40000", "0.01", "Gtc", Trader.cloid()));
      listener.subscribe(new Subscription.OpenOrders(user, ""));
      assertThat(listener.heard(AccountMessage.OrderUpdates.class)).isEmpty();
    }
  }

  @Test
  void tellsEachWhatTheySubscribedTo() {
    try (Listener one = rehearsal.listener();
        Listener other = rehearsal.listener()) {
      one.subscribe(new Subscription.OrderUpdates(user));
      other.subscribe(new Subscription.OrderUpdates(rehearsal.bob().user()));
      ann.place(Trader.order(true, "40000", "0.01", "Gtc", Trader.cloid()));
      one.await(AccountMessage.OrderUpdates.class, it -> true);
      assertThat(other.heard(AccountMessage.OrderUpdates.class)).isEmpty();
    }
  }

  @Nested
  class AnswersPosts {
    @Test
    void ofQuestions() {
      try (Listener listener = rehearsal.listener()) {
        MarketRequest.AllMids mids = new MarketRequest.AllMids(null);
        assertThat(listener.ask(7, mids).infoAnswer(mids)).containsKey("BTC");
        assertThat(listener.frames().getFirst())
            .startsWith(
                "{\"channel\":\"post\",\"data\":{\"id\":7,\"response\":{\"type\":\"info\",\"payload\":{\"type\":\"allMids\",\"data\":");
        listener.say(
            "{\"method\":\"post\",\"id\":8,\"request\":{\"type\":\"info\",\"payload\":{\"type\":\"l2Book\",\"coin\":\"NOPE\"}}}");
        listener.await(ControlMessage.PostAnswer.class, it -> it.id() == 8);
        assertThat(listener.frames().getLast())
            .endsWith("\"payload\":{\"type\":\"l2Book\",\"data\":null}}}}");
      }
    }

    @Test
    void ofActions() {
      try (Listener listener = rehearsal.listener()) {
        var order = Trader.orders(Trader.order(true, "40000", "0.01", "Gtc", Trader.cloid()));
        assertThat(listener.act(9, ann.signed(order)).actionAnswer())
            .isInstanceOf(ExchangeAnswer.Statuses.class);
      }
    }

    @Test
    void thatCannotBeReadWithTheStatus() {
      try (Listener listener = rehearsal.listener()) {
        listener.say(
            "{\"method\":\"post\",\"id\":1,\"request\":{\"type\":\"info\",\"payload\":{\"type\":\"nope\"}}}");
        assertThat(listener.await(ControlMessage.PostAnswer.class, it -> it.id() == 1).error())
            .hasValue("422 Failed to deserialize the JSON body into the target type");
      }
    }
  }

  @Nested
  class SaysWhatIsWrong {
    @Test
    void withSubscribingTwice() {
      try (Listener listener = rehearsal.listener()) {
        listener.subscribe(new Subscription.Trades("BTC"));
        listener.say(
            "{\"method\":\"subscribe\",\"subscription\":{\"type\":\"trades\",\"coin\":\"BTC\"}}");
        assertThat(listener.awaitError())
            .isEqualTo("Already subscribed: {\"type\":\"trades\",\"coin\":\"BTC\"}");
      }
    }

    @Test
    void withUnsubscribingFromNothing() {
      try (Listener listener = rehearsal.listener()) {
        listener.say(
            "{\"method\":\"unsubscribe\",\"subscription\":{\"type\":\"trades\",\"coin\":\"BTC\"}}");
        assertThat(listener.awaitError())
            .isEqualTo("Already unsubscribed: {\"type\":\"trades\",\"coin\":\"BTC\"}");
      }
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{\"type\":\"nope\"}",
          "{\"type\":\"trades\"}",
          "{\"type\":\"trades\",\"coin\":\"NOPE\"}",
          "{\"type\":\"trades\",\"coin\":7}",
          "{\"type\":\"candle\",\"coin\":\"BTC\",\"interval\":\"2m\"}",
          "{\"type\":\"userFills\",\"user\":\"ann\"}",
          "{\"type\":\"allMids\",\"dex\":\"xyz\"}",
          "{\"type\":\"l2Book\",\"coin\":\"BTC\",\"nSigFigs\":9}"
        })
    void withASubscription(String subscription) {
      try (Listener listener = rehearsal.listener()) {
        listener.say("{\"method\":\"subscribe\",\"subscription\":" + subscription + "}");
        assertThat(listener.awaitError()).isEqualTo("Invalid subscription " + subscription);
      }
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "nonsense",
          "{",
          "[]",
          "7",
          "{}",
          "{\"method\":\"dance\"}",
          "{\"method\":\"post\"}"
        })
    void withAFrame(String frame) {
      try (Listener listener = rehearsal.listener()) {
        listener.say(frame);
        assertThat(listener.awaitError())
            .isEqualTo("Error parsing JSON into valid websocket request: " + frame);
        listener.say("{\"method\":\"ping\"}");
        listener.await(ControlMessage.Pong.class, it -> true);
      }
    }

    @Test
    void withBytes() {
      try (Listener listener = rehearsal.listener()) {
        listener.say(new byte[] {1, 2, 3});
        assertThat(listener.awaitError()).startsWith("Error parsing JSON");
      }
    }

    @Test
    void withAFrameThatIsTooLong() {
      try (Listener listener = rehearsal.listener()) {
        assertThatThrownBy(
                () -> {
                  listener.say("x".repeat(2_000_000));
                  throw new IllegalStateException(listener.awaitEnd());
                })
            .isInstanceOfAny(CompletionException.class, IllegalStateException.class);
        assertThat(ann.ask(new MarketRequest.AllMids(null))).containsKey("BTC");
      }
    }
  }

  @Nested
  class KeepsLimits {
    @Test
    void ofConnections() {
      try (Rehearsal limited = limited(2, 0, 0, 0, 0);
          Listener one = limited.listener();
          Listener two = limited.listener()) {
        assertThatThrownBy(limited::listener).isInstanceOf(CompletionException.class);
        one.close();
        Await.until(() -> limited.exchange().connections() == 1);
        limited.listener().close();
        assertThat(two.hasEnded()).isFalse();
      }
    }

    @Test
    void ofConnectionsAMinute() {
      try (Rehearsal limited = limited(0, 3, 0, 0, 0)) {
        for (int i = 0; i < 3; i++) {
          limited.listener().close();
        }
        assertThatThrownBy(limited::listener).isInstanceOf(CompletionException.class);
      }
    }

    @Test
    void ofSubscriptions() {
      try (Rehearsal limited = limited(0, 0, 2, 0, 0);
          Listener listener = limited.listener()) {
        listener.subscribe(new Subscription.Trades("BTC"));
        listener.subscribe(new Subscription.Trades("ETH"));
        listener.say(new ClientFrame.Subscribe(new Subscription.BestPrices("BTC")).json());
        assertThat(listener.awaitError()).startsWith("Cannot subscribe to more than 2 channels");
      }
    }

    @Test
    void ofUsers() {
      try (Rehearsal limited = limited(0, 0, 0, 1, 0);
          Listener listener = limited.listener()) {
        Address ann = limited.ann().user();
        listener.subscribe(new Subscription.OrderUpdates(ann));
        listener.subscribe(new Subscription.UserEvents(ann));
        listener.say(
            new ClientFrame.Subscribe(new Subscription.OrderUpdates(limited.bob().user())).json());
        assertThat(listener.awaitError()).isEqualTo("Cannot track more than 1 total users.");
      }
    }

    @Test
    void ofMessages() {
      try (Rehearsal limited = limited(0, 0, 0, 0, 5);
          Listener listener = limited.listener()) {
        for (int i = 0; i < 6; i++) {
          listener.say("{\"method\":\"ping\"}");
        }
        assertThat(listener.awaitEnd()).startsWith("1008");
      }
    }

    @Test
    void ofSilence() {
      try (Rehearsal limited =
              Rehearsal.begin(
                  it -> it.limits(LOOSE.withIdle(Duration.ofSeconds(4))).cadence(TALKATIVE));
          Listener idle = limited.listener();
          Listener busy = limited.listener()) {
        busy.subscribe(new Subscription.AllMids(null));
        assertThat(idle.awaitEnd()).isEqualTo("1000 Inactive");
        assertThat(busy.hasEnded()).isFalse();
      }
    }

    private static Rehearsal limited(
        int connections, int perMinute, int subscriptions, int users, int messages) {
      return Rehearsal.begin(it ->
          it.limits(
              new SocketLimits(
                  connections,
                  perMinute,
                  subscriptions,
                  users,
                  messages,
                  0,
                  1_000_000,
                  1_000_000,
                  Duration.ofSeconds(60))));
    }
  }

  /** A client that never reads fills the buffers of the system, then ours, and is cut. */
  @Test
  void cutsWhoeverDoesNotReadAndDelaysNobody() throws IOException {
    try (Rehearsal tight =
            Rehearsal.begin(it ->
                it.limits(
                    new SocketLimits(
                        0, 0, 0, 0, 0, 0, 1_000_000, 200_000, Duration.ofSeconds(60))));
        Socket deaf = new Socket(InetAddress.getLoopbackAddress(), tight.exchange().port())) {
      deaf.setReceiveBufferSize(1_024);
      OutputStream out = deaf.getOutputStream();
      out.write(
          """
          GET /ws HTTP/1.1
          Host: localhost
          Upgrade: websocket
          Connection: Upgrade
          Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
          Sec-WebSocket-Version: 13

          """
              .replace("\n", "\r\n")
              .getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      Await.until(() -> tight.exchange().connections() == 1);
      // What is subscribed to again is refused with all that was sent: a long answer.
      byte[] again =
          frame(
              "{\"method\":\"subscribe\",\"subscription\":{\"type\":\"trades\",\"coin\":\"BTC\",\"x\":\""
                  + "x".repeat(100_000)
                  + "\"}}");
      int answeredMeanwhile = 0;
      try {
        for (int i = 0; i < 1_000 && tight.exchange().connections() == 1; i++) {
          out.write(again);
          if (i % 50 == 0) {
            tight.ann().ask(new MarketRequest.AllMids(null));
            answeredMeanwhile += tight.exchange().connections();
          }
        }
      } catch (IOException e) {
        assertThat(e).isNotNull(); // cut while it talked
      }
      Await.until(() -> tight.exchange().connections() == 0);
      assertThat(answeredMeanwhile).isPositive();
    }
  }

  /** A masked frame with a length of 8 bytes; a mask of zeros leaves the text as it is. */
  private static byte[] frame(String text) {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(14 + payload.length)
        .put((byte) 0x81)
        .put((byte) 0xff)
        .putLong(payload.length)
        .putInt(0)
        .put(payload)
        .array();
  }

  private static String mid(MarketMessage.Mids mids) {
    return String.valueOf(mids.mids().get("BTC"));
  }

  private void take(String size) {
    assertThat(ann.place(Trader.order(true, "51000", size, "Ioc", Trader.cloid())))
        .contains("filled");
  }
}
