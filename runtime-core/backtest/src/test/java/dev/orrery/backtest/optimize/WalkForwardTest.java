package dev.orrery.backtest.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.kernel.ProblemException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WalkForwardTest {
  private static Instant day(int day) {
    return Instant.parse("2024-03-01T00:00:00Z").plus(Duration.ofDays(day));
  }

  @Test
  void rollsOverTheRangeAndLeavesOutWhatDoesNotFit() {
    assertThat(WalkForward.of("3d/1d/2d").windows(day(0), day(9).minusMillis(1)))
        .containsExactly(
            new WalkForward.Window(day(0), day(3), day(4)),
            new WalkForward.Window(day(2), day(5), day(6)),
            new WalkForward.Window(day(4), day(7), day(8)));
    assertThat(WalkForward.of("1w/48h/2880m"))
        .isEqualTo(new WalkForward(Duration.ofDays(7), Duration.ofDays(2), Duration.ofDays(2)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"3d", "3d/1d", "3d/1d/1d/1d", "3d/1d/12h", "0d/1d/1d", "3/1/1", "3y/1d/1d"})
  void refusesWhatIsNoWalk(String text) {
    assertThatThrownBy(() -> WalkForward.of(text))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("90d/30d/30d");
  }

  @Test
  void refusesARangeThatIsTooShort() {
    assertThatThrownBy(() -> WalkForward.of("3d/1d/1d").windows(day(0), day(3)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("does not fit once into 2024-03-01T00:00:00Z");
  }
}
