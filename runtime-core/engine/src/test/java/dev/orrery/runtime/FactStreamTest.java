package dev.orrery.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.api.action.Side;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.Fill;
import dev.orrery.kernel.Timeline;
import dev.orrery.testing.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FactStreamTest {
  private final List<RuntimeFact> heard = new CopyOnWriteArrayList<>();

  @Test
  void losesCountsAndTellsWhatASlowListenerMissesAndNeverDelays() throws Exception {
    CountDownLatch slow = new CountDownLatch(1);
    FactStream facts = stream(Timeline.Kind.WALL);
    facts.add(blocked(slow));
    facts.publish(fact(0));
    Await.until(() -> heard.size() == 1);
    for (int i = 1; i <= 10_000; i++) {
      facts.publish(fact(i));
    }
    assertThat(facts.lost()).isEqualTo(10_000 - 8_192);
    slow.countDown();
    facts.close();
    assertThat(heard).hasSize(1 + 8_192 + 1);
    assertThat(heard.getLast())
        .isEqualTo(new RuntimeFact.Missed(10_000 - 8_192, Instant.EPOCH, Instant.EPOCH));
  }

  @Test
  void neverLosesFillsAndWhatChangesAnAccount() throws Exception {
    CountDownLatch slow = new CountDownLatch(1);
    FactStream facts = stream(Timeline.Kind.PACED);
    facts.add(blocked(slow));
    facts.publish(fact(0));
    Await.until(() -> heard.size() == 1);
    for (int i = 1; i <= 9_000; i++) {
      facts.publish(fact(i));
    }
    for (int i = 0; i < 10; i++) {
      facts.publish(fill(i));
      facts.publish(line("funding_paid", "hour " + i));
    }
    slow.countDown();
    facts.close();
    assertThat(heard).filteredOn(RuntimeFact.Filled.class::isInstance).hasSize(10);
    assertThat(heard)
        .filteredOn(
            it -> it instanceof RuntimeFact.Logged log && log.event().equals("funding_paid"))
        .hasSize(10);
    assertThat(heard.indexOf(new RuntimeFact.Missed(808, Instant.EPOCH, Instant.EPOCH)))
        .isEqualTo(1 + 8_192);
  }

  @Test
  void keepsNobodyWaitingForASlowListener() throws Exception {
    CountDownLatch slow = new CountDownLatch(1);
    FactStream facts = stream(Timeline.Kind.WALL);
    facts.add(fact -> await(slow));
    facts.add(heard::add);
    for (int i = 0; i < 100; i++) {
      facts.publish(fact(i));
    }
    Await.until(() -> heard.size() == 100);
    slow.countDown();
    facts.close();
  }

  @Test
  void losesNothingOnASimulatedTimelineAndDeliversAtTheEnd() {
    FactStream facts = stream(Timeline.Kind.SIMULATED);
    facts.add(heard::add);
    for (int i = 0; i < 20_000; i++) {
      facts.publish(fact(i));
    }
    facts.close();
    assertThat(heard).hasSize(20_000);
    assertThat(facts.lost()).isZero();
  }

  @Test
  void callsNobodyOnceItIsClosed() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    FactStream facts = stream(Timeline.Kind.WALL);
    facts.add(fact -> {
      heard.add(fact);
      entered.countDown();
      await(never);
    });
    for (int i = 0; i < 50; i++) {
      facts.publish(fact(i));
    }
    assertThat(entered.await(60, TimeUnit.SECONDS)).isTrue();
    long begin = System.nanoTime();
    facts.close(); // gives up after its time, and interrupts
    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .isBetween(Duration.ofSeconds(4), Duration.ofSeconds(60));
    assertThat(heard).hasSize(1);
    assertThat(facts.lost()).isEqualTo(49);
    facts.publish(fact(50));
    Await.until(() -> threads().isEmpty());
    assertThat(heard).hasSize(1);
  }

  @Test
  void goesOnWhenAListenerFails() {
    FactStream facts = stream(Timeline.Kind.SIMULATED);
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
    FactStream facts = stream(Timeline.Kind.WALL);
    facts.add(fact -> {
      facts.close();
      heard.add(fact);
    });
    facts.publish(fact(1));
    Await.until(() -> heard.size() == 1);
    facts.publish(fact(2));
    assertThat(heard).hasSize(1);
  }

  private RuntimeListener blocked(CountDownLatch until) {
    return fact -> {
      heard.add(fact);
      await(until);
    };
  }

  private static void await(CountDownLatch until) {
    try {
      until.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("orrery-facts"))
        .toList();
  }

  private static FactStream stream(Timeline.Kind kind) {
    return new FactStream(
        kind, count -> new RuntimeFact.Missed(count, Instant.EPOCH, Instant.EPOCH));
  }

  private static RuntimeFact fact(int number) {
    return line("log", "line " + number);
  }

  private static RuntimeFact line(String event, String text) {
    return new RuntimeFact.Logged(
        "d", "s", "info", event, text, Map.of(), Instant.EPOCH, Instant.EPOCH);
  }

  private static RuntimeFact fill(int number) {
    Fill fill =
        new Fill(
            "f" + number,
            new ClientOrderId("0x" + "0".repeat(32)),
            "BTC",
            Side.BUY,
            Price.of("1"),
            Quantity.of("1"),
            Usd.ZERO,
            false,
            false,
            Instant.EPOCH);
    return new RuntimeFact.Filled("d", "s", fill, Usd.ZERO, Usd.ZERO, Instant.EPOCH, Instant.EPOCH);
  }
}
