package dev.orrery.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class NotificationListenerTest {
  private static final String CHANNEL = "agent_commands_3F2504e0-4f89-11d3-9a0c-0305e82c3301";

  private final Database database = TestDatabase.fresh();
  private final NotificationListener notifications = NotificationListener.open(database, "test");

  @AfterEach
  void close() {
    notifications.close();
    database.close();
  }

  @Test
  void hearsAChannelWithHyphensAndCapitals() {
    Heard heard = new Heard();
    notifications.listen(CHANNEL, heard);
    await(() -> heard.connections.get() == 1);
    send(CHANNEL, "one");
    send(CHANNEL.toLowerCase(java.util.Locale.ROOT), "another channel");
    send(CHANNEL, "two");
    await(() -> heard.payloads.size() == 2);
    assertThat(heard.payloads).containsExactly("one", "two");
    assertThat(notifications.connected()).isTrue();
  }

  @Test
  void comesBackAndSaysSoWhenItsBackendIsTerminated() {
    AtomicInteger connections = new AtomicInteger();
    notifications.onConnected(connections::incrementAndGet);
    Heard heard = new Heard();
    notifications.listen(CHANNEL, heard);
    for (int round = 1; round <= 3; round++) {
      int connection = round;
      await(() -> heard.connections.get() == connection);
      send(CHANNEL, "round " + round);
      await(() -> heard.payloads.size() == connection);
      terminateListener();
    }
    await(() -> heard.connections.get() == 4);
    assertThat(connections.get()).isBetween(3, 4);
    assertThat(heard.payloads).containsExactly("round 1", "round 2", "round 3");
  }

  @Test
  void servesSeveralListenersAndForgetsThoseThatLeft() {
    Heard first = new Heard();
    Heard second = new Heard();
    NotificationListener.Subscription subscription = notifications.listen("topic", first);
    notifications.listen("topic", new Failing());
    notifications.listen("topic", second);
    await(() -> first.connections.get() == 1 && second.connections.get() == 1);
    send("topic", "both");
    await(() -> first.payloads.size() == 1 && second.payloads.size() == 1);
    subscription.close();
    send("topic", "one of them");
    await(() -> second.payloads.size() == 2);
    assertThat(first.payloads).containsExactly("both");
  }

  @Test
  void refusesAChannelTheServerWouldCutOff() {
    assertThatThrownBy(() -> notifications.listen("x".repeat(64), new Heard()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void callsNobodyOnceClosed() {
    Heard heard = new Heard();
    notifications.listen("topic", heard);
    await(() -> heard.connections.get() == 1);
    notifications.close();
    send("topic", "late");
    assertThat(notifications.connected()).isFalse();
    assertThat(heard.payloads).isEmpty();
  }

  private void send(String channel, String payload) {
    database.jdbi().useHandle(handle -> handle.execute("select pg_notify(?, ?)", channel, payload));
  }

  private void terminateListener() {
    database
        .jdbi()
        .useHandle(handle ->
            handle.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                    + " where datname = current_database()"
                    + " and application_name = 'orrery listener test'"));
  }

  private static void await(java.util.function.BooleanSupplier condition) {
    assertThat(Deadline.in(Duration.ofSeconds(60)).await(condition)).isTrue();
  }

  private static final class Heard implements NotificationListener.Subscriber {
    private final AtomicInteger connections = new AtomicInteger();
    private final List<String> payloads = new CopyOnWriteArrayList<>();

    @Override
    public void onConnected() {
      connections.incrementAndGet();
    }

    @Override
    public void onNotify(String channel, String payload) {
      payloads.add(payload);
    }
  }

  private static final class Failing implements NotificationListener.Subscriber {
    @Override
    public void onConnected() {
      throw new IllegalStateException("a subscriber that fails");
    }

    @Override
    public void onNotify(String channel, String payload) {
      throw new IllegalStateException("a subscriber that fails");
    }
  }
}
