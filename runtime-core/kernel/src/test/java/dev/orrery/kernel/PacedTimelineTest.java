package dev.orrery.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.testing.Await;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PacedTimelineTest extends SteppedTimelineContract {
  private static final double FAST = 1_000;
  private static final long FAR = 3_600_000;

  private PacedTimeline paced() {
    return (PacedTimeline) timeline;
  }

  @Override
  Timeline open() {
    return new PacedTimeline(START, FAST);
  }

  @Override
  void end() {
    paced().stop();
  }

  @Test
  void takesAsLongAsItsSpeedSays() {
    PacedTimeline slow = new PacedTimeline(START, 10);
    long begun = System.nanoTime();
    slow.step(START + 500, note("alarm-free step"));
    slow.step(START + 1_000, note("next"));
    assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun))
        .isGreaterThanOrEqualTo(99L);
  }

  @Test
  void startsItsPaceAnewWhenItIsLate() {
    PacedTimeline slow = new PacedTimeline(START, 10);
    slow.step(START + 10, () -> Await.until(new Elapsed(250)));
    long begun = System.nanoTime();
    slow.step(START + 20, () -> {});
    slow.step(START + 1_020, () -> {});
    assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun))
        .isGreaterThanOrEqualTo(99L);
  }

  @Test
  void runsInjectedTasksWhileItWaits() throws Exception {
    Thread driver = driveTo(START + FAR * 1_000);
    CountDownLatch now = new CountDownLatch(1);
    timeline.at(timeline.nowMillis(), now::countDown);
    assertThat(now.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(timeline.nowMillis()).isLessThan(START + FAR * 1_000);
    paced().stop();
    driver.join();
  }

  @Test
  void runsATaskInjectedForLaterAtItsTimeAndNotAfterTheEventsBehindIt() throws Exception {
    Thread driver = driveTo(START + FAR * 1_000);
    CountDownLatch later = new CountDownLatch(1);
    timeline.at(
        START + 100,
        () -> {
          assertThat(timeline.nowMillis()).isEqualTo(START + 100);
          later.countDown();
        });
    assertThat(later.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(ran).doesNotContain("event");
    paced().stop();
    driver.join();
  }

  @Test
  void cancelsATaskItAlreadyWaitsFor() throws Exception {
    Timeline.Alarm alarm = timeline.at(START + FAR, note("cancelled"));
    Thread driver = driveTo(START + 2 * FAR * 1_000);
    Await.until(() -> driver.getState() == Thread.State.TIMED_WAITING);
    alarm.cancel();
    timeline.at(START + 1, note("injected"));
    Await.until(() -> ran.contains("injected"));
    paced().stop();
    driver.join();
    assertThat(ran).containsExactly("injected");
  }

  @Test
  void staysWhereItIsWhenStopped() throws Exception {
    timeline.at(START + FAR, note("alarm"));
    Thread driver = driveTo(START + 2 * FAR * 1_000);
    Await.until(() -> driver.getState() == Thread.State.TIMED_WAITING);
    paced().stop();
    driver.join();
    assertThat(ran).isEmpty();
    assertThat(timeline.nowMillis()).isEqualTo(START);
  }

  @Test
  void staysWhereItIsWhenInterrupted() throws Exception {
    Thread driver = driveTo(START + FAR * 1_000);
    Await.until(() -> driver.getState() == Thread.State.TIMED_WAITING);
    driver.interrupt();
    driver.join();
    assertThat(ran).isEmpty();
  }

  @Test
  void runsWhatIsDueWhileItIdles() {
    timeline.at(START, note("due"));
    timeline.at(START + 1, note("ahead"));
    paced().idle(1);
    assertThat(ran).containsExactly("due");
  }

  @Test
  void refusesSpeedsThatLeadNowhere() {
    for (double speed : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> new PacedTimeline(START, speed))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private Thread driveTo(long millis) {
    return Thread.ofPlatform().start(() -> stepped().step(millis, note("event")));
  }

  /** True once so many milliseconds have passed since it was made. */
  private static final class Elapsed implements java.util.function.BooleanSupplier {
    private final long end;

    Elapsed(long millis) {
      end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    @Override
    public boolean getAsBoolean() {
      return System.nanoTime() - end >= 0;
    }
  }
}
