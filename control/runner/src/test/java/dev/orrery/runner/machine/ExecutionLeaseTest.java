package dev.orrery.runner.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.database.Database;
import dev.orrery.database.TestDatabase;
import dev.orrery.deployment.Lease;
import dev.orrery.deployment.LeaseTable;
import dev.orrery.executor.Permit;
import dev.orrery.executor.TradingRight;
import dev.orrery.executor.risk.TradingState;
import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who may trade by a lease, on a clock of the test's; nothing is renewed but by the test. */
class ExecutionLeaseTest {
  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
  private static final LeaseTimes SELDOM =
      new LeaseTimes(
          Duration.ofHours(3), Duration.ofHours(2), Duration.ofMinutes(10), Duration.ofMillis(1));
  private static final Permit CLEAR = new Permit(TradingState.ACTIVE, 1, Instant.MAX, List.of());

  private final Database database = TestDatabase.fresh();
  private final LeaseTable table = new LeaseTable(database);
  private final AtomicLong nanos = new AtomicLong(5);
  private final UUID deployment = new UUID(1, 2);
  private final String resource = Lease.deployment(deployment);
  private final ExecutionLease lease = keep("machine a");
  private final List<String> lost = new ArrayList<>();

  @AfterEach
  void close() {
    lease.close();
    database.close();
  }

  @Test
  void isTrustedForItsTimeWithoutTheMargin() {
    assertThat(lease.trust()).isEqualTo(Duration.ofMinutes(170));
    pass(Duration.ofMinutes(60));
    assertThat(lease.trust()).isEqualTo(Duration.ofMinutes(110));
    lease.renew();
    assertThat(lease.trust()).isEqualTo(Duration.ofMinutes(170));
  }

  @Test
  void endsOrdersOnAVenueWithItsTrust() {
    pass(Duration.ofMinutes(169));

    assertThat(right(true).permit())
        .isEqualTo(new Permit(TradingState.ACTIVE, 1, NOW.plus(Duration.ofMinutes(1)), List.of()));
    assertThat(right(false).permit()).isEqualTo(CLEAR);
  }

  @Test
  void withoutTrustOpensNothingOnAVenueAndLeavesPaperAlone() {
    pass(Duration.ofMinutes(171));

    assertThat(right(true).permit())
        .isEqualTo(
            new Permit(
                TradingState.REDUCING,
                1,
                Instant.MAX,
                List.of("lease: not renewed, nothing is opened")));
    assertThat(right(false).permit()).isEqualTo(CLEAR);
  }

  @Test
  void neverMakesARightWider() {
    pass(Duration.ofMinutes(171));
    Permit halted = new Permit(TradingState.HALTED, 1, Instant.MAX, List.of("panic: test"));

    assertThat(new LeaseRight(() -> halted, lease, true, InstantSource.fixed(NOW)).permit().state())
        .isEqualTo(TradingState.HALTED);
  }

  @Test
  void allowsNothingOnceItIsLost() {
    lease.whenLost(lost::add);
    table.takeOver(deployment, "machine b pid 2");

    assertThat(lease.renew()).isFalse();

    String why = resource + " is held by machine b pid 2 now";
    assertThat(lost).containsExactly(why);
    for (boolean venue : new boolean[] {true, false}) {
      assertThat(right(venue).permit())
          .isEqualTo(new Permit(TradingState.HALTED, 1, Instant.EPOCH, List.of("lease: " + why)));
    }
    lease.renew();
    assertThat(lost).hasSize(1);
  }

  @Test
  void isFreeForTheNextWhenItIsClosed() {
    lease.close();

    assertThat(lease.trust()).isEqualTo(Duration.ZERO);
    assertThat(lease.lost()).isEmpty();
    assertThat(table.take(resource, "machine b", "machine b pid 2", Duration.ofSeconds(9)))
        .isPresent();
  }

  @Test
  void findsOutWhenItIsClosedThatItWasLost() {
    table.takeOver(deployment, "machine b pid 2");

    lease.close();

    assertThat(lease.lost()).isPresent();
  }

  @Test
  void isNotTakenFromOneThatRenews() {
    LeaseTable other = new LeaseTable(database);
    LeaseTaking taking =
        new LeaseTaking(
            other,
            "machine b",
            2,
            SELDOM,
            () -> {
              lease.renew();
              return nanos.get();
            });

    assertThatThrownBy(() -> taking.deployment(resource))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.exit()).isEqualTo(ExitCode.LEASE_HELD);
              assertThat(e.problems().getFirst().line())
                  .contains("is held by machine a pid 1", "this one does not");
            });
  }

  @Test
  void keepsTheDeploymentsLeaseWhileTheAccountIsWaitedFor() {
    String account = "account:0x1";
    table.take(account, "machine b", "machine b pid 2", Duration.ofHours(1));
    LeaseTimes times =
        new LeaseTimes(
            Duration.ofHours(3), Duration.ofHours(2), Duration.ofMinutes(10), Duration.ofHours(5));
    // Two hours and a half between two looks: it is time to renew at the first of them.
    LeaseTaking taking =
        new LeaseTaking(
            table, "machine a", 1, times, () -> nanos.addAndGet(Duration.ofMinutes(150).toNanos()));
    Lease held = table.take(resource, "machine a", "machine a pid 1", Duration.ofMinutes(1)).get();

    assertThatThrownBy(() -> taking.account(account, held))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("account:0x1");

    assertThat(table.standing(resource).orElseThrow().left()).isGreaterThan(Duration.ofHours(2));
  }

  @Test
  void doesNotWaitForTheAccountWithoutTheDeployment() {
    String account = "account:0x1";
    table.take(account, "machine b", "machine b pid 2", Duration.ofHours(1));
    Lease held = table.take(resource, "machine a", "machine a pid 1", Duration.ofMinutes(1)).get();
    table.takeOver(deployment, "machine c pid 3");
    LeaseTaking taking =
        new LeaseTaking(
            table,
            "machine a",
            1,
            new LeaseTimes(
                Duration.ofHours(3),
                Duration.ofHours(2),
                Duration.ofMinutes(10),
                Duration.ofHours(50)),
            () -> nanos.addAndGet(Duration.ofMinutes(150).toNanos()));

    assertThatThrownBy(() -> taking.account(account, held))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.exit()).isEqualTo(ExitCode.LEASE_HELD))
        .hasMessageContaining("is held by machine c pid 3");
  }

  private TradingRight right(boolean venue) {
    return new LeaseRight(() -> CLEAR, lease, venue, InstantSource.fixed(NOW));
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private ExecutionLease keep(String place) {
    Lease taken = table.take(resource, place, place + " pid 1", SELDOM.time()).orElseThrow();
    return ExecutionLease.keep(table, List.of(taken), SELDOM, nanos::get);
  }
}
