package dev.orrery.kernel;

class SimulatedTimelineTest extends SteppedTimelineContract {
  @Override
  Timeline open() {
    return new SimulatedTimeline(START);
  }

  @Override
  void end() {}
}
