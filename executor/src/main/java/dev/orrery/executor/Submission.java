package dev.orrery.executor;

import dev.orrery.executor.broker.Broker;
import dev.orrery.executor.broker.Instruction;
import dev.orrery.executor.broker.OrderBatch;
import dev.orrery.executor.order.ClientOrderId;
import dev.orrery.executor.order.OrderOutcome;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One broker's {@code submit}, with a time limit where its effects are outside: a broker that does
 * not answer costs its batch the answer, and holds nobody up. What is answered later is news, not
 * truth: the venue is asked again. Thread-safe.
 */
final class Submission {
  private static final Logger LOG = LoggerFactory.getLogger(Submission.class);

  private final Broker broker;
  private final Executor requests;
  private final Duration limit;
  private final AccountDesk desk;
  private final Consumer<Set<ClientOrderId>> unresolved;
  private final AtomicInteger unanswered = new AtomicInteger();

  /**
   * Of one broker.
   *
   * @param requests where a broker is called whose effects are outside
   * @param limit how long it may take, process time
   * @param desk whose alarm is told
   * @param unresolved told of orders to ask for
   */
  Submission(
      Broker broker,
      Executor requests,
      Duration limit,
      AccountDesk desk,
      Consumer<Set<ClientOrderId>> unresolved) {
    this.broker = broker;
    this.requests = requests;
    this.limit = limit;
    this.desk = desk;
    this.unresolved = unresolved;
  }

  /** Batches that were given up and are not answered yet. */
  int unanswered() {
    return unanswered.get();
  }

  /** One outcome for each instruction, whatever the broker does. */
  List<OrderOutcome> submit(OrderBatch batch) {
    return broker.effects() == Broker.Effects.OUTSIDE ? guarded(batch) : called(batch);
  }

  private List<OrderOutcome> guarded(OrderBatch batch) {
    CompletableFuture<List<OrderOutcome>> answer;
    try {
      answer = CompletableFuture.supplyAsync(() -> called(batch), requests);
    } catch (RuntimeException e) {
      LOG.error("The broker could not be called", e);
      return unresolved(batch, "not sent: " + e);
    }
    try {
      return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      giveUp(batch, answer);
      return unresolved(batch, "the broker did not answer within " + limit.toMillis() + " ms");
    } catch (ExecutionException e) {
      throw new IllegalStateException("a call that never throws", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return unresolved(batch, "interrupted while waiting for the broker");
    }
  }

  private void giveUp(OrderBatch batch, CompletableFuture<List<OrderOutcome>> answer) {
    List<ClientOrderId> ids = batch.instructions().stream().map(Instruction::id).toList();
    long given = System.nanoTime();
    unanswered.incrementAndGet();
    LOG.error("The broker did not answer in time, asking the venue orders={}", ids);
    desk.alarm().unanswered(ids, limit);
    answer.thenAccept(outcomes -> {
      unanswered.decrementAndGet();
      Duration after = limit.plusNanos(System.nanoTime() - given);
      LOG.warn("Answered late, asking the venue again after={} outcomes={}", after, outcomes);
      desk.alarm().answeredLate(outcomes, after);
      unresolved.accept(new HashSet<>(ids));
    });
  }

  private List<OrderOutcome> called(OrderBatch batch) {
    List<OrderOutcome> outcomes;
    try {
      outcomes = broker.submit(batch);
    } catch (RuntimeException e) {
      LOG.error("The broker failed on a batch: its orders are unresolved", e);
      return unresolved(batch, e.toString());
    }
    if (!fits(batch.instructions(), outcomes)) {
      LOG.error("The broker answered other instructions asked={} answers={}", batch, outcomes);
      return unresolved(batch, "the broker's answers do not fit the batch: " + outcomes);
    }
    return outcomes;
  }

  private static boolean fits(List<Instruction> asked, List<OrderOutcome> answers) {
    boolean fits = asked.size() == answers.size();
    for (int i = 0; fits && i < asked.size(); i++) {
      fits = asked.get(i).id().equals(answers.get(i).clientOrderId());
    }
    return fits;
  }

  private static List<OrderOutcome> unresolved(OrderBatch batch, String cause) {
    return batch.instructions().stream()
        .<OrderOutcome>map(it -> new OrderOutcome.Unresolved(it.id(), cause))
        .toList();
  }
}
