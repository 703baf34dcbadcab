package dev.orrery.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RetentionTest {
  private static final UUID DEPLOYMENT = UUID.fromString("00000000-0000-0000-0000-00000000000d");
  private static final LocalDate DAY = LocalDate.parse("2031-03-10");

  private final Database database = TestDatabase.fresh();
  private final Retention retention = new Retention(database, new Retention.Settings(3, 2, 3, 2));

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void makesTheDaysToComeOnceAndMovesWhatCameBefore() {
    decide("early", DAY.atTime(23, 59).toInstant(ZoneOffset.UTC));
    assertThat(table("early")).isEqualTo("decision_snapshots_default");
    assertThat(maintain(DAY).made()).isEqualTo(6);
    assertThat(maintain(DAY).made()).isZero();
    assertThat(table("early")).isEqualTo("decision_snapshots_20310310");
    decide("midnight", DAY.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC));
    assertThat(table("midnight")).isEqualTo("decision_snapshots_20310311");
    log(DAY.atTime(12, 0).toInstant(ZoneOffset.UTC));
    assertThat(maintain(DAY.plusDays(1)).made()).isEqualTo(2);
  }

  @Test
  void dropsOldDaysAndForgetsAFiringOnlyWithItsDecision() {
    maintain(DAY);
    decide("old", DAY.atTime(23, 59, 59).toInstant(ZoneOffset.UTC));
    decide("kept", DAY.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC));
    decide("stray", DAY.minusDays(9).atStartOfDay().toInstant(ZoneOffset.UTC));
    assertThat(maintain(DAY.plusDays(3)).dropped()).isEqualTo(1);
    assertThat(strings("select id from decision_snapshots order by id"))
        .containsExactly("kept", "old");
    assertThat(strings("select id from firings order by id")).containsExactly("kept", "old");
    Retention.Round round = maintain(DAY.plusDays(4));
    assertThat(round.firings()).isEqualTo(1);
    assertThat(strings("select id from decision_snapshots")).containsExactly("kept");
    assertThat(strings("select id from firings")).containsExactly("kept");
  }

  @Test
  void takesLogLinesOfADayOfItsOwnWithTheirNumbers() {
    maintain(DAY);
    for (int line = 0; line < 3; line++) {
      log(DAY.atTime(line, 0).toInstant(ZoneOffset.UTC));
    }
    assertThat(strings("select id from agent_logs order by ts")).containsExactly("1", "2", "3");
  }

  @Test
  void tellsWhichJarsKeptDecisionsName() {
    decide("one", DAY.atTime(1, 0).toInstant(ZoneOffset.UTC));
    decide("two", DAY.atTime(2, 0).toInstant(ZoneOffset.UTC));
    database
        .jdbi()
        .useHandle(handle -> handle.execute("update decision_snapshots set jar_digest = id"));
    assertThat(retention.jarsOfDecisions(Set.of("two", "three"))).containsExactly("two");
    assertThat(retention.jarsOfDecisions(Set.of())).isEmpty();
  }

  @Test
  void refusesToDropThePresent() {
    assertThatThrownBy(() -> new Retention.Settings(1, 30, 7, 7))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Retention.Round maintain(LocalDate day) {
    return retention.maintain(day.atTime(12, 0).toInstant(ZoneOffset.UTC));
  }

  private void decide(String id, Instant at) {
    database
        .jdbi()
        .useHandle(handle -> {
          handle.execute(
              "insert into decision_snapshots (id, deployment_id, seq, strategy, vault,"
                  + " firing_id, trigger, scheduled_at, tick_at, as_of) values"
                  + " (?, ?, 1, 's', 'v', ?, 't', ?, ?, ?)",
              id,
              DEPLOYMENT,
              id,
              at,
              at,
              at);
          handle.execute(
              "insert into firings (id, deployment_id, strategy, trigger, scheduled_at,"
                  + " tick_at) values (?, ?, 's', 't', ?, ?)",
              id,
              DEPLOYMENT,
              at,
              at);
        });
  }

  private void log(Instant at) {
    database
        .jdbi()
        .useHandle(handle ->
            handle.execute(
                "insert into agent_logs (deployment_id, ts, level, event)"
                    + " values (?, ?, 'info', 'tick')",
                DEPLOYMENT,
                at));
  }

  private String table(String id) {
    return strings("select tableoid::regclass from decision_snapshots where id = '" + id + "'")
        .getFirst();
  }

  private List<String> strings(String sql) {
    return database.jdbi().withHandle(handle -> handle.createQuery(sql).mapTo(String.class).list());
  }
}
