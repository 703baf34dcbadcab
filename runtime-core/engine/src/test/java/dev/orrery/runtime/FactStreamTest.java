package dev.orrery.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.kernel.Timeline;
import dev.orrery.testing.Await;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class FactStreamTest {
  private final List<RuntimeFact> heard = new CopyOnWriteArrayList<>();

  @Test
  void losesAndCountsWhatASlowListenerMissesAndNeverDelays() throws Exception {
    CountDownLatch slow = new CountDownLatch(1);
    FactStream facts = new FactStream(Timeline.Kind.WALL);
    facts.add(fact -> {
      heard.add(fact);
      try {
        slow.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
    facts.publish(fact(0));
    Await.until(() -> heard.size() == 1);
    for (int i = 1; i <= 10_000; i++) {
      facts.publish(fact(i));
    }
    assertThat(facts.lost()).isEqualTo(10_000 - 8_192);
    slow.countDown();
    facts.close();
    assertThat(heard).hasSize(1 + 8_192);
  }

  @Test
  void losesNothingOnASimulatedTimelineAndDeliversAtTheEnd() {
    FactStream facts = new FactStream(Timeline.Kind.SIMULATED);
    facts.add(heard::add);
    for (int i = 0; i < 20_000; i++) {
      facts.publish(fact(i));
    }
    facts.close();
    assertThat(heard).hasSize(20_000);
    assertThat(facts.lost()).isZero();
  }

  @Test
  void goesOnWhenAListenerFails() {
    FactStream facts = new FactStream(Timeline.Kind.SIMULATED);
    facts.add(fact -> {
      throw new AssertionError("listener");
    });
    facts.add(heard::add);
    facts.publish(fact(1));
    facts.publish(fact(2));
    facts.close();
    assertThat(heard).hasSize(2);
  }

  @Test
  void canBeClosedByItsOwnListener() {
    FactStream facts = new FactStream(Timeline.Kind.WALL);
    facts.add(fact -> {
      facts.close();
      heard.add(fact);
    });
    facts.publish(fact(1));
    Await.until(() -> heard.size() == 1);
    facts.publish(fact(2));
    assertThat(heard).hasSize(1);
  }

  private static RuntimeFact fact(int number) {
    return new RuntimeFact.Logged("d", "s", "info", "log", "line " + number, Map.of());
  }
}
