package dev.orrery.broker.hyperliquid.order;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Runs what is due when it is told to, in the order of its time. */
final class Steps implements Alarm {
  private record Due(long at, long number, Runnable task) {}

  private final List<Due> all = new ArrayList<>();
  long nanos = 1;
  private long numbers;

  @Override
  public boolean after(long delay, Runnable task) {
    all.add(new Due(nanos + delay, numbers++, task));
    return true;
  }

  /** Does the next, if its time has come. */
  boolean step() {
    Optional<Due> next =
        all.stream()
            .filter(due -> due.at <= nanos)
            .min(Comparator.comparingLong(Due::at).thenComparingLong(Due::number));
    next.ifPresent(due -> {
      all.remove(due);
      due.task.run();
    });
    return next.isPresent();
  }

  @Override
  public void close() {}
}
