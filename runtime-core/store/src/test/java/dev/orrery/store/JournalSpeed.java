package dev.orrery.store;

import dev.orrery.api.Trigger;
import dev.orrery.api.action.OrderSize;
import dev.orrery.api.action.OrderTerms;
import dev.orrery.api.action.PlaceOrder;
import dev.orrery.api.action.Side;
import dev.orrery.api.market.Mark;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.database.Database;
import dev.orrery.database.EmbeddedServer;
import dev.orrery.executor.account.AccountBook;
import dev.orrery.executor.journal.AccountEntry;
import dev.orrery.executor.journal.AccountHistory;
import dev.orrery.executor.journal.JournalEntry;
import dev.orrery.executor.order.BrokerEvent;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.Fill;
import dev.orrery.executor.order.OrderOutcome;
import dev.orrery.executor.order.OrderSpec;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.runtime.recording.DecisionSettled;
import dev.orrery.runtime.recording.LogRecorded;
import dev.orrery.runtime.recording.Read;
import dev.orrery.runtime.recording.StrategyIdentity;
import dev.orrery.runtime.recording.Verdict;
import dev.orrery.trigger.BoundTrigger;
import dev.orrery.trigger.FiredTrigger;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Measures the journal on a durable server; run by hand. */
final class JournalSpeed {
  private static final Instant AT = Instant.ofEpochMilli(JournalFixture.AS_OF);

