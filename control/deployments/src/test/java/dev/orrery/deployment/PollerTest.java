package dev.orrery.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.testing.Await;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class PollerTest {
  private final AtomicInteger times = new AtomicInteger();

  @Test
  void goesOnAfterAnErrorThatAPluginMayHaveCaused() {
    Runnable task =
        () -> {
          if (times.incrementAndGet() == 1) {
            throw new OutOfMemoryError("taken by somebody else");
          }
        };
    try (Poller poller = Poller.start("test-poller", Duration.ofMillis(5), task)) {
      Await.until(() -> times.get() >= 3);
      poller.wake();
    }
    int ended = times.get();
    assertThat(ended).isGreaterThanOrEqualTo(3);
  }
}
