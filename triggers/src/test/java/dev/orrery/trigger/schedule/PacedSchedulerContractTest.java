package dev.orrery.trigger.schedule;

import dev.orrery.kernel.PacedTimeline;
import dev.orrery.kernel.Timeline;
import java.time.Duration;
import java.util.function.BooleanSupplier;

class PacedSchedulerContractTest extends SchedulerContract {
  @Override
  Timeline newTimeline() {
    return new PacedTimeline(1_385_337_600_037L, 100);
  }

  @Override
  Scheduler newScheduler(Timeline on) {
    return new TimelineScheduler(on, Duration.ofMillis(TOLERANCE));
  }

  @Override
  void passUntil(BooleanSupplier reached) {
    PacedTimeline paced = (PacedTimeline) timeline;
    for (int i = 0; i < 10_000 && !reached.getAsBoolean(); i++) {
      paced.step(paced.nowMillis() + 7, () -> {});
    }
  }
}
