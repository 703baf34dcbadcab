package dev.orrery.runner.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ServerWatchTest {
  private long second = 1_000;
  private boolean died = true;
  private boolean starts;
  private final List<Long> started = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private final ServerWatch watch =
      new ServerWatch(
          () -> died,
          this::start,
          () -> TimeUnit.SECONDS.toNanos(second),
          (level, event, message) -> told.add(level + " " + event));

  @Test
  void startsItAtOnceThenAfterTwiceAsLongEachTimeAtMostAMinute() {
    lookFor(260);
    assertThat(started)
        .containsExactly(
            1_000L, 1_001L, 1_003L, 1_007L, 1_015L, 1_031L, 1_063L, 1_123L, 1_183L, 1_243L);
    assertThat(told).containsExactly("error database_died");
    assertThat(watch.trouble())
        .contains("its server has died, start 10 failed, the next is in 60 s: no space");
  }

  @Test
  void tellsThatItIsBack() {
    lookFor(2);
    starts = true;
    lookFor(10);
    assertThat(started).containsExactly(1_000L, 1_001L, 1_003L);
    assertThat(told).containsExactly("error database_died", "warn database_restarted");
    assertThat(watch.trouble()).isEmpty();
  }

  @Test
  void isPatientWithOneThatDiesAgainAndForgetsThatAfterAMinute() {
    starts = true;
    lookFor(1);
    died = true;
    lookFor(1);
    assertThat(started).containsExactly(1_000L, 1_001L);
    died = true;
    lookFor(1);
    assertThat(started).as("too soon").hasSize(2);
    lookFor(90);
    assertThat(started).hasSize(3);
    died = true;
    lookFor(1);
    assertThat(started).as("at once again").hasSize(4);
  }

  @Test
  void leavesOneAloneThatRuns() {
    died = false;
    lookFor(100);
    assertThat(started).isEmpty();
    assertThat(told).isEmpty();
    assertThat(watch.trouble()).isEmpty();
  }

  private void lookFor(int seconds) {
    for (int i = 0; i < seconds; i++) {
      watch.look();
      second++;
    }
  }

  private void start() {
    started.add(second);
    if (!starts) {
      throw new ProblemException(Problem.unreachable("database", "no space", ""));
    }
    died = false;
  }
}
