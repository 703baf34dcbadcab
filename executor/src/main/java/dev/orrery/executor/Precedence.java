package dev.orrery.executor;

import dev.orrery.executor.account.TrackedOrder;
import dev.orrery.executor.broker.Instruction;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.OrderState;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Which batch of an account goes first. Batches may be on their way at the same time, but one that
 * cancels or changes an order, or binds an exit to it, waits until the batch that places the order
 * has been answered: it would be told that there is no such order, and the order would come after
 * it. Thread-safe.
 */
final class Precedence {
  private static final long LOOK_MILLIS = 20;

  private final AccountDesk desk;
  private final InstantSource processClock;
  private final long longestNanos;
  private final Object answered = new Object();

  /**
   * On one account.
   *
   * @param settings an order that is not sent within their order timeout is never sent
   */
  Precedence(AccountDesk desk, InstantSource processClock, ExecutorSettings settings) {
    this.desk = desk;
    this.processClock = processClock;
    this.longestNanos = settings.orderTimeout().plus(settings.answerTimeout()).toNanos();
  }

  /** Waits for the batches whose orders these instructions are about. */
  void await(List<Instruction> instructions) throws InterruptedException {
    Set<ClientOrderId> about = about(instructions);
    if (about.isEmpty()) {
      return;
    }
    long deadline = System.nanoTime() + longestNanos;
    synchronized (answered) {
      while (about.stream().anyMatch(this::isUnderWay)) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
          return;
        }
        answered.wait(Math.min(left, LOOK_MILLIS));
      }
    }
  }

  /** A batch was answered, or will not be sent. */
  void passed() {
    synchronized (answered) {
      answered.notifyAll();
    }
  }

  private static Set<ClientOrderId> about(List<Instruction> instructions) {
    Set<ClientOrderId> about = new HashSet<>();
    Set<ClientOrderId> own = new HashSet<>();
    for (Instruction instruction : instructions) {
      switch (instruction) {
        case Instruction.Cancel it -> about.add(it.id());
        case Instruction.Amend it -> about.add(it.id());
        case Instruction.Place it -> {
          own.add(it.id());
          it.order().spec().entry().ifPresent(about::add);
        }
        case Instruction.SetLeverage _ -> {}
      }
    }
    about.removeAll(own);
    return about;
  }

  /** Committed, not answered, and not too late to be sent. */
  private boolean isUnderWay(ClientOrderId id) {
    TrackedOrder order = desk.order(id);
    return order != null
        && order.state() == OrderState.INTENDED
        && processClock.instant().isBefore(order.validUntil());
  }
}
