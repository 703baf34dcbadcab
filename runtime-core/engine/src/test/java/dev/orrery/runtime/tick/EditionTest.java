package dev.orrery.runtime.tick;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.kernel.FolderArtifactStore;
import dev.orrery.runtime.plugin.ConfiguredParameters;
import dev.orrery.runtime.plugin.LoadedStrategy;
import dev.orrery.runtime.plugin.PluginLibrary;
import dev.orrery.runtime.plugin.PluginLimits;
import dev.orrery.runtime.plugin.StrategyRequest;
import dev.orrery.runtime.plugin.TestJar;
import dev.orrery.runtime.plugin.TriggerCheck;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EditionTest {
  @TempDir private static Path folder;
  private static PluginLibrary library;
  private static LoadedStrategy strategy;

  private final AtomicInteger left = new AtomicInteger();

  @BeforeAll
  static void load() {
    library =
        new PluginLibrary(
            new FolderArtifactStore(folder.resolve("kept"), ".jar"),
            PluginLimits.DEFAULT,
            TriggerCheck.schedules(),
            new ConfiguredParameters());
    library.add(TestJar.withStrategy("Plain", "plain").build(folder.resolve("plain.jar")));
    strategy = library.create(StrategyRequest.asDeclared("plain"));
  }

  @AfterAll
  static void unload() {
    strategy.close();
    library.close();
  }

  @Test
  void isLeftAtOnceWhenNobodyIsInside() {
    Edition edition = new Edition(strategy);
    edition.retire(left::incrementAndGet);
    assertThat(left).hasValue(1);
    assertThat(edition.enter()).isNegative();
    assertThat(edition.visit()).isFalse();
    assertThat(left).hasValue(1);
    assertThat(edition.underWay()).isZero();
  }

  @Test
  void isLeftByTheLastOneWhetherItDecidesOrVisits() {
    Edition edition = new Edition(strategy);
    assertThat(edition.enter()).isEqualTo(1);
    assertThat(edition.visit()).isTrue();
    assertThat(edition.underWay()).isEqualTo(1);
    edition.retire(left::incrementAndGet);
    assertThat(edition.underWay()).isEqualTo(1);
    edition.leave();
    assertThat(left).hasValue(0);
    assertThat(edition.underWay()).isZero();
    edition.leaveVisit();
    assertThat(left).hasValue(1);
  }

  @Test
  void countsWhatHangsPastItsDeadlineApart() {
    Edition edition = new Edition(strategy);
    edition.enter();
    edition.enter();
    edition.overdue();
    assertThat(edition.underWay()).isEqualTo(2);
    assertThat(edition.inTime()).isEqualTo(1);
    edition.back();
    edition.leave();
    assertThat(edition.inTime()).isEqualTo(1);
  }

  /** Whoever got in is inside when it is left, and it is left once. */
  @RepeatedTest(50)
  void isLeftOnceAfterAllWhoGotIn() throws Exception {
    Edition edition = new Edition(strategy);
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger insideWhenLeft = new AtomicInteger(-1);
    CountDownLatch start = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                awaitQuietly(start);
                while (edition.enter() > 0) {
                  inside.incrementAndGet();
                  inside.decrementAndGet();
                  edition.leave();
                }
              }));
    }
    start.countDown();
    Thread.yield();
    edition.retire(() -> {
      left.incrementAndGet();
      insideWhenLeft.set(inside.get());
    });
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(left).hasValue(1);
    assertThat(insideWhenLeft).hasValue(0);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
