package dev.orrery.trigger.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.api.Trigger;
import dev.orrery.api.Trigger.MissedFire;
import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchedulesTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static Schedule cron(String expression, ZoneId zone) {
    return Schedules.parse(new Trigger.Cron(expression, zone, MissedFire.SKIP));
  }

  private static Schedule utc(String expression) {
    return cron(expression, ZoneOffset.UTC);
  }

  private static Schedule every(Duration period) {
    return Schedules.of(new Trigger.Every(period, MissedFire.SKIP));
  }

  private static long at(String instant) {
    return Instant.parse(instant).toEpochMilli();
  }

  private static List<String> marks(Schedule schedule, ZoneId zone, String after, int count) {
    List<String> marks = new ArrayList<>();
    long mark = at(after);
    for (int i = 0; i < count; i++) {
      mark = schedule.next(mark);
      ZonedDateTime local = Instant.ofEpochMilli(mark).atZone(zone);
      marks.add(local.toLocalDateTime() + local.getOffset().toString());
    }
    return marks;
  }

  @ParameterizedTest
  @CsvSource({
    "PT5M, 2024-01-01T00:00:00Z, 2024-01-01T00:05:00Z",
    "PT5M, 2024-01-01T00:04:59.999Z, 2024-01-01T00:05:00Z",
    "PT5M, 2024-01-01T00:02:00Z, 2024-01-01T00:05:00Z",
    "PT1S, 2024-01-01T00:00:00.001Z, 2024-01-01T00:00:01Z",
    "PT1H, 1969-12-31T23:30:00Z, 1970-01-01T00:00:00Z",
    "P31D, 1970-01-01T00:00:00Z, 1970-02-01T00:00:00Z",
  })
  void alignsIntervalsToTheEpoch(Duration period, String after, String expected) {
    assertThat(every(period).next(at(after))).isEqualTo(at(expected));
  }

  @Test
  void intervalsOfEqualLengthAreOneSchedule() {
    assertThat(every(Duration.ofMinutes(5)))
        .isEqualTo(Schedules.of(new Trigger.Every(Duration.ofMinutes(5), MissedFire.FIRE_ONCE)));
    assertThat(utc("0  0/5 *  * * ?")).isEqualTo(utc("0 0/5 * * * ?"));
    assertThat(cron("0 0/5 * * * ?", BERLIN)).isNotEqualTo(utc("0 0/5 * * * ?"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"@every 300s", "@daily"})
  void saysWhereAnIntervalBelongs(String expression) {
    assertThatThrownBy(() -> utc(expression))
        .isInstanceOf(ProblemException.class)
        .hasMessageContainingAll("cron expression '" + expression + "'", "everySeconds: 300");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 61 * * * ?|field minute '61' at position 3",
        "0 0 25 * * ?|field hour '25' at position 5",
        "0 0 0 1 13 ?|field month '13' at position 9",
        "0 0 0 32 * ?|field day of month '32' at position 7",
        "0 0 0 ? * 8|field day of week '8' at position 11",
        "0 0 0 ? * MON#6|field day of week 'MON#6' at position 11",
        "x 0 0 * * ?|field second 'x' at position 1",
        "0 0/99 * * * ?|field minute '0/99' at position 3",
        "0 0 0 W * ?|field day of month 'W' at position 7",
        "0 0 12 * * ?foo|field day of week '?foo' at position 12",
        "0 0 0 * * *|must be ?",
        "0 0 0 ? * ?|must be ?",
        "*/5 * * * *|has 5 fields",
        "hourly|has 1 field",
        "0 0 0 30 2 ?|never fires",
        "0 0 0 1 1 ? 1960|never fires",
        "0 0 0 1 1 ? 2030 7|has 8 fields",
        "99 * * * * ?|98 or 99",
        "0 0 0 1,98 * ?|98 or 99",
      })
  void refusesBadCronNamingExpressionCauseAndExample(String expression, String cause) {
    assertThatThrownBy(() -> utc(expression))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.exit()).isEqualTo(ExitCode.CONFIGURATION))
        .hasMessageContainingAll("'" + expression + "'", cause, "0 0/5 * * * ?")
        .message()
        .doesNotContain("java.");
  }

  @Test
  void readsCronInItsZone() {
    assertThat(marks(cron("0 0 9 ? * MON-FRI", BERLIN), BERLIN, "2024-01-05T07:00:00Z", 2))
        .containsExactly("2024-01-05T09:00+01:00", "2024-01-08T09:00+01:00");
    assertThat(utc("0 0 0 1 1 ? 2013").next(0)).isEqualTo(at("2013-01-01T00:00:00Z"));
    assertThat(utc("0 0 0 1 1 ? 2013").next(at("2013-01-01T00:00:00Z"))).isEqualTo(Schedule.NEVER);
  }

  @Nested
  class WhereClocksAreChanged {
    @Test
    void aFiveMinuteScheduleNeverPauses() {
      for (String zone :
          List.of(
              "Europe/Berlin",
              "America/New_York",
              "Australia/Lord_Howe",
              "Africa/Casablanca",
              "Asia/Kathmandu",
              "America/Sao_Paulo")) {
        Schedule schedule = cron("0 0/5 * * * ?", ZoneId.of(zone));
        Instant from = Instant.parse("2010-01-01T00:00:00Z");
        for (int change = 0; change < 8; change++) {
          ZoneOffsetTransition next = ZoneId.of(zone).getRules().nextTransition(from);
          long middle = next == null ? from.toEpochMilli() : next.toEpochSecond() * 1_000;
          long end = middle + 86_400_000;
          for (long mark = middle - 86_400_000; mark < end; mark += 300_000) {
            assertThat(schedule.next(mark)).as(zone).isEqualTo(mark + 300_000);
          }
          from = Instant.ofEpochMilli(middle);
        }
      }
    }

    @Test
    void theHourThatComesTwiceHasItsMarksTwice() {
      assertThat(marks(cron("0 0/30 * * * ?", BERLIN), BERLIN, "2024-10-26T23:59:59Z", 5))
          .containsExactly(
              "2024-10-27T02:00+02:00",
              "2024-10-27T02:30+02:00",
              "2024-10-27T02:00+01:00",
              "2024-10-27T02:30+01:00",
              "2024-10-27T03:00+01:00");
    }

    @Test
    void aNamedHourFiresOnceADay() {
      assertThat(marks(cron("0 30 2 * * ?", BERLIN), BERLIN, "2024-10-26T12:00:00Z", 2))
          .containsExactly("2024-10-27T02:30+02:00", "2024-10-28T02:30+01:00");
      assertThat(marks(cron("0 30 2 * * ?", BERLIN), BERLIN, "2024-03-30T12:00:00Z", 2))
          .containsExactly("2024-03-31T03:30+02:00", "2024-04-01T02:30+02:00");
    }

    @Test
    void theHourLeftOutHasNoMarksOfItsOwn() {
      assertThat(marks(cron("0 0 0/2 * * ?", BERLIN), BERLIN, "2024-03-30T22:30:00Z", 3))
          .containsExactly(
              "2024-03-31T00:00+01:00", "2024-03-31T04:00+02:00", "2024-03-31T06:00+02:00");
    }

    @Test
    void movedAndRegularMarksOfOneDayComeInOrder() {
      assertThat(marks(cron("0 15,45 2,3 * * ?", BERLIN), BERLIN, "2024-03-30T23:30:00Z", 3))
          .containsExactly(
              "2024-03-31T03:15+02:00", "2024-03-31T03:45+02:00", "2024-04-01T02:15+02:00");
    }
  }

  @Test
  void lastAndCountAgreeWithEnumeration() {
    long seed = 20_260_101;
    Random random = new Random(seed);
    List<Schedule> schedules =
        List.of(
            every(Duration.ofSeconds(7)),
            every(Duration.ofHours(1)),
            utc("0/10 * * * * ?"),
            cron("0 0 0/3 * * ?", BERLIN),
            new Period(50),
            cron("0 30 2 * * ?", BERLIN));
    for (int i = 0; i < 300; i++) {
      Schedule schedule = schedules.get(random.nextInt(schedules.size()));
      long after = at("2024-03-30T00:00:00Z") + random.nextInt(86_400_000);
      long upTo = after + random.nextInt(-1_000, schedule instanceof Period ? 10_000 : 1_000_000);
      long count = 0;
      long last = after;
      for (long m = schedule.next(after); m <= upTo; m = schedule.next(m)) {
        count++;
        last = m;
      }
      String about = schedule + " seed " + seed + " round " + i;
      assertThat(schedule.count(after, upTo)).as(about).isEqualTo(count);
      assertThat(schedule.last(after, upTo)).as(about).isEqualTo(last);
    }
  }
}
