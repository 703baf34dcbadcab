package dev.orrery.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.testing.Await;
import dev.orrery.testing.SettableClock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WallTimelineTest extends TimelineContract {
  private SettableClock clock = new SettableClock(START);

  private WallTimeline wall() {
    return (WallTimeline) timeline;
  }

  @Override
  Timeline open() {
    clock = new SettableClock(START);
    return new WallTimeline(clock);
  }

  @Override
  void advanceTo(long millis) {
    clock.set(millis);
    CountDownLatch woken = new CountDownLatch(1);
    timeline.at(millis, woken::countDown);
    try {
      assertThat(woken.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  void end() {
    wall().close();
  }

  @Test
  void standsStillWhenTheClockIsSetBack() {
    assertThat(timeline.nowMillis()).isEqualTo(START);
    clock.set(START - 500);
    assertThat(timeline.nowMillis()).isEqualTo(START);
    clock.set(START + 1);
    assertThat(timeline.nowMillis()).isEqualTo(START + 1);
  }

  @Test
  void noticesAClockSetForwardByItself() {
    timeline.at(START + 3_600_000, note("an hour later"));
    clock.set(START + 3_600_000);
    ranInOrder("an hour later");
  }

  @Test
  void forgetsTasksAndTakesNoMoreWhenClosed() {
    timeline.at(START + 10, note("waits"));
    wall().close();
    timeline.at(START, note("after the close"));
    clock.set(START + 10);
    assertThat(ran).isEmpty();
  }

  @Test
  void runsOnTheSystemClock() {
    try (WallTimeline system = new WallTimeline()) {
      long due = system.nowMillis() + 20;
      long[] ranAt = new long[1];
      CountDownLatch done = new CountDownLatch(1);
      system.at(
          due,
          () -> {
            ranAt[0] = system.nowMillis();
            done.countDown();
          });
      Await.until(() -> done.getCount() == 0);
      assertThat(ranAt[0]).isGreaterThanOrEqualTo(due);
    }
  }
}
