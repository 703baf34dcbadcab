package dev.orrery.control.machine.fly;

import dev.orrery.control.machine.MachineException;
import dev.orrery.control.machine.MachineException.Kind;
import dev.orrery.kernel.IoFailure;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Calls of the API, within its rate limits. The token goes to no other host: redirects are not
 * followed. Cookies are kept, because one of them leads to the node that saw the last write.
 */
final class FlyCalls implements AutoCloseable {
  private static final int TRIES = 8;
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final FlySettings settings;
  private final RateLimit limit;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .cookieHandler(new CookieManager())
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  /** One call. */
  record Call(
      FlyAction action,
      String method,
      String path,
      @Nullable JsonNode body,
      @Nullable String nonce,
      Duration extra) {
    static Call of(FlyAction action, String method, String path) {
      return new Call(action, method, path, null, null, Duration.ZERO);
    }

    Call with(JsonNode content) {
      return new Call(action, method, path, content, nonce, extra);
    }

    Call leased(String held) {
      return new Call(action, method, path, body, held, extra);
    }

    /** May take so much longer. */
    Call longer(Duration more) {
      return new Call(action, method, path, body, nonce, more);
    }
  }

  FlyCalls(FlySettings settings) {
    this.settings = settings;
    this.limit = new RateLimit(settings.perSecond());
  }

  /** Once. What got lost is an answer, too. */
  FlyAnswer once(Call call) {
    pause(limit.take(call.action(), thing(call.path()), System.nanoTime()));
    BodyPublisher body =
        call.body() == null
            ? BodyPublishers.noBody()
            : BodyPublishers.ofString(FlyAnswer.MAPPER.writeValueAsString(call.body()));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(settings.base() + "/v1/apps/" + settings.app() + call.path()))
            .timeout(settings.timeout().plus(call.extra()))
            .header("Authorization", "Bearer " + settings.token().reveal())
            .header("Content-Type", "application/json")
            .header("User-Agent", "orrery")
            .method(call.method(), body);
    if (call.nonce() != null) {
      request.header("fly-machine-lease-nonce", call.nonce());
    }
    try {
      HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
      return FlyAnswer.of(
          answer.statusCode(),
          answer.body(),
          answer.headers().firstValue("fly-request-id").orElse(""),
          answer.headers().firstValue("Retry-After").map(FlyCalls::seconds).orElse(null));
    } catch (IOException e) {
      return FlyAnswer.lost("no answer, " + IoFailure.cause(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return FlyAnswer.lost("interrupted");
    }
  }

  /** Until an answer says something for certain. Only for what may be repeated. */
  FlyAnswer repeated(Call call) {
    FlyAnswer answer = once(call);
    for (int tried = 1; tried < TRIES && answer.uncertain() && alive(); tried++) {
      pause(answer, tried);
      answer = once(call);
    }
    return answer;
  }

  /** Waits before something is tried again: as long as Fly says, or longer each time. */
  void pause(FlyAnswer answer, int tried) {
    Duration asked =
        answer.retryAfter() != null
            ? answer.retryAfter()
            : settings.pause().multipliedBy(1L << Math.min(10, tried - 1));
    pause((asked.compareTo(LONGEST_PAUSE) < 0 ? asked : LONGEST_PAUSE).toNanos());
  }

  int tries() {
    return TRIES;
  }

  /** Whether anybody still waits for an answer. */
  boolean alive() {
    return !Thread.currentThread().isInterrupted();
  }

  /** The exception for an answer that is none of those expected. */
  MachineException failed(String what, FlyAnswer answer) {
    Kind kind =
        answer.noRoom()
            ? Kind.NO_ROOM
            : answer.uncertain() || answer.status() == 409 || answer.status() == 412
                ? Kind.TRANSIENT
                : Kind.PERMANENT;
    return new MachineException(kind, "fly: cannot " + what + ": " + answer.words(), null);
  }

  @Override
  public void close() {
    http.shutdownNow();
    http.close();
  }

  private static void pause(long nanos) {
    long end = System.nanoTime() + nanos;
    while (end - System.nanoTime() > 0 && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }

  private static @Nullable Duration seconds(String header) {
    try {
      return Duration.ofSeconds(Long.parseLong(header.strip()));
    } catch (NumberFormatException e) {
      // A date is allowed, too; our own pause will do.
      return null;
    }
  }

  /** The machine a path is about, or the app. */
  private static String thing(String path) {
    String[] parts = path.split("[/?]");
    return parts.length > 2 ? parts[2] : "";
  }
}
