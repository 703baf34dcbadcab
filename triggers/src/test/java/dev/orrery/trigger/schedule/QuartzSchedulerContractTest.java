package dev.orrery.trigger.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.kernel.Timeline;
import dev.orrery.kernel.WallTimeline;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

class QuartzSchedulerContractTest extends SchedulerContract {
  @Override
  Timeline newTimeline() {
    return new WallTimeline();
  }

  @Override
  Scheduler newScheduler(Timeline on) {
    return new QuartzScheduler(on, Duration.ofMillis(TOLERANCE));
  }

  @Override
  void passUntil(BooleanSupplier reached) {
    awaitTrue(reached);
  }

  static void awaitTrue(BooleanSupplier reached) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!reached.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited long enough").isLessThan(deadline);
      LockSupport.parkNanos(500_000);
    }
  }
}
