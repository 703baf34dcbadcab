package dev.orrery.executor;

import dev.orrery.executor.broker.Broker;
import dev.orrery.executor.broker.BrokerException;
import dev.orrery.executor.broker.ReportRequest;
import dev.orrery.executor.broker.VenueReport;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One broker's {@code report}, with a time limit where its effects are outside: a broker that hangs
 * costs a comparison, not all that would follow. It is not asked again before it has come back, and
 * what it then says is too old to be looked at. One call at a time.
 */
final class Inquiry {
  private static final Logger LOG = LoggerFactory.getLogger(Inquiry.class);

  private final Broker broker;
  private final Executor requests;
  private final Duration limit;
  private volatile @Nullable CompletableFuture<VenueReport> hanging;

  /**
   * Of one broker.
   *
   * @param requests where a broker is called whose effects are outside: it may hang there
   * @param limit how long it may take, process time
   */
  Inquiry(Broker broker, Executor requests, Duration limit) {
    this.broker = broker;
    this.requests = requests;
    this.limit = limit;
  }

  /** Whether a report was given up and has not come since. */
  boolean hangs() {
    CompletableFuture<VenueReport> asked = hanging;
    return asked != null && !asked.isDone();
  }

  /**
   * Asks.
   *
   * @throws BrokerException when there is no report, for whatever reason
   */
  VenueReport ask(ReportRequest request) {
    if (broker.effects() == Broker.Effects.INSIDE) {
      return called(request);
    }
    if (hangs()) {
      throw unanswered("the broker has not answered what it was asked before");
    }
    CompletableFuture<VenueReport> answer;
    try {
      answer = CompletableFuture.supplyAsync(() -> called(request), requests);
    } catch (RuntimeException e) {
      throw new BrokerException(
          BrokerException.Kind.TRANSIENT, "the broker could not be called: " + e, e);
    }
    try {
      return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      hanging = answer;
      LOG.error("The broker did not report in time limit={}", limit);
      throw unanswered("the broker did not report within " + limit.toMillis() + " ms");
    } catch (ExecutionException e) {
      throw failure(Objects.requireNonNullElse(e.getCause(), e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unanswered("interrupted while waiting for the broker's report");
    }
  }

  private VenueReport called(ReportRequest request) {
    try {
      return broker.report(request);
    } catch (BrokerException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.error("The broker failed on a report", e);
      throw failure(e);
    }
  }

  private static BrokerException failure(Throwable cause) {
    return cause instanceof BrokerException it
        ? it
        : new BrokerException(
            BrokerException.Kind.PERMANENT, "the broker failed on a report: " + cause, cause);
  }

  private static BrokerException unanswered(String what) {
    return new BrokerException(BrokerException.Kind.TRANSIENT, what);
  }
}
