package dev.orrery.config.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.config.ConfigLoader;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WatchConfigTest {
  private static final Duration HALF_A_SECOND = Duration.ofMillis(500);
  private static final Duration TENTH = Duration.ofMillis(100);

  @Test
  void looksTwiceASecondForWhatIsQuietForHalfOfOne() {
    assertThat(read("").watching()).isEqualTo(new WatchConfig(HALF_A_SECOND, HALF_A_SECOND));
  }

  @Test
  void isShorterForWhoeverDevelopsButNeverLonger() {
    assertThat(read("runtime: { dev: true }").watching()).isEqualTo(new WatchConfig(TENTH, TENTH));
    assertThat(read("{ runtime: { dev: true }, watch: { every: 0s, quiet: 20ms } }").watching())
        .isEqualTo(new WatchConfig(Duration.ZERO, Duration.ofMillis(20)));
  }

  private static RunConfig read(String yaml) {
    return ConfigLoader.of(RunConfig.class).text("test.yaml", yaml).read().require().value();
  }
}
