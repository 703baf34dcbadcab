package dev.orrery.runtime.tick;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.testing.Await;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DecidePoolTest {
  private final DecidePool pool = new DecidePool(2, 4);
  private final CountDownLatch gate = new CountDownLatch(1);
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private final AtomicInteger done = new AtomicInteger();

  @AfterEach
  void close() {
    gate.countDown();
    pool.close();
  }

  @Test
  void givesTheWorkOfThreadsThatHangToFreshOnes() {
    for (int i = 0; i < 2; i++) {
      pool.execute(this::waitAtTheGate);
    }
    Await.until(() -> threads.size() == 2);
    Set<Thread> before = Set.copyOf(threads);
    for (int i = 0; i < 10; i++) {
      pool.execute(this::work);
    }
    assertThat(pool.waiting()).isEqualTo(10);
    pool.renew();
    Await.until(() -> done.get() == 10);
    threads.removeAll(before);
    assertThat(threads).isNotEmpty();
    Await.until(() -> pool.active() == 2);
    gate.countDown();
    Await.until(() -> before.stream().noneMatch(Thread::isAlive));
    assertThat(done).hasValue(12);
  }

  @Test
  void losesAndDoublesNoTaskWhileItsThreadsAreRenewed() throws Exception {
    int tasks = 20_000;
    Thread renewer =
        Thread.ofPlatform()
            .start(() -> {
              while (done.get() < tasks) {
                pool.renew();
              }
            });
    for (int i = 0; i < tasks; i++) {
      assertThat(pool.execute(done::incrementAndGet)).isTrue();
    }
    Await.until(() -> done.get() >= tasks);
    renewer.join();
    assertThat(done).hasValue(tasks);
  }

  @Test
  void takesNothingOnceItIsClosed() {
    pool.close();
    assertThat(pool.execute(this::work)).isFalse();
    pool.renew();
    assertThat(pool.execute(this::work)).isFalse();
  }

  private void waitAtTheGate() {
    threads.add(Thread.currentThread());
    while (gate.getCount() > 0) {
      Thread.onSpinWait();
    }
    done.incrementAndGet();
  }

  private void work() {
    threads.add(Thread.currentThread());
    done.incrementAndGet();
  }
}
