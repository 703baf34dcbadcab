package dev.orrery.trigger.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.kernel.IdSource;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.SimulatedTimeline;
import dev.orrery.kernel.WallTimeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class EventRouterTest {
  /** Loses and repeats notices, and is cut off, as a connection is. */
  private static final class FaultyNotifications implements Notifications {
    final MemoryNotifications inner = new MemoryNotifications();
    final List<Runnable> connected = new CopyOnWriteArrayList<>();

    @Override
    public Listening listen(String channel, Consumer<String> consumer) {
      return inner.listen(channel, consumer);
    }

    @Override
    public Listening onConnected(Runnable action) {
      connected.add(action);
      return () -> connected.remove(action);
    }

    void hint() {
      inner.send(EventInbox.CHANNEL, "");
    }

    void reconnect() {
      connected.forEach(Runnable::run);
    }
  }

  /** Durable over routers, and now and then out of reach. */
  private static final class FaultyInbox implements EventInbox {
    private final List<Event> events = new CopyOnWriteArrayList<>();
    volatile boolean down;

    @Override
    public List<Event> pending(Set<String> topics, long afterId, int limit) {
      if (down) {
        throw new IllegalStateException("the database is gone");
      }
      return events.stream()
          .filter(event -> event.id() > afterId && topics.contains(event.topic()))
          .limit(limit)
          .toList();
    }

    @Override
    public long emit(String topic, String payload) {
      long id = events.size() + 1L;
      events.add(new Event(id, topic, payload, 0));
      return id;
    }
  }

  private static final class Journal implements EventSubscriber {
    final List<String> taken = new CopyOnWriteArrayList<>();
    final Set<String> decided = ConcurrentHashMap.newKeySet();
    volatile boolean throwing;

    @Override
    public boolean settled(Event event) {
      return decided.contains(event.originId());
    }

    @Override
    public void onEvent(String originId, String payload) {
      if (throwing) {
        throw new IllegalStateException("a poisoned event");
      }
      taken.add(payload);
      decided.add(originId);
    }
  }

  private final SimulatedTimeline timeline = new SimulatedTimeline(1_000);
  private final FaultyNotifications notifications = new FaultyNotifications();
  private final FaultyInbox inbox = new FaultyInbox();

  private EventRouter router() {
    return new EventRouter(timeline, inbox, notifications, IdSource.seeded(1));
  }

  private void pass() {
    timeline.advanceTo(timeline.nowMillis() + 1);
  }

  private static void awaitTrue(BooleanSupplier reached) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!reached.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited long enough").isLessThan(deadline);
      LockSupport.parkNanos(500_000);
    }
  }

  @Test
  void refusesAnEventThatComesAgainWithAnotherPayload() {
    Journal one = new Journal();
    try (EventRouter router = router()) {
      router.subscribe("jump", 0, one);
      router.publish("jump", "{\"a\":1}", "jump:1");
      router.publish("jump", "{\"a\":1}", "jump:1");
      assertThatThrownBy(() -> router.publish("jump", "{\"a\":2}", "jump:1"))
          .isInstanceOf(ProblemException.class)
          .hasMessage(
              "event jump:1 on jump: was published before with another payload"
                  + " (give what is another event another origin id)");
      router.publish("other", "{\"a\":2}", "jump:1");
      pass();
      assertThat(one.taken).containsOnly("{\"a\":1}");
    }
  }

  @Nested
  class Durable {
    @Test
    void eachEventReachesEachSubscriberOnceWhateverIsHinted() {
      Journal one = new Journal();
      Journal two = new Journal();
      try (EventRouter router = router()) {
        router.subscribe("a", 0, one);
        router.subscribe("a", 0, two);
        inbox.emit("a", "1");
        inbox.emit("b", "other");
        inbox.emit("a", "2");
        for (int i = 0; i < 5; i++) {
          notifications.hint();
          pass();
          notifications.reconnect();
          pass();
        }
      }
      assertThat(one.taken).containsExactly("1", "2");
      assertThat(two.taken).containsExactly("1", "2");
    }

    @Test
    void moreThanABatchComesInOrder() {
      Journal journal = new Journal();
      List<String> payloads = IntStream.range(0, 1_000).mapToObj(Integer::toString).toList();
      payloads.forEach(payload -> inbox.emit("a", payload));
      try (EventRouter router = router()) {
        router.subscribe("a", 0, journal);
        pass();
      }
      assertThat(journal.taken).isEqualTo(payloads);
    }

    @Test
    void whatWasMissedWhileCutOffComesWithTheConnection() {
      Journal journal = new Journal();
      try (EventRouter router = router()) {
        router.subscribe("a", 0, journal);
        pass();
        inbox.emit("a", "1");
        pass();
        assertThat(journal.taken).isEmpty();
        notifications.reconnect();
        pass();
        assertThat(journal.taken).containsExactly("1");
      }
    }

    @Test
    void aLateSubscriberGetsWhatIsKeptAfterItsPosition() {
      Journal early = new Journal();
      Journal late = new Journal();
      try (EventRouter router = router()) {
        router.subscribe("a", 0, early);
        inbox.emit("a", "1");
        inbox.emit("a", "2");
        notifications.hint();
        pass();
        router.subscribe("a", 1, late);
        pass();
      }
      assertThat(early.taken).containsExactly("1", "2");
      assertThat(late.taken).containsExactly("2");
    }

    @Test
    void aPoisonedEventHoldsUpNobodyAndComesAgainAfterARestart() {
      Journal poisoned = new Journal();
      Journal healthy = new Journal();
      try (EventRouter router = router()) {
        router.subscribe("a", 0, poisoned);
        router.subscribe("a", 0, healthy);
        poisoned.throwing = true;
        inbox.emit("a", "1");
        notifications.hint();
        pass();
        poisoned.throwing = false;
        inbox.emit("a", "2");
        notifications.hint();
        pass();
      }
      assertThat(healthy.taken).containsExactly("1", "2");
      assertThat(poisoned.taken).containsExactly("2");
      try (EventRouter again = router()) {
        again.subscribe("a", 0, poisoned);
        pass();
      }
      assertThat(poisoned.taken).containsExactly("2", "1");
    }

    @Test
    void anInboxOutOfReachIsReadAgain() {
      Journal journal = new Journal();
      try (EventRouter router = router()) {
        router.subscribe("a", 0, journal);
        inbox.down = true;
        inbox.emit("a", "1");
        notifications.hint();
        pass();
        inbox.down = false;
        notifications.hint();
        pass();
      }
      assertThat(journal.taken).containsExactly("1");
    }

    @Test
    void oneDecisionForEachEventAndStrategyOverKillsAndReconnects() {
      for (long seed = 1; seed <= 50; seed++) {
        FaultyInbox durable = new FaultyInbox();
        Random random = new Random(seed);
        List<Journal> journals = List.of(new Journal(), new Journal(), new Journal());
        List<String> emitted = new ArrayList<>();
        for (int life = 0; life < 5; life++) {
          try (EventRouter router =
              new EventRouter(timeline, durable, notifications, IdSource.seeded(seed))) {
            journals.forEach(journal -> router.subscribe("a", 0, journal));
            for (int step = 0; step < 40; step++) {
              switch (random.nextInt(5)) {
                case 0 -> notifications.hint();
                case 1 -> notifications.reconnect();
                case 2 -> durable.down = random.nextInt(3) == 0;
                case 3 -> pass();
                default -> {
                  String payload = Integer.toString(emitted.size());
                  emitted.add(payload);
                  durable.emit("a", payload);
                }
              }
            }
            durable.down = false;
          }
        }
        try (EventRouter last =
            new EventRouter(timeline, durable, notifications, IdSource.seeded(seed))) {
          journals.forEach(journal -> last.subscribe("a", 0, journal));
          pass();
        }
        for (Journal journal : journals) {
          assertThat(journal.taken).as("seed " + seed).isEqualTo(emitted);
        }
      }
    }
  }

  @Nested
  class Notices {
    @Test
    void fireOnceForEachSubscriberOfTheTopic() {
      Journal one = new Journal();
      Journal two = new Journal();
      Journal other = new Journal();
      try (EventRouter router = router()) {
        router.subscribe("a", 0, one);
        router.subscribe("a", 0, two).close();
        router.subscribe("b", 0, other);
        notifications.inner.send("a", "x");
        notifications.inner.send("a", "x");
        pass();
      }
      assertThat(one.taken).containsExactly("x", "x");
      assertThat(one.decided).hasSize(2).allMatch(origin -> origin.startsWith("notice:"));
      assertThat(two.taken).isEmpty();
      assertThat(other.taken).isEmpty();
    }

    @Test
    void anEventOfThisProcessKeepsTheOriginItIsGiven() {
      Journal journal = new Journal();
      try (EventRouter router = router()) {
        router.subscribe("a", 0, journal);
        router.publish("a", "x", "jump:BTC:17");
        pass();
      }
      assertThat(journal.decided).containsExactly("jump:BTC:17");
    }
  }

  @Nested
  class OnTheWall {
    @Test
    void rescansWithoutAnyHintOnItsOwnThread() {
      Journal journal = new Journal();
      try (WallTimeline wall = new WallTimeline();
          EventRouter router =
              new EventRouter(
                  wall, inbox, notifications, IdSource.random(), Duration.ofMillis(20))) {
        router.subscribe("a", 0, journal);
        inbox.emit("a", "1");
        awaitTrue(() -> journal.taken.contains("1"));
        notifications.inner.send("a", "notice");
        awaitTrue(() -> journal.taken.contains("notice"));
      }
      awaitTrue(() ->
          Thread.getAllStackTraces().keySet().stream()
              .noneMatch(thread -> thread.getName().equals("orrery-events")));
    }
  }

  @Test
  void refusesMalformedTopicsAndTheHintChannel() {
    Set<String> bad = new HashSet<>(List.of("", "a b", "x".repeat(64), EventInbox.CHANNEL));
    try (EventRouter router = router()) {
      for (String topic : bad) {
        assertThatThrownBy(() -> router.subscribe(topic, 0, new Journal()))
            .isInstanceOf(ProblemException.class)
            .hasMessageContaining("event topic '" + topic + "'");
      }
      assertThatThrownBy(() -> router.publish("a", "x".repeat(8_000), "o"))
          .hasMessageContainingAll("8000", "7999");
    }
  }

  @Test
  void theInboxInMemoryHintsAndLimits() {
    MemoryNotifications memory = new MemoryNotifications();
    MemoryEventInbox events = new MemoryEventInbox(timeline, memory);
    List<String> hints = new ArrayList<>();
    memory.listen(EventInbox.CHANNEL, hints::add);
    assertThat(events.emit("a", "1")).isEqualTo(1);
    assertThat(events.emit("b", "2")).isEqualTo(2);
    assertThat(events.emit("a", "3")).isEqualTo(3);
    assertThat(hints).containsExactly("1", "2", "3");
    assertThat(events.pending(Set.of("a"), 0, 10)).extracting(Event::id).containsExactly(1L, 3L);
    assertThat(events.pending(Set.of("a", "b"), 1, 1)).extracting(Event::id).containsExactly(2L);
    assertThatThrownBy(() -> events.emit("a", "x".repeat(8_000)))
        .isInstanceOf(ProblemException.class);
  }
}
