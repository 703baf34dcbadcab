package dev.orrery.trigger.schedule;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what it hears, also into a common list under its name. */
final class Recorder implements MarkListener {
  record Heard(String who, long mark) {}

  final List<Long> marks = new CopyOnWriteArrayList<>();
  volatile long givenUp;
  volatile long lastGivenUp = -1;

  private final String name;
  private final List<Heard> common;

  Recorder() {
    this("", new CopyOnWriteArrayList<>());
  }

  Recorder(String name, List<Heard> common) {
    this.name = name;
    this.common = common;
  }

  @Override
  public void mark(long scheduledMillis, long firedNanos) {
    marks.add(scheduledMillis);
    common.add(new Heard(name, scheduledMillis));
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes, the one that wakes
  @Override
  public void missed(long count, long lastMillis) {
    lastGivenUp = lastMillis;
    givenUp += count;
  }
}
