package dev.orrery.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.api.Trigger;
import dev.orrery.api.Trigger.MissedFire;
import dev.orrery.api.market.Interval;
import dev.orrery.kernel.ProblemException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TriggerKeysTest {
  @Test
  void writesAndReadsEachKind() {
    Map<String, Trigger> keys =
        Map.of(
            "every:300s", Trigger.everySeconds(300),
            "every:300s+once", Trigger.every(Duration.ofMinutes(5), MissedFire.FIRE_ONCE),
            "cron:0 0/5 * * * ?@UTC", Trigger.cron("0 0/5 * * * ?"),
            "cron:0 0 9 ? * MON-FRI@Europe/London+once",
                new Trigger.Cron(
                    "0 0 9 ? * MON-FRI", ZoneId.of("Europe/London"), MissedFire.FIRE_ONCE),
            "cron:0 0 9 * * ?@+02:00", Trigger.cron("0 0 9 * * ?", ZoneOffset.ofHours(2)),
            "event:btc.jump:up", Trigger.event("btc.jump:up"),
            "bar:BTC/5m", Trigger.barClose("BTC", Interval.FIVE_MINUTES),
            "bar:BTC/USD/1d", Trigger.barClose("BTC/USD", Interval.DAY),
            "manual", Trigger.manual());
    keys.forEach((key, trigger) -> {
      assertThat(TriggerKeys.of(trigger)).isEqualTo(key);
      assertThat(TriggerKeys.parse(key)).isEqualTo(trigger);
    });
  }

  @Test
  void writesEqualSchedulesAlike() {
    assertThat(TriggerKeys.of(Trigger.every(Duration.ofMinutes(5)))).isEqualTo("every:300s");
    assertThat(TriggerKeys.of(Trigger.cron("0  0/5 * * *   ?")))
        .isEqualTo("cron:0 0/5 * * * ?@UTC");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hourly",
        "bar:BTC",
        "bar:/5m",
        "bar:BTC/5x",
        "event:",
        "every:5",
        "every:0s",
        "every:99d",
        "event:a b",
        "cron:0 0 9 * * ?",
        "cron:0 0 9 * * ?@Mars/Base",
        "week:1"
      })
  void refusesOtherTextsWithExamples(String text) {
    assertThatThrownBy(() -> TriggerKeys.parse(text))
        .isInstanceOf(ProblemException.class)
        .hasMessageContainingAll("trigger '" + text + "'", "every:300s");
  }
}
