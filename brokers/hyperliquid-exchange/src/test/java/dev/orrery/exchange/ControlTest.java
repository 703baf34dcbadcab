package dev.orrery.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.hyperliquid.wire.info.AccountRequest;
import dev.orrery.hyperliquid.wire.info.MarketRequest;
import dev.orrery.hyperliquid.wire.socket.AccountMessage;
import dev.orrery.hyperliquid.wire.socket.Subscription;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlTest {
  @TempDir private Path folder;

  private final Rehearsal rehearsal = Rehearsal.begin();
  private final Trader ann = rehearsal.ann();

  @AfterEach
  void end() {
    rehearsal.close();
  }

  @Test
  void saysWhatItIs() {
    assertThat(get("/control").body())
        .startsWith("{\"exchange\":\"orrery-local-exchange\"")
        .contains(
            "\"network\":\"Testnet\"", "\"realMoney\":false", "\"markets\":[\"BTC\",\"ETH\"]");
  }

  @Test
  void saysHowItStands() {
    ann.place(Trader.order(true, "40000", "0.001", "Gtc", Trader.cloid()));
    try (Listener listener = rehearsal.listener()) {
      listener.subscribe(new Subscription.AllMids(null));
      assertThat(get("/control/state").body())
          .contains(
              "\"connections\":1", "\"subscriptions\":1", "\"actions\":1", "\"skewMillis\":0");
    }
  }

  @Test
  void givesAndTakesMoney() {
    String user = ann.user().hex();
    assertThat(
            post("/control/deposits", "{\"user\":\"" + user + "\",\"usdc\":\"500\"}").statusCode())
        .isEqualTo(200);
    assertThat(value()).isEqualTo("10500");
    post("/control/withdrawals", "{\"user\":\"" + user + "\",\"usdc\":250.5}");
    assertThat(value()).isEqualTo("10249.5");
    HttpResponse<String> tooMuch =
        post("/control/withdrawals", "{\"user\":\"" + user + "\",\"usdc\":\"99999\"}");
    assertThat(tooMuch.statusCode()).isEqualTo(409);
    assertThat(value()).isEqualTo("10249.5");
  }

  @Test
  void tellsOfMoneyWhereTheVenueWould() {
    try (Listener listener = rehearsal.listener()) {
      listener.subscribe(new Subscription.LedgerUpdates(ann.user()));
      post("/control/deposits", "{\"user\":\"" + ann.user().hex() + "\",\"usdc\":\"500\"}");
      listener.await(AccountMessage.LedgerUpdates.class, it -> it.isSnapshot() == null);
    }
  }

  @Test
  void movesMarkets() {
    post("/control/market/BTC", "{\"price\":\"60000\"}");
    assertThat(ann.ask(new MarketRequest.AllMids(null)).get("BTC")).isEqualByComparingTo("60000");
    post("/control/market/BTC", "{\"oracle\":\"61000\"}");
    assertThat(oracle()).isEqualTo("61000");
    post("/control/market/BTC", "{\"oracle\":null}");
    post("/control/market/BTC", "{\"price\":\"59000\"}");
    assertThat(oracle()).isEqualTo("59000");
    assertThat(post("/control/market/NOPE", "{\"price\":\"1\"}").statusCode()).isEqualTo(409);
    assertThat(post("/control/market", "{\"speed\":5,\"paused\":true}").body())
        .contains("\"speed\":5.0", "\"paused\":true");
  }

  @Test
  void setsTheClock() {
    long before = ann.ask(new AccountRequest.Perpetuals(ann.user(), null)).time();
    assertThat(post("/control/time", "{\"skewMillis\":3600000}").body())
        .contains("\"skewMillis\":3600000");
    assertThat(ann.ask(new AccountRequest.Perpetuals(ann.user(), null)).time())
        .isGreaterThanOrEqualTo(before + 3_600_000);
  }

  @Test
  void tellsPeople() {
    try (Listener listener = rehearsal.listener()) {
      listener.subscribe(new Subscription.Notifications(ann.user()));
      post(
          "/control/notifications",
          "{\"user\":\"" + ann.user().hex() + "\",\"text\":\"maintenance at noon\"}");
      assertThat(listener.await(AccountMessage.Notification.class, it -> true).notification())
          .isEqualTo("maintenance at noon");
    }
  }

  @Test
  void listsAndForgetsFaults() {
    String ids =
        rehearsal.fault(
            "[{\"fault\":\"lostReply\",\"user\":\""
                + "0x"
                + "0".repeat(40)
                + "\"},{\"fault\":\"drop\",\"at\":\"1h\"}]");
    assertThat(ids).isEqualTo("{\"ids\":[\"fault-1\",\"fault-2\"]}");
    assertThat(get("/control/faults").body())
        .contains("\"id\":\"fault-1\"", "\"fault\":\"drop\",\"at\":\"3600s\"", "\"seen\":0");
    assertThat(delete("/control/faults/fault-1").statusCode()).isEqualTo(200);
    assertThat(delete("/control/faults/fault-1").statusCode()).isEqualTo(409);
    assertThat(delete("/control/faults").body()).isEqualTo("{\"removed\":1}");
    assertThat(get("/control/faults").body()).isEqualTo("{\"faults\":[]}");
  }

  @Test
  void keepsEverythingInAFile() throws IOException {
    Path file = folder.resolve("exchange.json");
    var cloid = Trader.cloid();
    try (Rehearsal kept = Rehearsal.begin(it -> it.state(file))) {
      kept.ann().place(Trader.order(true, "40000", "0.001", "Gtc", cloid));
      assertThat(kept.ann().post("/control/save", "{}").body()).isEqualTo("{\"saved\":true}");
      kept.ann().place(Trader.order(true, "41000", "0.001", "Gtc", Trader.cloid()));
      assertThat(kept.ann().post("/control/load", "{}").statusCode()).isEqualTo(200);
      assertThat(open(kept)).isEqualTo(1);
    }
    try (Rehearsal again = Rehearsal.begin(it -> it.state(file))) {
      assertThat(open(again)).isEqualTo(1);
      again.ann().place(Trader.order(true, "40000", "0.001", "Gtc", Trader.cloid()));
    }
    byte[] first = Files.readAllBytes(file);
    Rehearsal.begin(it -> it.state(file)).close();
    assertThat(new String(first, StandardCharsets.UTF_8)).contains(cloid.hex());
    assertThat(folder.toFile().list()).containsExactly("exchange.json");
  }

  @Test
  void keepsNothingWithoutAFile() {
    assertThat(post("/control/save", "{}").body()).contains("start the exchange with --state FILE");
    assertThat(post("/control/load", "{}").statusCode()).isEqualTo(409);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /control/deposits      |                                   | is no object
          /control/deposits      | {                                 | is no JSON
          /control/deposits      | []                                | is no object
          /control/deposits      | {"usdc":"1"}                      | user: is missing
          /control/deposits      | {"user":"ann","usdc":"1"}         | user: an address is 0x
          /control/deposits      | {"user":"0x0000000000000000000000000000000000000001","usdc":"-1"} | usdc: is not above zero
          /control/deposits      | {"user":"0x0000000000000000000000000000000000000001","usdc":"1e9"} | usdc: a plain decimal
          /control/deposits      | {"user":"0x0000000000000000000000000000000000000001","usdc":"1","to":1} | to: is no field of this
          /control/time          | {"skewMillis":"1"}                | skewMillis: is no number
          /control/time          | {"skewMillis":1e300}              | skewMillis: is more than a year
          /control/market        | {"paused":1}                      | paused: is neither true nor false
          /control/market/BTC    | {"price":"0"}                     | price: is not above zero
          /control/faults        | {"fault":"nope"}                  | fault: 'nope' is none
          /control/notifications | {"user":"0x0000000000000000000000000000000000000001"} | text: is missing
          """)
  void saysWhatIsWrongWithABody(String path, String body, String cause) {
    HttpResponse<String> answer = post(path, body == null ? "" : body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(answer.body()).contains(cause);
  }

  @Test
  void keepsPagesOfOtherSitesOut() throws IOException {
    HttpResponse<String> form =
        ann.send(
            HttpRequest.newBuilder(rehearsal.exchange().address().resolve("/control/time"))
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("{\"skewMillis\":5}"))
                .build());
    assertThat(form.statusCode()).isEqualTo(403);
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), rehearsal.exchange().port())) {
      socket
          .getOutputStream()
          .write(
              "GET /control HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.ISO_8859_1));
      InputStream in = socket.getInputStream();
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 403")
          .doesNotContain("orrery-local-exchange");
    }
    assertThat(get("/control/time").body()).contains("\"skewMillis\":0");
  }

  private static int open(Rehearsal one) {
    return one.ann().ask(new AccountRequest.OpenOrders(one.ann().user(), null)).size();
  }

  private String value() {
    return ann.ask(new AccountRequest.Perpetuals(ann.user(), null))
        .marginSummary()
        .accountValue()
        .stripTrailingZeros()
        .toPlainString();
  }

  private String oracle() {
    return ann.ask(new MarketRequest.PerpStates(null))
        .ctxs()
        .getFirst()
        .oraclePx()
        .stripTrailingZeros()
        .toPlainString();
  }

  private HttpResponse<String> get(String path) {
    return ann.send(ann.request(path).GET().build());
  }

  private HttpResponse<String> post(String path, String body) {
    return ann.post(path, body);
  }

  private HttpResponse<String> delete(String path) {
    return ann.send(ann.request(path).DELETE().build());
  }
}
