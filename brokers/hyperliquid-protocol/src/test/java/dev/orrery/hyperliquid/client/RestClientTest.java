package dev.orrery.hyperliquid.client;

import static dev.orrery.hyperliquid.client.ScriptedServer.breakAfter;
import static dev.orrery.hyperliquid.client.ScriptedServer.hangUp;
import static dev.orrery.hyperliquid.client.ScriptedServer.respond;
import static dev.orrery.hyperliquid.client.ScriptedServer.response;
import static dev.orrery.hyperliquid.client.ScriptedServer.stallAfter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.hyperliquid.Network;
import dev.orrery.hyperliquid.signing.ActionSigner;
import dev.orrery.hyperliquid.signing.KeySigner;
import dev.orrery.hyperliquid.signing.Recovery;
import dev.orrery.hyperliquid.wire.Refusal;
import dev.orrery.hyperliquid.wire.RefusalReason;
import dev.orrery.hyperliquid.wire.WireJson;
import dev.orrery.hyperliquid.wire.action.CancelOrders;
import dev.orrery.hyperliquid.wire.action.EntryStatus;
import dev.orrery.hyperliquid.wire.action.ExchangeAnswer;
import dev.orrery.hyperliquid.wire.action.ExchangeRequest;
import dev.orrery.hyperliquid.wire.action.L1Action;
import dev.orrery.hyperliquid.wire.action.Noop;
import dev.orrery.hyperliquid.wire.info.MarketRequest;
import dev.orrery.kernel.ProblemException;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.ServerSocket;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RestClientTest {
  private static final MarketRequest.AllMids MIDS = new MarketRequest.AllMids(null);
  private static final String DONE = "{\"status\":\"ok\",\"response\":{\"type\":\"default\"}}";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final KeySigner signer = KeySigner.of(KeySigner.newKey(new SecureRandom()));
  private final AtomicLong nanoTime = new AtomicLong();
  private final RequestBudget budget = new RequestBudget(nanoTime::get);

  private final ScriptedServer server = started();
  private RestClient client = client(server.uri(), PATIENCE);

  private static ScriptedServer started() {
    try {
      return new ScriptedServer();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private RestClient client(URI uri, Duration patience) {
    return new RestClient(
        new RestSettings(uri, patience, patience, 3, Duration.ofMillis(1)), budget);
  }

  private void impatient() {
    client.close();
    client = client(server.uri(), Duration.ofMillis(300));
  }

  @AfterEach
  void end() {
    client.close();
    server.close();
    signer.close();
  }

  private ExchangeRequest signed(L1Action action) {
    return new ActionSigner(signer, Network.TESTNET).sign(action, 1_763_600_000_000L);
  }

  private ExchangeResult send(L1Action action) {
    return client.send(signed(action), signer.address());
  }

  @Test
  void postsQuestionsAndReadsAnswers() {
    server.then(respond(200, "{\"BTC\":\"80868.5\"}"));
    assertThat(client.ask(MIDS))
        .isEqualTo(new InfoResult.Answered<>(Map.of("BTC", new BigDecimal("80868.5"))));
    ScriptedServer.Arrival arrival = server.arrivals().getFirst();
    assertThat(arrival.head()).startsWith("POST /info HTTP/1.1\r\n");
    assertThat(arrival.head()).containsIgnoringCase("content-type: application/json\r\n");
    assertThat(arrival.body()).isEqualTo("{\"type\":\"allMids\"}");
    assertThat(budget.weightUsed()).isEqualTo(2);
  }

  @Test
  void countsTheRowsOfAnAnswer() {
    String candle =
        "{\"t\":1,\"T\":2,\"s\":\"BTC\",\"i\":\"1m\",\"o\":\"1\",\"c\":\"1\",\"h\":\"1\",\"l\":\"1\",\"v\":\"0\",\"n\":0}";
    server.then(respond(200, "[" + candle + ("," + candle).repeat(119) + "]"));
    client.ask(
        new MarketRequest.Candles(new MarketRequest.CandleRange("BTC", "1m", 0, 10_000_000L)));
    assertThat(budget.weightUsed()).isEqualTo(20 + 2);
  }

  @Test
  void asksAgainWhenThatMayHelp() {
    server.then(respond(502, "bad gateway"), hangUp(), respond(200, "{}"));
    assertThat(client.ask(MIDS)).isEqualTo(new InfoResult.Answered<>(Map.of()));
    assertThat(server.arrivals()).hasSize(3);
  }

  @Test
  void tellsWhyThereIsNoAnswerAfterTheLastAttempt() {
    server.then(respond(500, "1"), respond(500, "2"), respond(503, "down for an upgrade"));
    InfoResult<Map<String, BigDecimal>> result = client.ask(MIDS);
    assertThat(result)
        .isEqualTo(
            new InfoResult.Failed<>(
                Trouble.SERVER_ERROR, "503 down for an upgrade", Duration.ZERO));
    assertThatThrownBy(result::orThrow)
        .isInstanceOf(ProblemException.class)
        .hasMessage(
            "hyperliquid: SERVER_ERROR: 503 down for an upgrade (ask again when it is back)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "422|Failed to deserialize the JSON body into the target type|HTTP_STATUS",
        "404||HTTP_STATUS",
        "429|null|RATE_LIMITED",
        "200|null|BROKEN_ANSWER",
        "200|{\"BTC\":|BROKEN_ANSWER",
        "200|<html>|BROKEN_ANSWER",
        "200|{\"BTC\":true}|BROKEN_ANSWER",
        "302||HTTP_STATUS",
      })
  void asksOnceWhenAskingAgainIsNoUse(int status, String body, Trouble trouble) {
    server.then(respond(status, body == null ? "" : body));
    assertThat(client.ask(MIDS))
        .isInstanceOfSatisfying(
            InfoResult.Failed.class, it -> assertThat(it.trouble()).isEqualTo(trouble));
    assertThat(server.arrivals()).hasSize(1);
  }

  @Test
  void sendsWhatWasSigned() {
    server.then(respond(200, DONE));
    assertThat(send(new Noop())).isEqualTo(new ExchangeResult.Accepted(new ExchangeAnswer.Done()));
    ScriptedServer.Arrival arrival = server.arrivals().getFirst();
    assertThat(arrival.head()).startsWith("POST /exchange HTTP/1.1\r\n");
    ExchangeRequest received = ExchangeRequest.read(WireJson.tree(arrival.body()));
    assertThat(received).isEqualTo(signed(new Noop()));
    assertThat(Recovery.signer(received, Network.TESTNET)).contains(signer.address());
  }

  @Test
  void anAcceptedActionMayHoldRefusedOrders() {
    server.then(
        respond(
            200,
            "{\"status\":\"ok\",\"response\":{\"type\":\"order\",\"data\":{\"statuses\":"
                + "[{\"error\":\"Order has zero size.\"},{\"resting\":{\"oid\":5}}]}}}"));
    assertThat(send(new Noop()))
        .isEqualTo(
            new ExchangeResult.Accepted(
                new ExchangeAnswer.Statuses(
                    "order",
                    List.of(
                        new EntryStatus.Failed("Order has zero size."),
                        new EntryStatus.Resting(5, null)))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200|{\"status\":\"err\",\"response\":\"Action already expired\"}|EXPIRED|Action already expired",
        "200|{\"status\":\"err\",\"response\":\"A text of tomorrow\"}|UNKNOWN|A text of tomorrow",
        "422|Failed to deserialize the JSON body into the target type|MALFORMED_REQUEST|Failed to deserialize the JSON body into the target type",
        "429|null|IP_LIMIT|429 null",
        "403|no|HTTP_STATUS|403 no",
      })
  void aRefusalIsForCertain(int status, String body, RefusalReason reason, String text) {
    server.then(respond(status, body));
    assertThat(send(new Noop())).isEqualTo(new ExchangeResult.Refused(new Refusal(reason, text)));
    assertThat(server.arrivals()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "500|oops|SERVER_ERROR|500 oops",
        "502|<html>bad gateway</html>|SERVER_ERROR|502 <html>bad gateway</html>",
        "504||SERVER_ERROR|504",
        "408|slow|HTTP_STATUS|408 slow",
        "302||HTTP_STATUS|302",
        "204||HTTP_STATUS|204",
        "200|<html>|BROKEN_ANSWER|<html>",
        "200||BROKEN_ANSWER|200",
        "200|{\"status\":\"ok\",\"resp|BROKEN_ANSWER|200 {\"status\":\"ok\",\"resp",
        "200|{}|BROKEN_ANSWER|200 {}",
      })
  void whatMayHaveArrivedIsUnresolvedAndSentOnce(
      int status, String body, Trouble trouble, String detail) {
    server.then(respond(status, body == null ? "" : body));
    assertThat(send(new Noop()))
        .isInstanceOfSatisfying(
            ExchangeResult.Unresolved.class,
            it -> {
              assertThat(it.trouble()).isEqualTo(trouble);
              assertThat(it.detail()).contains(detail);
            });
    assertThat(server.arrivals()).hasSize(1);
  }

  @Test
  void aConnectionThatBreaksIsUnresolvedAndSentOnce() {
    server.then(respond(200, DONE), hangUp(), respond(200, DONE));
    assertThat(send(new Noop())).isInstanceOf(ExchangeResult.Accepted.class);
    assertThat(send(new Noop()))
        .isInstanceOfSatisfying(
            ExchangeResult.Unresolved.class,
            it -> assertThat(it.trouble()).isEqualTo(Trouble.CONNECTION_LOST));
    assertThat(server.arrivals()).hasSize(2);
  }

  @Test
  void anAnswerCutOffIsUnresolved() {
    server.then(breakAfter(response(200, DONE).length - 5, DONE));
    assertThat(send(new Noop()))
        .isInstanceOfSatisfying(
            ExchangeResult.Unresolved.class,
            it -> assertThat(it.trouble()).isEqualTo(Trouble.CONNECTION_LOST));
    assertThat(server.arrivals()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 20, 80, 100})
  void aServerThatStallsAnywhereIsGivenUp(int bytes) {
    impatient();
    server.then(stallAfter(bytes, DONE));
    assertThat(send(new Noop()))
        .isEqualTo(new ExchangeResult.Unresolved(Trouble.TIMEOUT, "no answer within 300 ms"));
    assertThat(server.arrivals()).hasSize(1);
  }

  @Test
  void aCallerMayHaveLessTimeThanTheClientIsGiven() {
    server.then(stallAfter(80, DONE), stallAfter(0, "{}"));
    Duration within = Duration.ofMillis(300);
    assertThat(client.send(signed(new Noop()), signer.address(), within))
        .isEqualTo(new ExchangeResult.Unresolved(Trouble.TIMEOUT, "no answer within 300 ms"));
    assertThat(client.askOnce(MIDS, within))
        .isEqualTo(
            new InfoResult.Failed<>(Trouble.TIMEOUT, "no answer within 300 ms", Duration.ZERO));
  }

  @Test
  void whatNeverLeftIsTold() throws IOException {
    int port;
    try (ServerSocket closed = new ServerSocket(0)) {
      port = closed.getLocalPort();
    }
    client.close();
    client = client(URI.create("http://127.0.0.1:" + port), PATIENCE);
    assertThat(send(new Noop()))
        .isInstanceOfSatisfying(
            ExchangeResult.NotSent.class,
            it -> assertThat(it.trouble()).isEqualTo(Trouble.NOT_CONNECTED));
    assertThat(client.ask(MIDS))
        .isInstanceOfSatisfying(
            InfoResult.Failed.class,
            it -> assertThat(it.trouble()).isEqualTo(Trouble.NOT_CONNECTED));
  }

  @Test
  void anInterruptedCallerHearsThatNobodyKnows() throws InterruptedException {
    server.then(stallAfter(0, DONE));
    AtomicReference<ExchangeResult> result = new AtomicReference<>();
    AtomicReference<Boolean> interrupted = new AtomicReference<>();
    Thread caller =
        Thread.ofPlatform()
            .start(() -> {
              result.set(send(new Noop()));
              interrupted.set(Thread.currentThread().isInterrupted());
            });
    await(() -> server.arrivals().size() == 1);
    caller.interrupt();
    assertThat(caller.join(PATIENCE)).isTrue();
    assertThat(result.get())
        .isEqualTo(new ExchangeResult.Unresolved(Trouble.INTERRUPTED, "interrupted while waiting"));
    assertThat(interrupted.get()).isTrue();
  }

  @Test
  void keepsRoomForCancels() {
    budget.rows(1_100);
    assertThat(send(new Noop()))
        .isInstanceOfSatisfying(
            ExchangeResult.NotSent.class,
            it -> {
              assertThat(it.trouble()).isEqualTo(Trouble.NO_BUDGET);
              assertThat(it.retryAfter()).isPositive();
            });
    assertThat(client.ask(MIDS))
        .isInstanceOfSatisfying(
            InfoResult.Failed.class, it -> assertThat(it.trouble()).isEqualTo(Trouble.NO_BUDGET));
    assertThat(server.arrivals()).isEmpty();

    server.then(respond(200, DONE));
    assertThat(send(new CancelOrders(List.of(new CancelOrders.Cancel(0, 5)), false)))
        .isInstanceOf(ExchangeResult.Accepted.class);
  }

  @Test
  void leavesTheVenueAloneAfterTooMuch() {
    server.then(respond(429, "null"), respond(200, DONE));
    assertThat(send(new Noop())).isInstanceOf(ExchangeResult.Refused.class);
    assertThat(send(new Noop())).isInstanceOf(ExchangeResult.NotSent.class);
    assertThat(server.arrivals()).hasSize(1);
    nanoTime.addAndGet(Duration.ofSeconds(61).toNanos());
    assertThat(send(new Noop())).isInstanceOf(ExchangeResult.Accepted.class);
  }

  @Test
  void closingLeavesNoThread() {
    server.then(respond(200, "{}"));
    client.ask(MIDS);
    client.close();
    await(() ->
        Thread.getAllStackTraces().keySet().stream()
            .noneMatch(it -> it.getName().startsWith("hyperliquid-limits")));
  }

  @Test
  void settingsSayWhatIsWrongWithThem() {
    Function<String, RestSettings> of = uri -> RestSettings.of(URI.create(uri));
    assertThat(of.apply("http://localhost:3001").at("/info"))
        .isEqualTo(URI.create("http://localhost:3001/info"));
    Stream.of("http://localhost/api", "localhost:3001", "/info")
        .forEach(uri ->
            assertThatThrownBy(() -> of.apply(uri))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(uri));
    assertThatThrownBy(
            () -> new RestSettings(server.uri(), Duration.ZERO, PATIENCE, 1, Duration.ofMillis(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PT0S");
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
      Thread.onSpinWait();
    }
  }
}
