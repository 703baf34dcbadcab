package dev.orrery.broker.hyperliquid.order;

import dev.orrery.broker.hyperliquid.connection.VenueAccess;
import dev.orrery.executor.order.Waypoint;
import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.OrderRef;
import dev.orrery.hyperliquid.client.ExchangeResult;
import dev.orrery.hyperliquid.client.InfoResult;
import dev.orrery.hyperliquid.client.RestClient;
import dev.orrery.hyperliquid.signing.ActionSigner;
import dev.orrery.hyperliquid.signing.Nonces;
import dev.orrery.hyperliquid.wire.action.ExchangeAnswer;
import dev.orrery.hyperliquid.wire.action.ExchangeRequest;
import dev.orrery.hyperliquid.wire.action.L1Action;
import dev.orrery.hyperliquid.wire.info.AccountRequest;
import dev.orrery.hyperliquid.wire.info.OrderRecord;
import dev.orrery.hyperliquid.wire.info.OrderStatusAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The line over requests, with the signatures of an agent. Thread-safe. */
public final class SignedLine implements Line, AutoCloseable {
  private final RestClient rest;
  private final RestClient quick;
  private final ActionSigner signer;
  private final Nonces nonces;
  private final Address account;
  private final @Nullable Address vault;
  private final ExecutorService requests =
      Executors.newThreadPerTaskExecutor(
          Thread.ofVirtual().name("orrery-hyperliquid-request-", 0).factory());

  /**
   * A line.
   *
   * @param account whose orders these are
   * @param vault the same, where the signer's master is not the account itself; else null
   */
  public SignedLine(
      VenueAccess venue,
      ActionSigner signer,
      Nonces nonces,
      Address account,
      @Nullable Address vault) {
    this.rest = venue.rest();
    this.quick = venue.quick();
    this.signer = signer;
    this.nonces = nonces;
    this.account = account;
    this.vault = vault;
  }

  @Override
  public Address account() {
    return account;
  }

  @Override
  public ExchangeRequest sign(L1Action action, Instant expires) {
    Waypoint.SIGNING.reached();
    ExchangeRequest request = signer.sign(action, nonces.next(), vault, expires.toEpochMilli());
    Waypoint.SIGNED.reached();
    return request;
  }

  @Override
  public Sent send(ExchangeRequest request, int entries, long leftNanos) {
    if (leftNanos <= 0) {
      return new Sent.NotSent("no time was left for it");
    }
    ExchangeResult result = rest.send(request, account, Duration.ofNanos(leftNanos));
    Waypoint.ANSWERED.reached();
    return sent(result, entries);
  }

  private static Sent sent(ExchangeResult result, int entries) {
    return switch (result) {
      case ExchangeResult.Accepted(ExchangeAnswer.Statuses it) ->
          new Sent.Answered(it.forEach(entries));
      case ExchangeResult.Accepted(ExchangeAnswer.Done _) -> new Sent.Answered(List.of());
      case ExchangeResult.Accepted(ExchangeAnswer it) -> new Sent.Unknown("answered " + it);
      case ExchangeResult.Refused(var refusal) -> new Sent.Refused(refusal);
      case ExchangeResult.NotSent(var trouble, var detail, _) ->
          new Sent.NotSent(trouble + ": " + detail);
      case ExchangeResult.Unresolved(var trouble, var detail) ->
          new Sent.Unknown(trouble + ": " + detail);
    };
  }

  @Override
  public Known ask(OrderRef order, long leftNanos) {
    return known(
        quick.askOnce(new AccountRequest.OrderStatus(account, order), Duration.ofNanos(leftNanos)));
  }

  private static Known known(InfoResult<OrderStatusAnswer> answer) {
    return switch (answer) {
      case InfoResult.Answered<OrderStatusAnswer>(var it) -> {
        OrderRecord order = it.order();
        yield order == null ? new Known.Nothing() : new Known.Order(order);
      }
      case InfoResult.Failed<OrderStatusAnswer>(var trouble, var detail, _) ->
          new Known.NoAnswer(trouble + ": " + detail);
    };
  }

  @Override
  public <T> Optional<T> within(long leftNanos, Callable<T> call) {
    Future<T> answer = requests.submit(call);
    try {
      return Optional.of(answer.get(leftNanos, TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return Optional.empty(); // It goes on: cancelling could not call it back.
    } catch (ExecutionException e) {
      throw new IllegalStateException("a request failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** Requests that have no time limit of their own are given up. */
  @Override
  public void close() {
    requests.shutdownNow();
  }
}
