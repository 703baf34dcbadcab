package dev.orrery.trigger.schedule;

import dev.orrery.kernel.SimulatedTimeline;
import dev.orrery.kernel.Timeline;
import java.time.Duration;
import java.util.function.BooleanSupplier;

class TimelineSchedulerContractTest extends SchedulerContract {
  @Override
  Timeline newTimeline() {
    return new SimulatedTimeline(1_385_337_600_037L);
  }

  @Override
  Scheduler newScheduler(Timeline on) {
    return new TimelineScheduler(on, Duration.ofMillis(TOLERANCE));
  }

  @Override
  void passUntil(BooleanSupplier reached) {
    SimulatedTimeline simulated = (SimulatedTimeline) timeline;
    for (int i = 0; i < 1_000_000 && !reached.getAsBoolean(); i++) {
      simulated.advanceTo(simulated.nowMillis() + 7);
    }
  }
}
