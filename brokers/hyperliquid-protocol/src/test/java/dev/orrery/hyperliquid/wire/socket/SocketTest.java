package dev.orrery.hyperliquid.wire.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.Signature;
import dev.orrery.hyperliquid.wire.MalformedMessageException;
import dev.orrery.hyperliquid.wire.Samples;
import dev.orrery.hyperliquid.wire.WireJson;
import dev.orrery.hyperliquid.wire.action.EntryStatus;
import dev.orrery.hyperliquid.wire.action.ExchangeAnswer;
import dev.orrery.hyperliquid.wire.action.ExchangeRequest;
import dev.orrery.hyperliquid.wire.action.Noop;
import dev.orrery.hyperliquid.wire.info.InfoRequest;
import dev.orrery.hyperliquid.wire.info.MarketRequest;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class SocketTest {
  private static final Address USER = new Address("0x31ca8395cf837de08b24da3f660e77761dfb974b");

  static Stream<JsonNode> samples() {
    return Samples.rows("socket.json");
  }

  @ParameterizedTest
  @MethodSource("samples")
  void messagesReadBackAsTheyWere(JsonNode sample) {
    JsonNode frame = sample.path("message");
    ServerMessage message = ServerMessages.read(frame.toString());
    assertThat(message).isNotInstanceOf(ControlMessage.class);
    assertThat(WireJson.tree(ServerMessages.write(message))).isEqualTo(frame);
    assertThat(ServerMessages.read(ServerMessages.write(message))).isEqualTo(message);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void subscriptionsNameTheChannelTheirMessagesComeOn(JsonNode sample) {
    Subscription subscription = Subscription.read(sample.path("subscription"));
    assertThat(WireJson.node(subscription)).isEqualTo(sample.path("subscription"));
    assertThat(subscription.channel())
        .isEqualTo(ServerMessages.read(sample.path("message").toString()).channel());
  }

  @Test
  void hasASampleOfEverySubscription() {
    assertThat(samples().map(it -> Subscription.read(it.path("subscription")).getClass().getName()))
        .containsAll(
            Stream.of(Subscription.class.getPermittedSubclasses())
                .filter(it -> it != Subscription.FastContexts.class)
                .map(Class::getName)
                .toList());
  }

  @Test
  void unpacksFastContexts() {
    MarketMessage.FastContexts prices =
        new MarketMessage.FastContexts(
            Map.of(
                "BTC",
                new MarketMessage.FastContexts.Prices(new BigDecimal("83757"), null),
                "ETH",
                new MarketMessage.FastContexts.Prices(null, new BigDecimal("2412.75"))));
    String frame = ServerMessages.write(prices);
    assertThat(frame).doesNotContain("BTC");
    assertThat(ServerMessages.read(frame)).isEqualTo(prices);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"?\"", "\"AAAA\"", "\"\"", "5"})
  void refusesWhatCannotBeUnpacked(String data) {
    assertThatThrownBy(
            () -> ServerMessages.read("{\"channel\":\"fastAssetCtxs\",\"data\":" + data + "}"))
        .isInstanceOf(MalformedMessageException.class);
  }

  @Test
  void refusesAPackedMessageThatWouldFillTheMemory() {
    String bomb = Deflated.pack(new byte[20 << 20]);
    assertThat(bomb.length()).isLessThan(100_000);
    assertThatThrownBy(() -> Deflated.unpack(bomb))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessageContaining("too large");
  }

  @Test
  void candlesMayComeInAnArray() {
    String candle =
        "{\"t\":1,\"T\":2,\"s\":\"BTC\",\"i\":\"1m\",\"o\":\"1\",\"c\":\"1\",\"h\":\"1\",\"l\":\"1\",\"v\":\"0\",\"n\":0}";
    assertThat(ServerMessages.read("{\"channel\":\"candle\",\"data\":[" + candle + "]}"))
        .isEqualTo(ServerMessages.read("{\"channel\":\"candle\",\"data\":" + candle + "}"));
  }

  @Test
  void readsFramesAboutTheConnection() {
    assertThat(ServerMessages.read("Websocket connection established."))
        .isEqualTo(new ControlMessage.Text("Websocket connection established."));
    assertThat(ServerMessages.read("{\"channel\":\"pong\"}")).isEqualTo(new ControlMessage.Pong());
    assertThat(ServerMessages.write(new ControlMessage.Pong())).isEqualTo("{\"channel\":\"pong\"}");
    ControlMessage.Failed failed = new ControlMessage.Failed("Cannot track more than 15 users.");
    assertThat(ServerMessages.read(ServerMessages.write(failed))).isEqualTo(failed);
    assertThat(ServerMessages.read("{\"channel\":\"new\",\"data\":{\"x\":1}}"))
        .isEqualTo(new ControlMessage.Other("new", WireJson.tree("{\"x\":1}")));
  }

  @Test
  void saysOnWhichChannelAMessageIsWrong() {
    assertThatThrownBy(() ->
            ServerMessages.read("{\"channel\":\"clearinghouseState\",\"data\":{\"dex\":\"\"}}"))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessageStartingWith("clearinghouseState: ");
    assertThatThrownBy(() -> ServerMessages.read("{\"channel\":\"clear"))
        .isInstanceOf(MalformedMessageException.class);
  }

  @Test
  void theEchoOfASubscriptionIsEqualThoughItHasMore() {
    ServerMessage echo =
        ServerMessages.read(
            """
            {"channel":"subscriptionResponse","data":{"method":"subscribe","subscription":
             {"type":"userFills","user":"0x31CA8395CF837DE08B24DA3F660E77761DFB974B","aggregateByTime":false,"x":null}}}
            """);
    assertThat(((ControlMessage.Acknowledged) echo).subscribed())
        .isEqualTo(new Subscription.UserFills(USER, null));
    assertThat(
            Subscription.read(
                WireJson.tree(
                    "{\"type\":\"l2Book\",\"coin\":\"BTC\",\"nSigFigs\":null,\"mantissa\":null,\"fast\":false}")))
        .isEqualTo(new Subscription.Book("BTC", null, null, null));
  }

  static Stream<ClientFrame> frames() {
    ExchangeRequest action =
        new ExchangeRequest(
            new Noop(), 5, new Signature(BigInteger.ONE, BigInteger.TWO, 27), USER, 7L);
    return Stream.of(
        new ClientFrame.Ping(),
        new ClientFrame.Subscribe(new Subscription.Perpetuals(USER, null)),
        new ClientFrame.Unsubscribe(new Subscription.AllMids(null)),
        ClientFrame.Post.of(256, new MarketRequest.Book("BTC", null, null)),
        ClientFrame.Post.of(257, action));
  }

  @ParameterizedTest
  @MethodSource("frames")
  void framesReadBackAsTheyWere(ClientFrame frame) {
    assertThat(ClientFrame.read(WireJson.tree(frame.json()))).isEqualTo(frame);
  }

  @Test
  void writesFramesAsTheVenueWantsThem() {
    assertThat(new ClientFrame.Ping().json()).isEqualTo("{\"method\":\"ping\"}");
    assertThat(new ClientFrame.Subscribe(new Subscription.OpenOrders(USER, null)).json())
        .isEqualTo(
            "{\"method\":\"subscribe\",\"subscription\":{\"type\":\"openOrders\",\"user\":\""
                + USER.hex()
                + "\",\"dex\":\"\"}}");
    assertThat(ClientFrame.Post.of(1, new MarketRequest.AllMids(null)).json())
        .isEqualTo(
            "{\"method\":\"post\",\"id\":1,\"request\":{\"type\":\"info\",\"payload\":{\"type\":\"allMids\"}}}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{\"method\":\"listen\"}",
        "{\"method\":\"subscribe\"}",
        "{\"method\":\"subscribe\",\"subscription\":{\"type\":\"nothing\"}}",
        "{\"method\":\"post\",\"request\":{\"type\":\"info\",\"payload\":{}}}",
        "{\"method\":\"post\",\"id\":1,\"request\":{\"type\":\"explorer\",\"payload\":{}}}"
      })
  void refusesFramesThatAreNone(String json) {
    assertThatThrownBy(() -> ClientFrame.read(WireJson.tree(json)))
        .isInstanceOf(MalformedMessageException.class);
  }

  @Test
  void answersToPostsReadBackAsTheyWere() {
    InfoRequest<Map<String, BigDecimal>> mids = new MarketRequest.AllMids(null);
    ControlMessage.PostAnswer info =
        ControlMessage.PostAnswer.info(1, "allMids", Map.of("BTC", new BigDecimal("5")));
    ControlMessage.PostAnswer read =
        (ControlMessage.PostAnswer) ServerMessages.read(ServerMessages.write(info));
    assertThat(read.id()).isEqualTo(1);
    assertThat(read.infoAnswer(mids)).isEqualTo(Map.of("BTC", new BigDecimal("5")));
    assertThat(read.error()).isEmpty();

    ExchangeAnswer answer =
        new ExchangeAnswer.Statuses("order", List.of(new EntryStatus.Resting(5, null)));
    ControlMessage.PostAnswer action =
        (ControlMessage.PostAnswer)
            ServerMessages.read(ServerMessages.write(ControlMessage.PostAnswer.action(2, answer)));
    assertThat(action.actionAnswer()).isEqualTo(answer);
    assertThatThrownBy(() -> action.infoAnswer(mids))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessage("post 2 was answered with action, not info");

    ControlMessage.PostAnswer error =
        (ControlMessage.PostAnswer)
            ServerMessages.read(ServerMessages.write(ControlMessage.PostAnswer.error(3, "422 no")));
    assertThat(error.error()).contains("422 no");
  }
}
