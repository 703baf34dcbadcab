package dev.orrery.broker.hyperliquid.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.broker.hyperliquid.ScriptedVenue;
import dev.orrery.broker.hyperliquid.TestSettings;
import dev.orrery.broker.hyperliquid.connection.VenueAccess;
import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.wire.BookSide;
import dev.orrery.hyperliquid.wire.WireJson;
import dev.orrery.hyperliquid.wire.info.ClearinghouseState;
import dev.orrery.hyperliquid.wire.info.DetailedOrder;
import dev.orrery.hyperliquid.wire.info.Fill;
import dev.orrery.hyperliquid.wire.info.LedgerUpdate;
import dev.orrery.hyperliquid.wire.socket.AccountMessage;
import dev.orrery.testing.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccountStreamTest {
  private static final Address US = new Address("0x" + "a1".repeat(20));
  private static final Address OTHERS = new Address("0x" + "b2".repeat(20));
  private static final long BEGINNING = 1_000_000;
  private static final StreamSettings SETTINGS =
      new StreamSettings(
          Duration.ofSeconds(10), 1_000, Duration.ofMillis(5), Duration.ofMillis(20));

  private final Heard heard = new Heard();
  private ScriptedVenue venue;
  private VenueAccess access;
  private AccountStream stream;

  @BeforeEach
  void open() throws IOException {
    venue =
        new ScriptedVenue()
            .info("userFillsByTime", "[]")
            .info("userFunding", "[]")
            .info("userNonFundingLedgerUpdates", "[]");
    access = TestSettings.access(venue);
    stream = new AccountStream(access, US, BEGINNING, SETTINGS, heard);
  }

  @AfterEach
  void close() {
    stream.close();
    access.close();
    venue.close();
  }

  @Test
  void tellsFillsAsTheyComeAndEachOnce() {
    start();
    Fill one = fill(1, 0);
    Fill two = fill(2, 1);

    push(false, one);
    push(false, one, two);
    push(true, one, two);

    Await.until(() -> heard.fills.size() == 2);
    assertThat(heard.fills).containsExactly(one, two);
  }

  @Test
  void tellsNothingThatASnapshotHoldsFromBeforeTheBeginning() {
    start();
    Fill before = FillOrderTest.fill("BTC", BEGINNING - 1, BookSide.BID, "0", "1", 1);
    Fill since = FillOrderTest.fill("BTC", BEGINNING, BookSide.BID, "1", "1", 2);

    push(true, before, since);

    Await.until(() -> !heard.fills.isEmpty());
    assertThat(heard.fills).containsExactly(since);
  }

  @Test
  void asksForWhatWasMissedWhileItWasDown() {
    start();
    Fill one = fill(1, 0);
    Fill missed = fill(2, 1);
    push(false, one);
    Await.until(() -> heard.fills.size() == 1);
    venue.info("userFillsByTime", WireJson.text(List.of(missed, one)));

    venue.last().drop();

    Await.until(() -> heard.count("caught up") == 2);
    assertThat(heard.fills).containsExactly(one, missed);
    assertThat(heard.count("lost")).isEqualTo(1);
    assertThat(venue.asked())
        .anyMatch(it ->
            it.contains("userFillsByTime")
                && it.contains("\"startTime\":" + (one.time() - 10_000)));
  }

  @Test
  void tellsFillsOfOneInstantInTheOrderOfTheAccount() {
    start();
    Fill first = FillOrderTest.fill("BTC", BEGINNING + 5, BookSide.BID, "0", "1", 11);
    Fill second = FillOrderTest.fill("BTC", BEGINNING + 5, BookSide.ASK, "1", "3", 12);

    push(false, second, first);

    Await.until(() -> heard.fills.size() == 2);
    assertThat(heard.fills).containsExactly(first, second);
  }

  @Test
  void asksAgainWhenWhatWasMissedCannotBeHad() {
    AtomicInteger asked = new AtomicInteger();
    venue.info(
        "userFillsByTime",
        body ->
            asked.incrementAndGet() < 5
                ? new ScriptedVenue.Answer(502, "upgrade")
                : new ScriptedVenue.Answer(200, WireJson.text(List.of(fill(1, 0)))));
    stream.start();

    Await.until(() -> heard.count("caught up") == 1);

    assertThat(heard.fills).containsExactly(fill(1, 0));
  }

  @Test
  void tellsFundingAndMoneyOnceFromWhereverItComes() {
    start();
    String payment =
        "{\"time\":1000500,\"coin\":\"BTC\",\"usdc\":\"-0.12\",\"szi\":\"0.01\","
            + "\"fundingRate\":\"0.0000125\",\"nSamples\":null}";
    String deposit =
        "{\"time\":1000600,\"hash\":\"0x01\",\"delta\":{\"type\":\"deposit\",\"usdc\":\"100.0\"}}";
    venue.info(
        "userFunding",
        "[{\"time\":1000500,\"hash\":\"0x02\",\"delta\":{\"type\":\"funding\",\"coin\":\"BTC\","
            + "\"usdc\":\"-0.12\",\"szi\":\"0.01\",\"fundingRate\":\"0.0000125\","
            + "\"nSamples\":null}}]");
    venue.info("userNonFundingLedgerUpdates", "[" + deposit + "]");

    push("userFundings", "\"isSnapshot\":true,\"fundings\":[" + payment + "]");
    push("userNonFundingLedgerUpdates", "\"nonFundingLedgerUpdates\":[" + deposit + "]");
    Await.until(() -> heard.fundings.size() == 1 && heard.ledger.size() == 1);
    venue.last().drop();
    Await.until(() -> heard.count("caught up") == 2);

    assertThat(heard.fundings).hasSize(1);
    assertThat(heard.ledger).hasSize(1);
  }

  @Test
  void tellsNothingOfAnotherAccount() {
    start();

    venue
        .last()
        .push(
            "userFills",
            "{\"user\":\"" + OTHERS + "\",\"fills\":" + WireJson.text(List.of(fill(1, 0))) + "}");
    push(false, fill(2, 1));

    Await.until(() -> !heard.fills.isEmpty());
    assertThat(heard.fills).containsExactly(fill(2, 1));
  }

  @Test
  void saysWhenNewsOfAChannelIsLost() {
    start();

    venue.last().push("clearinghouseState", "{\"dex\":\"\",\"user\":\"" + US + "\"}");

    Await.until(() -> heard.count("unreadable clearinghouseState") == 1);
  }

  @Test
  void tellsOfALiquidationWhoseverItIs() {
    start();

    venue
        .last()
        .push(
            "user",
            "{\"liquidation\":{\"lid\":1,\"liquidator\":\"0x01\",\"liquidated_user\":\""
                + OTHERS
                + "\",\"liquidated_ntl_pos\":\"971.2\",\"liquidated_account_value\":\"12.3\"}}");

    Await.until(() -> heard.count("liquidation " + OTHERS) == 1);
  }

  @Test
  void asksPageAfterPageForALongAbsence() {
    List<Fill> all = java.util.stream.IntStream.range(0, 2_500).mapToObj(i -> fill(i, i)).toList();
    venue.info(
        "userFillsByTime",
        body -> {
          long from = WireJson.tree(body).path("startTime").longValue();
          return new ScriptedVenue.Answer(
              200,
              WireJson.text(all.stream().filter(it -> it.time() >= from).limit(2_000).toList()));
        });
    stream.start();

    Await.until(() -> heard.count("caught up") == 1);

    assertThat(heard.fills).isEqualTo(all);
  }

  private void start() {
    stream.start();
    Await.until(() -> heard.count("caught up") == 1);
  }

  private void push(boolean snapshot, Fill... fills) {
    push("userFills", "\"isSnapshot\":" + snapshot + ",\"fills\":" + WireJson.text(List.of(fills)));
  }

  private void push(String channel, String content) {
    venue.last().push(channel, "{\"user\":\"" + US + "\"," + content + "}");
  }

  private static Fill fill(int number, int start) {
    return FillOrderTest.fill(
        "BTC", BEGINNING + number, BookSide.BID, String.valueOf(start), "1", number);
  }

  /** Writes down what it hears. */
  private static final class Heard implements AccountListener {
    final List<Fill> fills = new CopyOnWriteArrayList<>();
    final List<AccountMessage.FundingPaid> fundings = new CopyOnWriteArrayList<>();
    final List<LedgerUpdate> ledger = new CopyOnWriteArrayList<>();
    final List<String> lines = new CopyOnWriteArrayList<>();

    long count(String word) {
      return lines.stream().filter(it -> it.startsWith(word)).count();
    }

    @Override
    public void fills(List<Fill> fresh) {
      fills.addAll(fresh);
    }

    @Override
    public void orders(List<AccountMessage.OrderUpdate> updates) {
      lines.add("orders " + updates);
    }

    @Override
    public void fundings(List<AccountMessage.FundingPaid> payments) {
      fundings.addAll(payments);
    }

    @Override
    public void ledger(List<LedgerUpdate> movements) {
      ledger.addAll(movements);
    }

    @Override
    public void state(ClearinghouseState state) {
      lines.add("state");
    }

    @Override
    public void openOrders(List<DetailedOrder> orders) {
      lines.add("open orders");
    }

    @Override
    public void liquidation(AccountMessage.Liquidation liquidation) {
      lines.add("liquidation " + liquidation.liquidatedUser());
    }

    @Override
    public void caughtUp() {
      lines.add("caught up");
    }

    @Override
    public void lost(String cause) {
      lines.add("lost " + cause);
    }

    @Override
    public void unreadable(String channel, String cause) {
      lines.add("unreadable " + channel);
    }
  }
}
