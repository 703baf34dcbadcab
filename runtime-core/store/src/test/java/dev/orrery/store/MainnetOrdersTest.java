package dev.orrery.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.Side;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.database.Database;
import dev.orrery.database.TestDatabase;
import dev.orrery.executor.journal.AccountEntry;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.BrokerEvent.CloseReason;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.Fill;
import dev.orrery.executor.order.OrderSpec;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MainnetOrdersTest {
  private static final Instant AT = Instant.ofEpochMilli(JournalFixture.AS_OF);
  private static final ClientOrderId ORDER = ClientOrderId.of("d", "f", 0, 0, 0);

  @TempDir Path folder;

  private final Database database = TestDatabase.fresh();
  private final MainnetOrders orders = new MainnetOrders(database);
  private final UUID deployment = UUID.randomUUID();

  record Row(String status, BigDecimal size, BigDecimal filled, BigDecimal price, BigDecimal fee) {}

  @BeforeEach
  void deploy() {
    database
        .jdbi()
        .useHandle(handle -> {
          String user = "00000000-0000-0000-0000-000000000001";
          handle.execute(
              "insert into skills (id, user_id, name, slug) values (?::uuid, ?::uuid, 's', 's')",
              user,
              user);
          handle.execute(
              "insert into skill_versions values (?::uuid, 1, '{\"risk\": {}}', now())", user);
          handle.execute(
              "insert into deployments (id, user_id, skill_id, skill_version, strategy, vault,"
                  + " broker_kind) values (?, ?::uuid, ?::uuid, 1, 'cross', 'v', 'paper')",
              deployment,
              user,
              user);
        });
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void weighsPartialFillsExactlyAndEndsFilled() {
    append(intended(ORDER, "3"), filled("1", ORDER, "100.10", "1", "0.1"));
    assertThat(row(ORDER)).isEqualTo(row("partially_filled", "3", "1", "100.10", "0.1"));

    append(filled("2", ORDER, "100.40", "2", "0.2"));

    assertThat(row(ORDER)).isEqualTo(row("filled", "3", "3", "100.3", "0.3"));
  }

  @Test
  void comesOutTheSameWhenItIsMadeAnew() {
    append(intended(ORDER, "3"), filled("1", ORDER, "100", "1", "0.1"));
    Row before = row(ORDER);

    new MainnetOrders(database).project(deployment);
    new MainnetOrders(database).project(deployment);

    assertThat(row(ORDER)).isEqualTo(before);
  }

  @Test
  void endsCancelledWithWhatHadFilled() {
    append(
        intended(ORDER, "3"),
        filled("1", ORDER, "100", "1", "0.1"),
        new AccountEntry.Told(
            new BrokerEvent.OrderClosed(ORDER, CloseReason.CANCELLED, "canceled", AT)));

    assertThat(row(ORDER)).isEqualTo(row("cancelled", "3", "1", "100", "0.1"));
  }

  @Test
  void holdsFillsOfALiquidationThatNobodyOrdered() {
    ClientOrderId venues = ClientOrderId.ofVenue("77");

    append(
        new AccountEntry.Told(
            new BrokerEvent.OrderFilled(
                new Fill(
                    "l",
                    venues,
                    "BTC",
                    Side.SELL,
                    Price.of("90"),
                    Quantity.of("2"),
                    Usd.ZERO,
                    false,
                    true,
                    AT))));

    assertThat(row(venues)).isEqualTo(row("liquidated", "2", "2", "90", "0"));
  }

  private void append(AccountEntry... entries) {
    try (PostgresJournal journal = JournalFixture.open(database, folder)) {
      journal.append(deployment.toString(), List.of(entries));
    }
    orders.project(deployment);
  }

  private static AccountEntry intended(ClientOrderId id, String quantity) {
    return new AccountEntry.Intended(
        new OrderSpec(
            id,
            "BTC",
            Side.BUY,
            Quantity.of(quantity),
            OrderTerms.market(),
            false,
            Optional.empty(),
            ""),
        "firing",
        "cross",
        1,
        AT.plusSeconds(5),
        AT);
  }

  private static AccountEntry filled(
      String fill, ClientOrderId id, String price, String quantity, String fee) {
    return new AccountEntry.Told(
        new BrokerEvent.OrderFilled(
            new Fill(
                fill,
                id,
                "BTC",
                Side.BUY,
                Price.of(price),
                Quantity.of(quantity),
                Usd.of(fee),
                false,
                false,
                AT)));
  }

  private static Row row(String status, String size, String filled, String price, String fee) {
    return new Row(status, plain(size), plain(filled), plain(price), plain(fee));
  }

  private static BigDecimal plain(String number) {
    return new BigDecimal(number).stripTrailingZeros();
  }

  private Row row(ClientOrderId id) {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    """
                    select status, size_base, filled_size_base, avg_fill_price, fee_usd
                    from mainnet_orders where deployment_id = :deployment and cloid = :cloid\
                    """)
                .bind("deployment", deployment)
                .bind("cloid", id.value())
                .map((row, _) ->
                    new Row(
                        row.getString(1),
                        row.getBigDecimal(2).stripTrailingZeros(),
                        row.getBigDecimal(3).stripTrailingZeros(),
                        row.getBigDecimal(4).stripTrailingZeros(),
                        row.getBigDecimal(5).stripTrailingZeros()))
                .one());
  }
}
