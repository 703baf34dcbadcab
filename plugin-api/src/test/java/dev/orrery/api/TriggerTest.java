package dev.orrery.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.orrery.api.Trigger.MissedFire;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class TriggerTest {
  @Test
  void writesPeriodsInSeconds() {
    assertThat(Trigger.every(Duration.ofMinutes(5))).isEqualTo(Trigger.everySeconds(300));
  }

  @Test
  void anIntervalIsNoCronExpression() {
    assertThat(Trigger.every(Duration.ofMinutes(5), MissedFire.FIRE_ONCE))
        .isEqualTo(new Trigger.Every(Duration.ofMinutes(5), MissedFire.FIRE_ONCE))
        .isNotEqualTo(Trigger.everySeconds(300));
  }

  @Test
  void refusesPeriodsThatAreNotWholeSeconds() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Trigger.every(Duration.ofMillis(1_500)))
        .withMessageContaining("whole seconds");
    assertThatIllegalArgumentException().isThrownBy(() -> Trigger.everySeconds(0));
    assertThatIllegalArgumentException().isThrownBy(() -> Trigger.every(Duration.ofSeconds(-5)));
    assertThatIllegalArgumentException().isThrownBy(() -> Trigger.every(Duration.ofDays(32)));
  }
}
