package dev.orrery.broker.hyperliquid.order;

import dev.orrery.executor.broker.Instruction;
import dev.orrery.executor.broker.OrderBatch;
import dev.orrery.executor.order.OrderOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Sends batches. What may go together goes in one signed action, but never two instructions that
 * open: whether the second may go is known when the first is answered. After a rejection or an
 * unknown outcome what opens stays behind; the rest goes. Thread-safe.
 */
public final class Batches {
  private final Placing placing;
  private final Changing changing;
  private final OrderSettings settings;
  private final LongSupplier nanoTime;

  /** Sends for one account. */
  public Batches(
      Placing placing, Changing changing, OrderSettings settings, LongSupplier nanoTime) {
    this.placing = placing;
    this.changing = changing;
    this.settings = settings;
    this.nanoTime = nanoTime;
  }

  /** Sends one; an outcome for each instruction, in their order. */
  public List<OrderOutcome> submit(OrderBatch batch) {
    Attempt attempt =
        new Attempt(
            batch.validUntil(), nanoTime.getAsLong() + settings.callTimeout().toNanos(), nanoTime);
    List<OrderOutcome> outcomes = new ArrayList<>();
    List<Instruction> left = batch.instructions();
    boolean stopped = false;
    while (outcomes.size() < left.size()) {
      Instruction next = left.get(outcomes.size());
      if (stopped && next.opens()) {
        outcomes.add(new OrderOutcome.Rejected(next.id(), OrderOutcome.NOT_SENT));
        continue;
      }
      List<Instruction> together = together(left.subList(outcomes.size(), left.size()));
      List<OrderOutcome> answered = send(together, outcomes, attempt);
      outcomes.addAll(answered);
      stopped |= answered.stream().anyMatch(Batches::stops);
    }
    return outcomes;
  }

  /** The first, and those after it of its kind that do not open. */
  private static List<Instruction> together(List<Instruction> left) {
    Instruction first = left.getFirst();
    int count = 1;
    while (count < left.size()
        && left.get(count).getClass() == first.getClass()
        && !left.get(count).opens()
        && (first instanceof Instruction.Place || first instanceof Instruction.Cancel)) {
      count++;
    }
    return left.subList(0, count);
  }

  private List<OrderOutcome> send(
      List<Instruction> together, List<OrderOutcome> before, Attempt attempt) {
    return switch (together.getFirst()) {
      case Instruction.Place _ ->
          placing.place(
              together.stream().map(it -> ((Instruction.Place) it).order().spec()).toList(),
              before,
              attempt);
      case Instruction.Cancel _ ->
          changing.cancel(together.stream().map(it -> (Instruction.Cancel) it).toList(), attempt);
      case Instruction.Amend it -> List.of(changing.amend(it.order().spec(), attempt));
      case Instruction.SetLeverage it -> List.of(changing.lever(it, attempt));
    };
  }

  private static boolean stops(OrderOutcome outcome) {
    return switch (outcome) {
      case OrderOutcome.Accepted _ -> false;
      case OrderOutcome.Rejected it -> !it.alreadyGone();
      case OrderOutcome.Unresolved _ -> true;
    };
  }

  /**
   * The time a batch has.
   *
   * @param expires what arrives later is refused by the venue
   * @param deadline of the process's clock, in nanoseconds
   */
  record Attempt(Instant expires, long deadline, LongSupplier nanoTime) {
    long leftNanos() {
      return deadline - nanoTime.getAsLong();
    }
  }
}
