package dev.orrery.hyperliquid.client;

import dev.orrery.hyperliquid.Address;
import dev.orrery.hyperliquid.wire.MalformedMessageException;
import dev.orrery.hyperliquid.wire.Refusal;
import dev.orrery.hyperliquid.wire.RefusalReason;
import dev.orrery.hyperliquid.wire.WireJson;
import dev.orrery.hyperliquid.wire.action.ExchangeAnswer;
import dev.orrery.hyperliquid.wire.action.ExchangeRequest;
import dev.orrery.hyperliquid.wire.info.InfoRequest;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.Set;

/**
 * The venue's REST API. Thread-safe; a call blocks its thread until there is a result, at most for
 * the time limit of {@link RestSettings}, and throws nothing that a network or a venue can cause.
 *
 * <p>Questions are asked again when that may help. Actions are sent once, whatever happens: what
 * has no answer is {@link ExchangeResult.Unresolved}, and only asking the venue makes more of it.
 */
public final class RestClient implements AutoCloseable {
  private static final int OK = 200;
  private static final int UNPROCESSABLE = 422;
  private static final int TOO_MANY = 429;
  private static final int SERVER_ERROR = 500;

  /** Statuses that say that a request was not even looked at; any other may hide that it was. */
  private static final Set<Integer> REFUSED =
      Set.of(400, 401, 403, 404, 405, 411, 413, 414, 415, UNPROCESSABLE, TOO_MANY, 431);

  private final RestSettings settings;
  private final RequestBudget budget;
  private final JsonPost http;
  private final Retry retry;

  /**
   * A client.
   *
   * @param budget shared by everything that calls the venue from this address of the internet
   */
  public RestClient(RestSettings settings, RequestBudget budget) {
    this.settings = settings;
    this.budget = budget;
    this.http = new JsonPost(settings.connectTimeout(), settings.answerTimeout());
    this.retry =
        Retry.of(
            "info",
            RetryConfig.<InfoResult<?>>custom()
                .maxAttempts(settings.attempts())
                .intervalFunction(
                    IntervalFunction.ofExponentialRandomBackoff(settings.pause(), 2.0, 0.5))
                .retryOnResult(
                    it -> it instanceof InfoResult.Failed<?> failed && failed.trouble().passes())
                .build());
  }

  /** Asks a question. */
  public <A> InfoResult<A> ask(InfoRequest<A> request) {
    return retry.executeSupplier(() -> askOnce(request, settings.answerTimeout()));
  }

  /**
   * Asks a question once.
   *
   * @param within the most it may take, where that is less than the settings allow
   */
  public <A> InfoResult<A> askOnce(InfoRequest<A> request, Duration within) {
    if (budget.question(request.weight()) instanceof RequestBudget.Wait wait) {
      return new InfoResult.Failed<>(Trouble.NO_BUDGET, wait.toString(), wait.atLeast());
    }
    return switch (http.post(settings.at("/info"), request.json(), within)) {
      case HttpOutcome.Broken(var trouble, var detail) ->
          new InfoResult.Failed<>(trouble, detail, Duration.ZERO);
      case HttpOutcome.Response response when response.status() == OK -> answer(request, response);
      case HttpOutcome.Response response -> refused(response);
    };
  }

  private <A> InfoResult<A> answer(InfoRequest<A> request, HttpOutcome.Response response) {
    try {
      A answer = WireJson.read(response.body(), request.answer());
      budget.rows(request.extraWeight(answer));
      return new InfoResult.Answered<>(answer);
    } catch (MalformedMessageException e) {
      return new InfoResult.Failed<>(
          Trouble.BROKEN_ANSWER, e.getMessage() + " in " + response.shown(), Duration.ZERO);
    }
  }

  private <A> InfoResult<A> refused(HttpOutcome.Response response) {
    if (response.status() == TOO_MANY) {
      return new InfoResult.Failed<>(Trouble.RATE_LIMITED, response.shown(), budget.limited());
    }
    return new InfoResult.Failed<>(
        response.status() >= SERVER_ERROR ? Trouble.SERVER_ERROR : Trouble.HTTP_STATUS,
        response.shown(),
        Duration.ZERO);
  }

  /**
   * Sends an action, once.
   *
   * @param account whose limit it counts against: the account, sub-account or vault it is for
   */
  public ExchangeResult send(ExchangeRequest request, Address account) {
    return send(request, account, settings.answerTimeout());
  }

  /**
   * Sends an action, once. An answer that is given up may still come of it, until it expires.
   *
   * @param account whose limit it counts against: the account, sub-account or vault it is for
   * @param within the most it may take, where that is less than the settings allow
   */
  public ExchangeResult send(ExchangeRequest request, Address account, Duration within) {
    int count = request.action().count();
    if (budget.action(account, count, Purpose.of(request.action()))
        instanceof RequestBudget.Wait wait) {
      return new ExchangeResult.NotSent(Trouble.NO_BUDGET, wait.toString(), wait.atLeast());
    }
    ExchangeResult result =
        switch (http.post(settings.at("/exchange"), request.json(), within)) {
          case HttpOutcome.Broken(var trouble, var detail) ->
              trouble == Trouble.NOT_CONNECTED
                  ? new ExchangeResult.NotSent(trouble, detail, Duration.ZERO)
                  : new ExchangeResult.Unresolved(trouble, detail);
          case HttpOutcome.Response response when response.status() == OK -> answered(response);
          case HttpOutcome.Response response -> failed(response);
        };
    if (result instanceof ExchangeResult.Refused(var refusal)
        && refusal.reason() == RefusalReason.EXPIRED) {
      budget.expired(account, count);
    }
    return result;
  }

  private static ExchangeResult answered(HttpOutcome.Response response) {
    try {
      return switch (ExchangeAnswer.read(response.body())) {
        case ExchangeAnswer.Refused refused -> new ExchangeResult.Refused(refused.refusal());
        case ExchangeAnswer answer -> new ExchangeResult.Accepted(answer);
      };
    } catch (MalformedMessageException e) {
      return new ExchangeResult.Unresolved(
          Trouble.BROKEN_ANSWER, e.getMessage() + " in " + response.shown());
    }
  }

  private ExchangeResult failed(HttpOutcome.Response response) {
    int status = response.status();
    if (!REFUSED.contains(status)) {
      return new ExchangeResult.Unresolved(
          status >= SERVER_ERROR ? Trouble.SERVER_ERROR : Trouble.HTTP_STATUS, response.shown());
    }
    if (status == TOO_MANY) {
      budget.limited();
    }
    return new ExchangeResult.Refused(
        switch (status) {
          case UNPROCESSABLE -> new Refusal(RefusalReason.MALFORMED_REQUEST, response.text());
          case TOO_MANY -> new Refusal(RefusalReason.IP_LIMIT, response.shown());
          default -> new Refusal(RefusalReason.HTTP_STATUS, response.shown());
        });
  }

  @Override
  public void close() {
    http.close();
  }
}
