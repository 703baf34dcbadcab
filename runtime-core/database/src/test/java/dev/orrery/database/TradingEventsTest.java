package dev.orrery.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What wakes the runtime from outside: events and commands. */
final class TradingEventsTest {
  private final Database database = TestDatabase.fresh();

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void keepsAnEventAndNotifiesOneChannelWithItsId() {
    Heard heard = new Heard();
    try (NotificationListener notifications = NotificationListener.open(database, "events")) {
      notifications.listen("orrery_events", heard);
      await(() -> heard.connected);
      long id = emit("price-jump", "{\"symbol\": \"BTC\"}");
      await(() -> heard.payloads.size() == 1);
      assertThat(heard.payloads).containsExactly(Long.toString(id));
      List<String> events =
          database
              .jdbi()
              .withHandle(handle ->
                  handle
                      .createQuery("select topic || payload from trading_events")
                      .mapTo(String.class)
                      .list());
      assertThat(events).containsExactly("price-jump{\"symbol\": \"BTC\"}");
    }
  }

  @Test
  void boundsThePayload() {
    assertThat(emit("topic", "x".repeat(7_999))).isPositive();
    CoreSchemaTest.assertViolates("22001", "7999", () -> emit("topic", "x".repeat(8_000)));
    CoreSchemaTest.assertViolates("22001", "7999", () -> emit("topic", "é".repeat(4_000)));
  }

  @Test
  void showsIdsInTheirOrderWhoeverCommitsFirst() throws Exception {
    try (Connection slow = database.connect("slow");
        Connection quick = database.connect("quick")) {
      slow.setAutoCommit(false);
      long first = emit(slow);
      FutureTask<Long> second = new FutureTask<>(() -> emit(quick));
      Thread.ofVirtual().start(second);
      await(() -> waiting("quick") == 1);
      slow.commit();
      assertThat(second.get()).isGreaterThan(first);
    }
  }

  @Test
  void wakesTheRunnerOfACommand() {
    CoreSchemaTest.Sample sample = new CoreSchemaTest.Sample(database);
    UUID deployment = sample.deployment(sample.skill("one"), "paper", "running");
    Heard heard = new Heard();
    try (NotificationListener notifications = NotificationListener.open(database, "commands")) {
      notifications.listen("agent_commands_" + deployment, heard);
      await(() -> heard.connected);
      UUID command =
          database
              .jdbi()
              .withHandle(handle ->
                  handle
                      .select(
                          "insert into agent_commands (deployment_id, kind) values (?, 'pause')"
                              + " returning id",
                          deployment)
                      .mapTo(UUID.class)
                      .one());
      await(() -> heard.payloads.size() == 1);
      assertThat(heard.payloads).containsExactly(command.toString());
    }
  }

  private long emit(String topic, String payload) {
    return database
        .jdbi()
        .withHandle(handle ->
            handle.select("select orrery_emit(?, ?)", topic, payload).mapTo(Long.class).one());
  }

  private static long emit(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select orrery_emit('topic', '')")) {
      row.next();
      return row.getLong(1);
    }
  }

  private long waiting(String application) {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .select(
                    "select count(*) from pg_stat_activity where application_name = ?"
                        + " and datname = current_database() and wait_event = 'advisory'",
                    application)
                .mapTo(Long.class)
                .one());
  }

  private static void await(java.util.function.BooleanSupplier condition) {
    assertThat(Deadline.in(Duration.ofSeconds(60)).await(condition)).isTrue();
  }

  private static final class Heard implements NotificationListener.Subscriber {
    private final List<String> payloads = new CopyOnWriteArrayList<>();
    private volatile boolean connected;

    @Override
    public void onConnected() {
      connected = true;
    }

    @Override
    public void onNotify(String channel, String payload) {
      payloads.add(payload);
    }
  }
}
