package dev.orrery.kernel;

/** A recorded market as fast as possible: time stands still while anything runs. */
public final class SimulatedTimeline extends SteppedTimeline {
  /** Starts at an instant in epoch milliseconds. */
  public SimulatedTimeline(long startMillis) {
    super(startMillis);
  }

  @Override
  public Kind kind() {
    return Kind.SIMULATED;
  }

  /** Moves to an instant without events, running the alarms on the way: for tests. */
  public void advanceTo(long epochMillis) {
    step(epochMillis, () -> {});
  }

  @Override
  void added() {}

  @Override
  Wait await(long epochMillis) {
    return Wait.REACHED;
  }
}
