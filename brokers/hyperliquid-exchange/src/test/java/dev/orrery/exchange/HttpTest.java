package dev.orrery.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.exchange.desk.Reply;
import dev.orrery.exchange.socket.SocketLimits;
import dev.orrery.hyperliquid.OrderRef;
import dev.orrery.hyperliquid.signing.KeySigner;
import dev.orrery.hyperliquid.wire.action.EntryStatus;
import dev.orrery.hyperliquid.wire.action.ExchangeAnswer;
import dev.orrery.hyperliquid.wire.action.ExchangeRequest;
import dev.orrery.hyperliquid.wire.action.Noop;
import dev.orrery.hyperliquid.wire.info.AccountRequest;
import dev.orrery.hyperliquid.wire.info.MarketRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpTest {
  private final Rehearsal rehearsal = Rehearsal.begin();
  private final Trader ann = rehearsal.ann();

  @BeforeAll
  void isUp() {
    assertThat(rehearsal.exchange().port()).isPositive();
  }

  @AfterAll
  void end() {
    rehearsal.close();
  }

  @Test
  void tradesForWhoeverSigns() {
    var cloid = Trader.cloid();
    ExchangeAnswer answer =
        ann.act(ann.signed(Trader.orders(Trader.order(true, "51000", "0.01", "Ioc", cloid))));
    assertThat(answer)
        .isInstanceOfSatisfying(
            ExchangeAnswer.Statuses.class,
            it ->
                assertThat(it.statuses())
                    .singleElement()
                    .isInstanceOfSatisfying(
                        EntryStatus.Filled.class,
                        filled -> assertThat(filled.cloid()).isEqualTo(cloid)));
    var status = ann.ask(new AccountRequest.OrderStatus(ann.user(), OrderRef.of(cloid)));
    assertThat(status.order())
        .isNotNull()
        .satisfies(it -> assertThat(it.status()).isEqualTo("filled"))
        .satisfies(it -> assertThat(it.order().cloid()).isEqualTo(cloid));
    assertThat(ann.ask(new AccountRequest.Fills(ann.user(), null)))
        .anyMatch(it -> cloid.equals(it.cloid()));
  }

  @Test
  void answersInJson() {
    HttpResponse<String> mids = ann.post("/info", "{\"type\":\"allMids\"}");
    assertThat(mids.statusCode()).isEqualTo(200);
    assertThat(mids.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(mids.body()).contains("\"BTC\":\"50000.0\"");
  }

  @Test
  void answersNullWhereTheVenueDoes() {
    assertThat(ann.post("/info", "{\"type\":\"l2Book\",\"coin\":\"NOPE\"}").body())
        .isEqualTo("null");
  }

  @Test
  void namesWhomAWrongSignatureIsTakenFor() {
    ExchangeRequest good = ann.signed(new Noop());
    ExchangeRequest other =
        new ExchangeRequest(new Noop(), good.nonce() + 1, good.signature(), null, null);
    assertThat(ann.exchange(other).body())
        .matches(
            "\\{\"status\":\"err\",\"response\":\"User or API Wallet 0x[0-9a-f]{40} does not exist\\.\"}")
        .doesNotContain(ann.user().hex());
  }

  @Test
  void namesASignerWhoHasNothing() {
    Trader stranger =
        new Trader(
            rehearsal.exchange().address(), KeySigner.of(KeySigner.newKey(new SecureRandom())));
    HttpResponse<String> answer = stranger.exchange(stranger.signed(new Noop()));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains(stranger.user().hex());
  }

  @Test
  void saysThatASignatureIsOfNobody() {
    String nobody =
        """
        {"action":{"type":"noop"},"nonce":%d,"signature":{"r":"0x0","s":"0x%s","v":27}}\
        """
            .formatted(ann.nonce(), BigInteger.TWO.pow(255).toString(16));
    HttpResponse<String> answer = ann.post("/exchange", nobody);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo("{\"status\":\"err\",\"response\":\"Unable to recover signer.\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "null",
        "[]",
        "7",
        "\"allMids\"",
        "{\"type\":\"nope\"}",
        "{\"type\":7}",
        "{\"type\":\"l2Book\"}",
        "{\"type\":\"l2Book\",\"coin\":7}",
        "{\"type\":\"clearinghouseState\",\"user\":\"ann\"}",
        "{\"type\":\"orderStatus\",\"user\":\"0x0000000000000000000000000000000000000000\",\"oid\":1.5}",
        "{\"type\":\"candleSnapshot\",\"coin\":\"BTC\"}",
        "{\"type\":\"allMids\",\"type\":\"meta\"}"
      })
  void refusesQuestionsItCannotRead(String body) {
    assertUnreadable(ann.post("/info", body));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"action\":{},\"nonce\":1}",
        "{\"action\":{\"type\":\"noop\"},\"nonce\":1}",
        "{\"action\":{\"type\":\"noop\"},\"nonce\":-1,\"signature\":{\"r\":\"0x1\",\"s\":\"0x1\",\"v\":27}}",
        "{\"action\":{\"type\":\"noop\"},\"nonce\":\"1\",\"signature\":{\"r\":\"0x1\",\"s\":\"0x1\",\"v\":27}}",
        "{\"action\":{\"type\":\"noop\"},\"nonce\":1,\"signature\":{\"r\":\"1\",\"s\":\"0x1\",\"v\":27}}",
        "{\"action\":{\"type\":\"noop\",\"more\":1},\"nonce\":1,\"signature\":{\"r\":\"0x1\",\"s\":\"0x1\",\"v\":27}}",
        "{\"action\":{\"type\":\"newThing\"},\"nonce\":1,\"signature\":{\"r\":\"0x1\",\"s\":\"0x1\",\"v\":27}}",
        "{\"action\":{\"type\":\"order\",\"orders\":[{\"a\":0,\"b\":1,\"p\":\"1\",\"s\":\"1\",\"r\":false,\"t\":{\"limit\":{\"tif\":\"Gtc\"}}}],\"grouping\":\"na\"},\"nonce\":1,\"signature\":{\"r\":\"0x1\",\"s\":\"0x1\",\"v\":27}}",
        "{\"action\":{\"type\":\"order\",\"orders\":[{\"a\":0,\"b\":true,\"p\":\"1e5\",\"s\":\"1\",\"r\":false,\"t\":{\"limit\":{\"tif\":\"Gtc\"}}}],\"grouping\":\"na\"},\"nonce\":1,\"signature\":{\"r\":\"0x1\",\"s\":\"0x1\",\"v\":27}}",
        "{\"action\":{\"type\":\"order\",\"orders\":[{\"a\":0,\"b\":true,\"p\":\"1\",\"s\":\"1\",\"r\":false,\"t\":{\"limit\":{\"tif\":\"gtc\"}}}],\"grouping\":\"na\"},\"nonce\":1,\"signature\":{\"r\":\"0x1\",\"s\":\"0x1\",\"v\":27}}"
      })
  void refusesActionsItCannotRead(String body) {
    assertUnreadable(ann.post("/exchange", body));
  }

  @Test
  void refusesWhatIsNoText() {
    assertUnreadable(
        ann.post(
            "/info",
            "{\"type\":\"allMids\",\"x\":\"\377\376\"}".getBytes(StandardCharsets.ISO_8859_1)));
    assertUnreadable(ann.post("/info", new byte[] {0, 1, 2, (byte) 0xff}));
  }

  @Test
  void refusesWhatIsNestedTooDeep() {
    assertUnreadable(ann.post("/info", "{\"type\":" + "[".repeat(50_000)));
    assertUnreadable(ann.post("/exchange", "{\"action\":" + "{\"a\":".repeat(50_000)));
  }

  @Test
  void refusesHugeBodies() {
    HttpResponse<String> answer = ann.post("/exchange", new byte[3_000_000]);
    assertThat(answer.statusCode()).isEqualTo(413);
  }

  @Test
  void wantsJson() {
    HttpResponse<String> answer =
        ann.send(
            HttpRequest.newBuilder(rehearsal.exchange().address().resolve("/info"))
                .POST(BodyPublishers.ofString("{\"type\":\"allMids\"}"))
                .build());
    assertThat(answer.statusCode()).isEqualTo(415);
    assertThat(answer.body()).isEqualTo("Expected request with `Content-Type: application/json`");
  }

  @Test
  void knowsNoOtherPathsAndMethods() {
    assertThat(ann.send(ann.request("/info").GET().build()).statusCode()).isEqualTo(405);
    assertThat(ann.post("/", "{}").statusCode()).isEqualTo(404);
    assertThat(ann.post("/nope", "{}").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/control/../../etc/passwd",
        "/..%2f..%2fetc/passwd",
        "/info/../control/save",
        "//etc/passwd",
        "/%00"
      })
  void servesNoFiles(String path) throws IOException {
    String answer =
        raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assertThat(answer).matches("(?s)HTTP/1.1 4\\d\\d .*").doesNotContain("root:");
  }

  @Test
  void survivesWhatIsNoHttp() throws IOException {
    assertThat(raw("\0\1\2\3 nonsense\r\n\r\n")).startsWith("HTTP/1.1 400");
    assertThat(ann.ask(new MarketRequest.AllMids(null))).containsKey("BTC");
  }

  @Test
  void givesNoStackTrace() {
    for (String path : new String[] {"/info", "/exchange", "/control/faults", "/nope"}) {
      assertThat(ann.post(path, "{\"type\":[[[").body())
          .doesNotContain("at dev.")
          .doesNotContain("Exception");
    }
  }

  @Test
  void countsTheWeightOfAnAddress() {
    try (Rehearsal limited = Rehearsal.begin(it -> it.weightPerMinute(45))) {
      assertThat(limited.ann().post("/info", "{\"type\":\"meta\"}").statusCode()).isEqualTo(200);
      assertThat(limited.ann().post("/info", "{\"type\":\"meta\"}").statusCode()).isEqualTo(200);
      HttpResponse<String> more = limited.ann().post("/info", "{\"type\":\"meta\"}");
      assertThat(more.statusCode()).isEqualTo(429);
      assertThat(limited.ann().post("/info", "{\"type\":\"allMids\"}").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void gathersABlockWhenToldTo() {
    var venue =
        new dev.orrery.exchange.venue.VenueSettings(
            1,
            Rehearsal.venue().network(),
            java.math.BigDecimal.ZERO,
            Rehearsal.venue().markets(),
            Rehearsal.venue().fees(),
            Rehearsal.venue().makers(),
            50,
            false);
    try (Rehearsal blocks = Rehearsal.begin(venue, it -> it.limits(SocketLimits.LOOSE))) {
      String answer =
          blocks.ann().place(Trader.order(true, "40000", "0.01", "Gtc", Trader.cloid()));
      assertThat(answer).contains("resting");
    }
  }

  private static void assertUnreadable(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body())
        .isEqualTo("Failed to deserialize the JSON body into the target type")
        .isEqualTo(Reply.UNREADABLE);
    assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
  }

  private String raw(String request) throws IOException {
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), rehearsal.exchange().port())) {
      socket.setSoTimeout(60_000);
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
