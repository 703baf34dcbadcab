package dev.orrery.store;

import static dev.orrery.store.JournalFixture.AS_OF;
import static dev.orrery.store.JournalFixture.decision;
import static dev.orrery.store.JournalFixture.eventually;
import static dev.orrery.store.JournalFixture.settle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.api.Trigger;
import dev.orrery.database.Database;
import dev.orrery.database.NotificationListener;
import dev.orrery.database.TestDatabase;
import dev.orrery.kernel.ProblemException;
import dev.orrery.runtime.control.Latches;
import dev.orrery.runtime.control.Quarantine;
import dev.orrery.runtime.recording.Verdict;
import dev.orrery.trigger.BoundTrigger;
import dev.orrery.trigger.FiredTrigger;
import dev.orrery.trigger.event.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EventsTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path folder;

  private final Database database = TestDatabase.fresh();
  private final PostgresInbox inbox = new PostgresInbox(database);
  private final String deployment = JournalFixture.deployment();

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void showsEveryEventOnceToAReaderWhoGoesOnFromTheLastId() throws Exception {
    int emitters = 4;
    int each = 60;
    List<Thread> threads = new ArrayList<>();
    for (int n = 0; n < emitters; n++) {
      String name = "e" + n;
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 0; i < each; i++) {
                  String payload = name + "-" + i;
                  // Open transactions of different length, some of them in vain.
                  boolean kept = i % 7 != 3;
                  database
                      .jdbi()
                      .useTransaction(handle -> {
                        handle
                            .select("select orrery_emit('jump', ?)", payload)
                            .mapTo(Long.class)
                            .one();
                        if (!kept) {
                          handle.rollback();
                        }
                      });
                }
              }));
    }
    List<String> seen = new ArrayList<>();
    long after = 0;
    boolean running = true;
    while (running) {
      running = threads.stream().anyMatch(Thread::isAlive);
      for (Event event : inbox.pending(Set.of("jump"), after, 3)) {
        assertThat(event.id()).isGreaterThan(after);
        after = event.id();
        seen.add(event.payload());
        running = true;
      }
    }
    int kept = each - (each + 3) / 7;
    assertThat(seen).hasSize(emitters * kept).doesNotHaveDuplicates();
  }

  @Test
  void knowsWhichEventsWereDecided() throws Exception {
    BoundTrigger trigger = new BoundTrigger(deployment, "cross", Trigger.event("jump"));
    List<FiredTrigger> firings = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      long id = inbox.emit("jump", "it's \"up\"\0");
      inbox.emit("other", "");
      firings.add(trigger.firing(AS_OF, "event:" + id, null));
    }
    try (PostgresJournal journal = JournalFixture.open(database, folder)) {
      decide(journal, firings.getFirst());
      decide(journal, firings.getLast());
      PostgresHistory history = new PostgresHistory(database);
      assertThat(history.eventsDoneTo(deployment, "cross", "none")).isZero();
      assertThat(history.eventsDoneTo(deployment, "cross", "jump")).isEqualTo(2);
      assertThat(history.lastMarks(deployment)).isEmpty();
      assertThat(firings)
          .extracting(firing -> history.decided(deployment, firing.id()))
          .containsExactly(true, false, true);
      decide(journal, firings.get(1));
      assertThat(history.eventsDoneTo(deployment, "cross", "jump")).isEqualTo(5);
      assertThat(history.eventsDoneTo(deployment, "cross", "jump")).isEqualTo(5);
      TestDatabase.server().stop();
      assertThat(history.decided(deployment, firings.getFirst().id())).isTrue();
      assertThat(history.decided(deployment, "0".repeat(32))).isFalse();
    } finally {
      TestDatabase.server().start();
    }
  }

  @Test
  void hearsPlainNoticesAndIsToldOfConnections() {
    try (NotificationListener listener = NotificationListener.open(database, "test")) {
      PostgresNotifications notifications = new PostgresNotifications(listener);
      List<String> heard = new CopyOnWriteArrayList<>();
      AtomicInteger connections = new AtomicInteger();
      notifications.onConnected(connections::incrementAndGet);
      var place = notifications.listen("Jump-1", heard::add);
      eventually(() -> connections.get() == 1, SOON);
      eventually(
          () -> {
            notify("Jump-1", "up");
            return !heard.isEmpty();
          },
          SOON);
      assertThat(heard).containsOnly("up");
      place.close();
    }
  }

  @Test
  void refusesMalformedEvents() {
    assertThatThrownBy(() -> inbox.emit("a b", "")).isInstanceOf(ProblemException.class);
    assertThatThrownBy(() -> inbox.emit("a", "x".repeat(8_000)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("7999");
  }

  @Test
  void keepsLatchesInTheDeployment() {
    PostgresLatches latches = new PostgresLatches(database);
    assertThat(latches.load(deployment)).isEqualTo(Latches.NONE);
    assertThatThrownBy(() -> latches.save(deployment, Latches.NONE))
        .hasMessageContaining(deployment);
    insertDeployment();
    Latches some = Latches.NONE.withHalted("daily loss").withPaused("cost_guard: 2 of 1", true);
    latches.save(deployment, some);
    assertThat(latches.load(deployment)).isEqualTo(some);
    latches.save(deployment, Latches.NONE.withFlatten("panic"));
    assertThat(latches.load(deployment)).isEqualTo(Latches.NONE.withFlatten("panic"));
    Latches quarantined =
        Latches.NONE.withQuarantine(
            new Quarantine("hangs: decide", Instant.parse("2026-03-01T10:11:12.345678Z")));
    latches.save(deployment, quarantined);
    assertThat(latches.load(deployment)).isEqualTo(quarantined);
  }

  private void decide(PostgresJournal journal, FiredTrigger firing) throws InterruptedException {
    settle(
        journal,
        journal.append(deployment, List.of(decision(deployment, firing, Verdict.NOOP, "no"))));
  }

  private void notify(String channel, String payload) {
    database
        .jdbi()
        .useHandle(
            handle -> handle.select("select pg_notify(?, ?)", channel, payload).mapToMap().list());
  }

  private void insertDeployment() {
    database
        .jdbi()
        .useHandle(handle -> {
          String user = "00000000-0000-0000-0000-000000000001";
          handle.execute(
              "insert into skills (id, user_id, name, slug) values (?::uuid, ?::uuid, 's', 's')",
              user,
              user);
          handle.execute(
              "insert into skill_versions values (?::uuid, 1, '{\"risk\": {}}', now())", user);
          handle.execute(
              "insert into deployments (id, user_id, skill_id, skill_version, strategy, vault,"
                  + " broker_kind) values (?::uuid, ?::uuid, ?::uuid, 1, 'cross', 'paper-1',"
                  + " 'paper')",
              deployment,
              user,
              user);
        });
  }
}
