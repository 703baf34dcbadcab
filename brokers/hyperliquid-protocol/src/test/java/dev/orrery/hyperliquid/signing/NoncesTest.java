package dev.orrery.hyperliquid.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.hyperliquid.Address;
import dev.orrery.kernel.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class NoncesTest {
  private static final long NOW = 1_763_600_000_000L;
  private static final long DAY = Duration.ofDays(1).toMillis();

  private final AtomicLong clock = new AtomicLong(NOW);

  private Nonces nonces(long floor) {
    return new Nonces(Address.ZERO, () -> Instant.ofEpochMilli(clock.get()), floor);
  }

  @Test
  void followTheClock() {
    Nonces nonces = nonces(0);
    assertThat(nonces.next()).isEqualTo(NOW);
    clock.addAndGet(500);
    assertThat(nonces.next()).isEqualTo(NOW + 500);
    assertThat(nonces.last()).isEqualTo(NOW + 500);
  }

  @Test
  void goOnByOnesInAMillisecondAndWhenTheClockGoesBack() {
    Nonces nonces = nonces(0);
    assertThat(nonces.next()).isEqualTo(NOW);
    assertThat(nonces.next()).isEqualTo(NOW + 1);
    clock.addAndGet(-60_000);
    assertThat(nonces.next()).isEqualTo(NOW + 2);
  }

  @Test
  void areAboveWhatWasUsedBeforeARestart() {
    assertThat(nonces(NOW + 5_000).next()).isEqualTo(NOW + 5_001);
    assertThat(nonces(NOW - 5_000).next()).isEqualTo(NOW);
  }

  @Test
  void areRefusedHereWhenTheVenueWouldRefuseThem() {
    assertThat(nonces(NOW + DAY - 2).next()).isEqualTo(NOW + DAY - 1);
    assertThatThrownBy(nonces(NOW + DAY - 1)::next)
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("a day or more ahead of the clock")
        .hasMessageContaining("set the clock right");
  }

  @Test
  void theWindowIsTwoDaysBackAndOneAhead() {
    assertThat(Nonces.inWindow(NOW - 2 * DAY, NOW)).isFalse();
    assertThat(Nonces.inWindow(NOW - 2 * DAY + 1, NOW)).isTrue();
    assertThat(Nonces.inWindow(NOW + DAY - 1, NOW)).isTrue();
    assertThat(Nonces.inWindow(NOW + DAY, NOW)).isFalse();
  }

  @Test
  void areGivenOnceWhoeverAsks() throws Exception {
    Nonces nonces = nonces(0);
    List<Future<List<Long>>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 8; i++) {
        all.add(
            threads.submit(() -> {
              List<Long> mine = new ArrayList<>();
              for (int n = 0; n < 5_000; n++) {
                if (n % 100 == 0) {
                  clock.addAndGet(n % 200 == 0 ? 3 : -2);
                }
                mine.add(nonces.next());
              }
              return mine;
            }));
      }
    }
    Set<Long> given = new HashSet<>();
    for (Future<List<Long>> future : all) {
      List<Long> mine = future.get(60, TimeUnit.SECONDS);
      assertThat(mine).isSorted();
      given.addAll(mine);
    }
    assertThat(given).hasSize(40_000);
  }
}
