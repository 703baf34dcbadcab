package dev.orrery.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.account.Account;
import dev.orrery.api.account.OpenOrder;
import dev.orrery.api.account.Position;
import dev.orrery.executor.account.AccountBook;
import dev.orrery.runtime.StrategyStatus;
import dev.orrery.store.PostgresJournal;
import dev.orrery.testing.Await;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a trading daemon again and again. After each kill a host whose market all but stands still
 * is started on what is left, and compared with what the rows add up to.
 */
class KillIT {
  private static final int KILLS = Boolean.getBoolean("orrery.certify") ? 200 : 20;
  private static final int LONGEST_LIFE_MILLIS = 900;
  private static final BigDecimal STARTING_CASH = new BigDecimal(10_000);

  @TempDir Path folder;

  @Test
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void losesNothingThatWasAcknowledged() throws Exception {
    long seed = System.nanoTime();
    System.out.println("kills=" + KILLS + " seed=" + seed);
    Random random = new Random(seed);
    Path data = folder.resolve("data");
    Path plugins = Bench.plugins(folder.resolve("plugins"));
    PackedClasses classes = classes(plugins);
    long before = 0;
    for (int kill = 1; kill <= KILLS; kill++) {
      long acknowledged;
      try (DaemonProcess daemon = DaemonProcess.start(classes.options(), data, plugins)) {
        daemon.awaitReady();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(LONGEST_LIFE_MILLIS)));
        daemon.kill();
        acknowledged = daemon.acknowledged();
      }
      try (Host host = Host.start(HostSettings.of(Bench.standing(data), plugins).notDurable())) {
        Jdbi rows = host.storage().database().jdbi();
        String when = "after kill " + kill + " of seed " + seed;
        // What the boot reconciled is in the account at once and in the rows after the flush.
        Await.until(() -> host.storage().journal().health().pending() == 0);
        assertThat(number(rows, "select count(*) from decision_snapshots"))
            .as("decisions " + when)
            .isGreaterThanOrEqualTo(Math.max(acknowledged, before));
        before = acknowledged;
        timeGoesOn(rows, when);
        nothingTwice(rows, when);
        host.runtime().strategies().forEach(each -> accountIsWhatTheRowsSay(host, each, when));
        host.runtime().strategies().forEach(each -> standingIsWhatTheEntriesSay(host, each, when));
      }
    }
    try (Host host = Host.start(HostSettings.of(Bench.standing(data), plugins).notDurable())) {
      assertThat(number(host.storage().database().jdbi(), "select count(*) from fills"))
          .as("it traded at all")
          .isPositive();
      assertThat(
              number(
                  host.storage().database().jdbi(),
                  "select count(*) from account_journal where kind = 'standing'"))
          .as("accounts were summed up")
          .isGreaterThan(KILLS / 4);
    }
  }

  /** A daemon that ends in order, elsewhere, leaves what lets the others start sooner. */
  private PackedClasses classes(Path plugins) throws IOException, InterruptedException {
    PackedClasses classes = PackedClasses.pack(folder.resolve("classes"));
    try (DaemonProcess daemon =
        DaemonProcess.start(classes.options(), folder.resolve("before"), plugins)) {
      daemon.awaitReady();
      daemon.end();
    }
    assertThat(classes.isComplete()).as("loaded and linked classes were kept").isTrue();
    return classes;
  }

  private static void timeGoesOn(Jdbi rows, String when) {
    assertThat(
            number(
                rows,
                """
                select count(*) from (
                  select as_of < lag(as_of) over (partition by deployment_id order by seq) as back
                  from decision_snapshots) steps
                where back
                """))
        .as("decisions that went back in time " + when)
        .isZero();
  }

  private static void nothingTwice(Jdbi rows, String when) {
    assertThat(
            number(
                rows,
                """
                select count(*) from (
                  select id from decision_snapshots group by id having count(*) > 1) twice
                """))
        .as("decisions made twice " + when)
        .isZero();
    assertThat(
            number(
                rows,
                """
                select count(*) from (
                  select f.cloid from fills f join order_intents i using (deployment_id, cloid)
                  group by f.cloid, i.size_base having sum(f.size_base) > i.size_base) twice
                """))
        .as("orders filled beyond their size " + when)
        .isZero();
    assertThat(
            number(
                rows,
                """
                select count(*) from order_intents i where not exists (
                  select from decision_snapshots d where d.id = i.origin)
                """))
        .as("orders without their decision " + when)
        .isZero();
    assertThat(
            number(
                rows,
                "select count(*) from decision_snapshots where verdict is null and tick_at <"
                    + " clock_timestamp() - interval '30 seconds'"))
        .as("decisions nobody settled " + when)
        .isZero();
  }

  private static void accountIsWhatTheRowsSay(Host host, StrategyStatus status, String when) {
    Jdbi rows = host.storage().database().jdbi();
    Account account = status.account();
    String id = "'" + status.deployment() + "'";
    BigDecimal held =
        decimal(
            rows,
            "select sum(case side when 'buy' then size_base else -size_base end) from fills where"
                + " deployment_id = "
                + id);
    assertThat(account.held("BTC").value())
        .as("position of " + status.name() + " " + when)
        .isEqualByComparingTo(held);
    BigDecimal paid =
        decimal(
            rows,
            "select sum(case side when 'buy' then -1 else 1 end * size_base * price - fee_usd)"
                + " from fills where deployment_id = "
                + id);
    BigDecimal funding =
        decimal(rows, "select sum(amount_usd) from funding_payments where deployment_id = " + id);
    BigDecimal cash = STARTING_CASH.add(paid).add(funding);
    BigDecimal balance = account.balance().value();
    BigDecimal atEntry =
        account.position("BTC").map(position -> entryValue(position)).orElse(BigDecimal.ZERO);
    assertThat(balance.subtract(atEntry).subtract(cash).abs())
        .as("money of " + status.name() + " " + when)
        .isLessThan(new BigDecimal("0.000001"));
    List<String> open =
        rows.withHandle(handle ->
            handle
                .createQuery(
                    """
                    select cloid from order_intents i where deployment_id = cast(:id as uuid)
                      and not exists (select from order_events e where e.deployment_id = i.deployment_id
                        and e.cloid = i.cloid and e.kind in ('closed', 'place_rejected'))
                      and coalesce((select sum(f.size_base) from fills f
                        where f.deployment_id = i.deployment_id and f.cloid = i.cloid), 0) < i.size_base
                    """)
                .bind("id", status.deployment())
                .mapTo(String.class)
                .list());
    assertThat(account.openOrders().stream().map(OpenOrder::clientOrderId))
        .as("open orders of " + status.name() + " " + when)
        .containsExactlyInAnyOrderElementsOf(open);
  }

  private static void standingIsWhatTheEntriesSay(Host host, StrategyStatus status, String when) {
    PostgresJournal journal = host.storage().journal();
    AccountBook whole = AccountBook.restore(journal.wholeHistory(status.deployment()));
    AccountBook resumed = AccountBook.restore(journal.history(status.deployment()));
    assertThat(resumed.standing())
        .as("fold of " + status.name() + " from its last standing " + when)
        .isEqualTo(whole.standing());
  }

  private static BigDecimal entryValue(Position position) {
    return position.quantity().value().multiply(position.averageEntry().value());
  }

  private static long number(Jdbi rows, String sql) {
    return rows.withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
  }

  private static BigDecimal decimal(Jdbi rows, String sql) {
    return rows.withHandle(handle ->
        handle.createQuery("select coalesce((" + sql + "), 0)").mapTo(BigDecimal.class).one());
  }
}
