package dev.orrery.hyperliquid.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * Posts JSON, once, and tells what came of it. Thread-safe.
 *
 * <p>Once is meant: HTTP/1.1, so that a request is one message on one connection; no redirects; and
 * the JDK's client repeats a POST only when it could not connect. The time limit is our own,
 * because the client's ends with the headers, and a server may hang in the middle of its answer.
 */
final class JsonPost implements AutoCloseable {
  /** All fills of a long range are some megabytes; more is nothing the venue sends. */
  private static final long LARGEST = 64L << 20;

  private static final BodyHandler<byte[]> BYTES =
      BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST);

  private final HttpClient http;
  private final Duration answerTimeout;

  JsonPost(Duration connectTimeout, Duration answerTimeout) {
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(connectTimeout)
            .build();
    this.answerTimeout = answerTimeout;
  }

  /**
   * Posts.
   *
   * @param within the most it may take, where that is less than usual
   */
  HttpOutcome post(URI uri, byte[] json, Duration within) {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(json))
            .build();
    long millis = Math.max(1, Math.min(within.toMillis(), answerTimeout.toMillis()));
    CompletableFuture<HttpOutcome> outcome = new CompletableFuture<>();
    CompletableFuture<HttpResponse<HttpOutcome>> exchange =
        http.sendAsync(request, head -> whole(head, outcome));
    CompletableFuture<?> ended =
        exchange.whenComplete((_, trouble) -> {
          if (trouble != null) {
            outcome.completeExceptionally(trouble);
          }
        });
    try {
      return outcome.get(millis, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      return broken(e.getCause());
    } catch (TimeoutException e) {
      giveUp(exchange, ended);
      return new HttpOutcome.Broken(Trouble.TIMEOUT, "no answer within " + millis + " ms");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      giveUp(exchange, ended);
      return new HttpOutcome.Broken(Trouble.INTERRUPTED, "interrupted while waiting");
    }
  }

  /**
   * Tells of the response on the thread that read the last of it. What the client itself returns is
   * completed on yet another thread, and a caller that waits for that wakes later.
   */
  private static BodySubscriber<HttpOutcome> whole(
      HttpResponse.ResponseInfo head, CompletableFuture<HttpOutcome> outcome) {
    return BodySubscribers.mapping(
        BYTES.apply(head),
        body -> {
          HttpOutcome response = new HttpOutcome.Response(head.statusCode(), body);
          outcome.complete(response);
          return response;
        });
  }

  /** Gives up the connection of an answer nobody waits for any more. */
  private static void giveUp(CompletableFuture<?> exchange, CompletableFuture<?> ended) {
    exchange.cancel(true);
    ended.cancel(true);
  }

  /** What is not known to have stopped before the first byte may have been sent. */
  private static HttpOutcome broken(@Nullable Throwable cause) {
    return switch (cause) {
      case null -> new HttpOutcome.Broken(Trouble.CONNECTION_LOST, "without a cause");
      case HttpConnectTimeoutException e -> notConnected(e);
      case ConnectException e -> notConnected(e);
      case SSLHandshakeException e -> notConnected(e);
      default -> new HttpOutcome.Broken(Trouble.CONNECTION_LOST, cause.toString());
    };
  }

  private static HttpOutcome notConnected(IOException cause) {
    return new HttpOutcome.Broken(Trouble.NOT_CONNECTED, cause.toString());
  }

  @Override
  public void close() {
    http.shutdownNow();
    http.close();
  }
}
