package dev.orrery.runtime;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Who waits for what becomes of firings by hand. The latest are remembered, so that whoever asks
 * again with a request id hears the same. Thread-safe.
 */
final class FiredByHand implements AutoCloseable {
  private static final int REMEMBERED = 1_000;

  private final Executor worker;
  private final Map<String, CompletableFuture<RuntimeFact.Decided>> decisions =
      new LinkedHashMap<>();
  private boolean closed;

  /**
   * Nobody waits yet.
   *
   * @param worker tells those who wait: what they do then is no part of a tick
   */
  FiredByHand(Executor worker) {
    this.worker = worker;
  }

  /** What becomes of a decision, now or later. */
  synchronized CompletableFuture<RuntimeFact.Decided> of(String decision) {
    CompletableFuture<RuntimeFact.Decided> waiting = waiting(decision);
    if (closed) {
      waiting.completeExceptionally(gone());
    }
    return waiting.copy();
  }

  /** One was decided. */
  void decided(RuntimeFact.Decided fact) {
    CompletableFuture<RuntimeFact.Decided> waiting;
    synchronized (this) {
      waiting = waiting(fact.decision().id());
    }
    waiting.completeAsync(() -> fact, worker);
  }

  @Override
  public void close() {
    List<CompletableFuture<RuntimeFact.Decided>> left;
    synchronized (this) {
      closed = true;
      left = List.copyOf(decisions.values());
      decisions.clear();
    }
    left.forEach(waiting -> waiting.completeExceptionally(gone()));
  }

  private CompletableFuture<RuntimeFact.Decided> waiting(String decision) {
    if (decisions.size() >= REMEMBERED) {
      decisions.values().removeIf(CompletableFuture::isDone);
    }
    return decisions.computeIfAbsent(decision, _ -> new CompletableFuture<>());
  }

  private static IllegalStateException gone() {
    return new IllegalStateException("the runtime was closed before it decided");
  }
}