  private JournalSpeed() {}

  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory(Path.of("target"), "speed").toAbsolutePath();
    try (EmbeddedServer server = EmbeddedServer.open(EmbeddedServer.Settings.in(folder));
        Database database = Database.open(server.database())) {
      database.migrate();
      String deployment = JournalFixture.deployment();
      try (PostgresJournal journal = JournalFixture.open(database, folder.resolve("spool"))) {
        for (int round = 0; round < 3; round++) {
          baseline(database, 1_000);
          latency(journal, deployment, 1_000, round * 10_000_000L);
        }
        for (int round = 0; round < 3; round++) {
          throughput(journal, deployment, 40_000, (round + 10) * 10_000_000L);
        }
      }
      try (PostgresJournal journal = JournalFixture.open(database, folder.resolve("spool"))) {
        AccountBook book = starts(journal, deployment);
        JournalFixture.settle(
            journal,
            journal.append(
                deployment, List.of(new AccountEntry.Standing(book.standing(), "", AT))));
        AccountBook ignored = starts(journal, deployment);
      }
      String sizes =
          database
              .jdbi()
              .withHandle(handle ->
                  handle
                      .createQuery(
                          "select count(*) || ' decisions, row bytes ' || avg(pg_column_size(d.*))::int || ', reads ' || avg(length(reads::text))::int || ' proposed ' || avg(length(proposed_action::text))::int from decision_snapshots d")
                      .mapTo(String.class)
                      .one());
      System.out.println(sizes);
    }
  }

  /** What a start takes until the book is there. */
  private static AccountBook starts(PostgresJournal journal, String deployment) {
    AccountBook book = new AccountBook();
    for (int round = 0; round < 3; round++) {
      long begin = System.nanoTime();
      AccountHistory history = journal.history(deployment);
      book = AccountBook.restore(history);
      System.out.printf(
          "book of %d entries in %d ms, standing of %d characters%n",
          history.entries().size(),
          (System.nanoTime() - begin) / 1_000_000,
          book.standing().length());
    }
    return book;
  }

  /** What this machine takes for the least there is: one row, one commit. */
  private static void baseline(Database database, int count) throws SQLException {
    long[] nanos = new long[count];
    try (Connection connection = database.connect("baseline");
        Statement statement = connection.createStatement()) {
      statement.execute("create table if not exists baseline (n bigint)");
      for (int i = 0; i < count; i++) {
        long begin = System.nanoTime();
        statement.execute("insert into baseline values (" + i + ")");
        nanos[i] = System.nanoTime() - begin;
      }
    }
    report("one durable row", nanos);
  }

  private static void report(String what, long[] nanos) {
    Arrays.sort(nanos);
    int count = nanos.length;
    System.out.printf(
        "%s: p50 %d us, p99 %d us, max %d us%n",
        what, nanos[count / 2] / 1_000, nanos[count * 99 / 100] / 1_000, nanos[count - 1] / 1_000);
  }

  private static void latency(PostgresJournal journal, String deployment, int count, long from)
      throws InterruptedException {
    long[] nanos = new long[count];
    for (int i = 0; i < count; i++) {
      List<JournalEntry> group = decisionWithOrder(deployment, from + i);
      long begin = System.nanoTime();
      long position = journal.append(deployment, group.subList(0, 2));
      journal.await(position, Duration.ofSeconds(5));
      nanos[i] = System.nanoTime() - begin;
      journal.append(deployment, group.subList(2, group.size()));
    }
    report("durable group of a decision with one order", nanos);
  }

  private static void throughput(PostgresJournal journal, String deployment, int count, long from)
      throws InterruptedException {
    List<List<JournalEntry>> groups = new ArrayList<>();
    long entries = 0;
    for (int i = 0; i < count; i++) {
      groups.add(decisionWithOrder(deployment, from + i));
      entries += groups.getLast().size();
    }
    long begin = System.nanoTime();
    long last = 0;
    for (List<JournalEntry> group : groups) {
      while (!journal.reserve()) {
        Thread.onSpinWait();
      }
      last = journal.append(deployment, group);
      journal.release();
    }
    long appended = System.nanoTime();
    JournalFixture.settle(journal, last);
    double seconds = (System.nanoTime() - begin) / 1e9;
    System.out.printf(
        "%d groups, %d entries in %.2f s: %.0f groups/s, %.0f entries/s; appended after %.2f s%n",
        count, entries, seconds, count / seconds, entries / seconds, (appended - begin) / 1e9);
  }

  private static List<JournalEntry> decisionWithOrder(String deployment, long i) {
    FiredTrigger firing =
        new BoundTrigger(deployment, "cross", Trigger.everySeconds(60))
            .firing(JournalFixture.AS_OF + i * 60_000);
    ClientOrderId id = ClientOrderId.of(deployment, firing.id(), 0, 0, 0);
    Price price = Price.of("801.25");
    Quantity quantity = Quantity.of("0.125");
    OrderSpec order =
        new OrderSpec(
            id, "BTC", Side.BUY, quantity, OrderTerms.market(), false, Optional.empty(), "");
    DecisionRecord decision =
        new DecisionRecord(
            deployment,
            "cross",
            "paper-1",
            firing,
            firing.atMillis(),
            System.currentTimeMillis(),
            null,
            List.of(
                PlaceOrder.buy(
                    "BTC", OrderSize.of(quantity), OrderTerms.market(), "fast above slow")),
            List.of("fast above slow"),
            List.of("cleared " + id),
            new BigDecimal("100.15625"),
            null,
            List.of(new Read.OfMark(new Mark("BTC", price, AT)), new Read.OfState("side", "long")),
            Map.of("fast", 801.5, "slow", 799.25),
            35,
            0,
            0,
            BigDecimal.ZERO,
            new StrategyIdentity("a".repeat(64), "cross", "b".repeat(64), "{}", "0.1"),
            false);
    return List.of(
        decision,
        new AccountEntry.Intended(order, firing.id(), "cross", 0, Instant.MAX, AT),
        new AccountEntry.Told(
            new BrokerEvent.OrderFilled(
                new Fill(
                    "f" + i,
                    id,
                    "BTC",
                    Side.BUY,
                    price,
                    quantity,
                    Usd.of("0.045"),
                    false,
                    false,
                    AT))),
        new AccountEntry.Answered(
            AccountEntry.Asked.PLACE, new OrderOutcome.Accepted(id, "v" + i, null), AT),
        new DecisionSettled(
            deployment, "cross", firing.id(), Verdict.EXECUTED, List.of("accepted"), 0),
        new LogRecorded(
            deployment,
            System.currentTimeMillis(),
            "info",
            "order_filled",
            "bought",
            Map.of("cloid", id.value())));
  }
}
