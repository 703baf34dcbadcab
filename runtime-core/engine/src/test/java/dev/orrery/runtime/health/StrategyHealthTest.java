package dev.orrery.runtime.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StrategyHealthTest {
  private final StrategyHealth health = new StrategyHealth();

  @Test
  void skipsTwiceAsManyWithEachFailureUpToItsMost() {
    assertThat(skips(7)).containsExactly(3, 6, 12, 24, 48, 64, 64);
    health.succeeded();
    assertThat(skips(1)).containsExactly(3);
  }

  @Test
  void skipsNoMoreThanItIsTold() {
    health.judge(5, () -> 0);
    assertThat(skips(3)).containsExactly(3, 5, 5);
    health.judge(0, () -> 0);
    assertThat(skips(2)).containsExactly(0, 0);
    assertThat(health.standing().healthy()).as("asked, but not well").isFalse();
  }

  @Test
  void saysWhatSinceWhenAndHowManyAreLeft() {
    health.judge(64, () -> 1_000);
    assertThat(health.standing()).hasToString("healthy");
    health.failed("boom");
    health.judge(64, () -> 2_000);
    assertThat(health.standing())
        .hasToString("1 failure at 1970-01-01T00:00:01Z, skips 3 more ticks: boom");
    health.failed("bang");
    assertThat(health.admit()).isFalse();
    assertThat(health.standing())
        .hasToString("2 failures since 1970-01-01T00:00:01Z, skips 5 more ticks: bang");
  }

  private List<Integer> skips(int failures) {
    List<Integer> skips = new ArrayList<>();
    for (int i = 0; i < failures; i++) {
      health.failed("boom");
      int skipped = 0;
      while (!health.admit()) {
        skipped++;
      }
      skips.add(skipped);
    }
    return skips;
  }
}
