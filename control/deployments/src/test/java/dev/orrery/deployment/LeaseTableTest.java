package dev.orrery.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.database.Database;
import dev.orrery.database.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeaseTableTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final Database database = TestDatabase.fresh();
  private final LeaseTable leases = new LeaseTable(database);
  private final UUID deployment = new UUID(1, 2);
  private final String resource = Lease.deployment(deployment);

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void belongsToTheFirstUntilItIsGivenBack() {
    Lease first = take("machine a").orElseThrow();

    assertThat(take("machine b")).isEmpty();
    assertThat(leases.standing(resource).orElseThrow().holder()).isEqualTo("machine a pid 1");
    leases.release(first);
    assertThat(take("machine b").orElseThrow().epoch()).isEqualTo(first.epoch() + 1);
  }

  @Test
  void isFreeOnceItHasRunOut() {
    Lease first =
        leases.take(resource, "machine a", "machine a pid 1", Duration.ofMillis(1)).orElseThrow();
    assertThat(leases.standing(resource).orElseThrow().left()).isLessThan(Duration.ofMillis(2));
    Optional<Lease> second = take("machine b");
    while (second.isEmpty()) {
      second = take("machine b");
    }

    assertThat(second.get().epoch()).isEqualTo(first.epoch() + 1);
    assertThat(leases.renew(first, LONG)).isFalse();
    assertThat(leases.renew(second.get(), LONG)).isTrue();
  }

  @Test
  void goesToTheNextProcessInTheSamePlaceAtOnce() {
    Lease killed = take("machine a").orElseThrow();

    Lease next = take("machine a").orElseThrow();

    assertThat(next.epoch()).isEqualTo(killed.epoch() + 1);
    assertThat(leases.renew(killed, LONG)).isFalse();
  }

  @Test
  void mistakesNoOtherPlaceForItsOwn() {
    assertThat(take("machine ab")).isPresent();

    assertThat(take("machine a")).isEmpty();
  }

  @Test
  void isNotGivenBackByOneWhoLostIt() {
    Lease lost = take("machine a").orElseThrow();
    assertThat(take("machine a")).isPresent();

    leases.release(lost);

    assertThat(take("machine b")).isEmpty();
  }

  @Test
  void isLostToWhoTakesTheDeploymentOver() {
    Lease lease = take("machine a").orElseThrow();

    assertThat(leases.takeOver(deployment, "run pid 7")).isEqualTo(lease.epoch() + 1);
    assertThat(leases.renew(lease, LONG)).isFalse();
  }

  @Test
  void hasOneHolderAmongManyWhoTry() throws Exception {
    List<Future<Optional<Lease>>> tries = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(12)) {
      for (int i = 0; i < 12; i++) {
        String place = "machine " + i;
        tries.add(threads.submit(() -> take(place)));
      }
    }
    int taken = 0;
    for (Future<Optional<Lease>> each : tries) {
      taken += each.get().isPresent() ? 1 : 0;
    }
    assertThat(taken).isEqualTo(1);
  }

  private Optional<Lease> take(String place) {
    return leases.take(resource, place, place + " pid 1", LONG);
  }
}
