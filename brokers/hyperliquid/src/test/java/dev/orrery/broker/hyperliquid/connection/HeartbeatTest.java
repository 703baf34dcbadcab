package dev.orrery.broker.hyperliquid.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
  private static final long SECOND = 1_000_000_000L;

  private final Heartbeat heartbeat =
      new Heartbeat(Duration.ofSeconds(15), Duration.ofSeconds(25), -5 * SECOND);

  @Test
  void pingsWhenItsTimeHasComeAndNotTwice() {
    assertThat(heartbeat.pingDue(9 * SECOND)).isFalse();
    assertThat(heartbeat.pingDue(10 * SECOND)).isTrue();
    assertThat(heartbeat.pingDue(11 * SECOND)).isFalse();
    assertThat(heartbeat.pingDue(25 * SECOND)).isTrue();
  }

  @Test
  void isDeadAfterSilenceOfAnyKind() {
    assertThat(heartbeat.dead(19 * SECOND)).isFalse();
    assertThat(heartbeat.dead(20 * SECOND)).isTrue();

    heartbeat.heard(19 * SECOND);

    assertThat(heartbeat.dead(43 * SECOND)).isFalse();
    assertThat(heartbeat.dead(44 * SECOND)).isTrue();
  }

  @Test
  void saysWhenToLookAgain() {
    assertThat(heartbeat.next()).isEqualTo(10 * SECOND);

    assertThat(heartbeat.pingDue(10 * SECOND)).isTrue();

    assertThat(heartbeat.next()).isEqualTo(20 * SECOND);
  }
}
