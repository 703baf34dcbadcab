package dev.orrery.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.deployment.LeaseTable;
import dev.orrery.kernel.ProblemException;
import dev.orrery.testing.Await;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PlaneTenureTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final PlaneBench bench = new PlaneBench();
  private final LeaseTable leases = new LeaseTable(bench.database);

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void refusesASecondAndSaysWhoHasIt() {
    PlaneTenure first = PlaneTenure.take(bench.database, "control-a", "on one in /data, pid 1");
    assertThatThrownBy(() -> PlaneTenure.take(bench.database, "control-b", "on two, pid 2"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(
            "is another control plane's: control-a on one in /data, pid 1 (end that one, or wait");
    first.close();
    PlaneTenure.take(bench.database, "control-b", "on two, pid 2").close();
  }

  @Test
  void takesOverAtOnceFromAProcessBeforeItInItsPlaceWhichLearnsOfIt() {
    PlaneTenure killed =
        PlaneTenure.tried(leases, "control-a", "pid 1", Duration.ofSeconds(2)).orElseThrow();
    assertThatCode(killed::require).doesNotThrowAnyException();
    PlaneTenure next = PlaneTenure.take(bench.database, "control-a", "pid 2");
    Await.until(() -> isLost(killed), LONG);
    killed.close();
    assertThatThrownBy(() -> PlaneTenure.take(bench.database, "control-b", "pid 3"))
        .as("who lost it lets nobody in")
        .isInstanceOf(ProblemException.class);
    next.close();
  }

  @Test
  void standsByUntilTheFirstHasEnded() throws Exception {
    PlaneTenure first = PlaneTenure.take(bench.database, "control-a", "pid 1");
    AtomicReference<String> told = new AtomicReference<>("");
    CountDownLatch waiting = new CountDownLatch(1);
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      Future<PlaneTenure> second =
          other.submit(() ->
              PlaneTenure.await(
                  bench.database,
                  "control-b",
                  "pid 2",
                  holder -> {
                    told.set(holder);
                    waiting.countDown();
                  }));
      assertThat(waiting.await(1, TimeUnit.MINUTES)).isTrue();
      assertThat(told.get()).isEqualTo("control-a pid 1");
      assertThat(second.isDone()).isFalse();
      first.close();
      PlaneTenure mine = second.get();
      assertThatCode(mine::require).doesNotThrowAnyException();
      mine.close();
    }
  }

  private static boolean isLost(PlaneTenure tenure) {
    try {
      tenure.require();
      return false;
    } catch (ProblemException e) {
      return e.getMessage() != null && e.getMessage().contains("control-a pid 2");
    }
  }
}
