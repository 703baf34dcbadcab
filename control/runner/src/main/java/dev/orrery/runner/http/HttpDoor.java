package dev.orrery.runner.http;

import dev.orrery.database.RefusedValue;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.Secret;
import dev.orrery.runner.status.HostHealth;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.util.JavalinBindException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host's one port, on loopback. Open from the beginning of the boot, so that health can be
 * asked all along; the API answers once {@link #serve} was called. Thread-safe.
 */
public final class HttpDoor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpDoor.class);
  private static final String LOOPBACK = "127.0.0.1";
  private static final String JSON = "application/json";
  private static final long MAX_BODY = 64 * 1024;

  private final HostHealth health;
  private final Supplier<String> metrics;
  private final AtomicReference<@Nullable Api> api = new AtomicReference<>();
  private final Javalin server;

  private HttpDoor(int port, Secret token, HostHealth health, Supplier<String> metrics) {
    this.health = health;
    this.metrics = metrics;
    Access access = new Access(token);
    this.server =
        Javalin.create(config -> {
          config.startup.showJavalinBanner = false;
          config.startup.showOldJavalinVersionWarning = false;
          config.startup.startupWatcherEnabled = false;
          config.http.maxRequestSize = MAX_BODY;
          QueuedThreadPool threads = new QueuedThreadPool(32, 2);
          threads.setDaemon(true);
          threads.setName("orrery-http");
          config.jetty.threadPool = threads;
          config.routes.before(access::check);
          routes(config);
          problems(config);
        });
    try {
      server.start(LOOPBACK, port);
    } catch (JavalinBindException e) {
      server.stop();
      throw new ProblemException(notOurs(port, e), e);
    }
  }

  /**
   * Opens the port.
   *
   * @param port 0 for a free one
   * @param token what requests that change something must show
   * @param metrics the text of {@code /metrics}
   * @throws ProblemException REFUSED when the port is taken
   */
  public static HttpDoor open(int port, Secret token, HostHealth health, Supplier<String> metrics) {
    return new HttpDoor(port, token, health, metrics);
  }

  private static Problem notOurs(int port, JavalinBindException failure) {
    String cause = "";
    for (Throwable each = failure; each != null; each = each.getCause()) {
      cause = String.valueOf(each.getMessage());
    }
    return cause.contains("Permission denied")
        ? Problem.refused(
            "port " + port,
            "may not be opened by this user: those below 1024 are the system's",
            "choose one from 1024 with --port, or 0 for a free one")
        : Problem.refused(
            "port " + port,
            "is taken by " + PortHolder.of(port).orElse("another program"),
            "end that one, or choose another with --port, 0 for a free one");
  }

  /** Answers the API from now on. */
  public void serve(Api answers) {
    api.set(answers);
  }

  /** Where it listens. */
  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.stop();
  }

  private void routes(JavalinConfig config) {
    config.routes.get("/health", this::health);
    config.routes.get("/health/live", request -> probe(request, health.answer().alive()));
    config.routes.get("/health/ready", request -> probe(request, health.answer().ready()));
    config.routes.get(
        "/metrics",
        request -> request.contentType("text/plain; version=0.0.4").result(metrics.get()));
    config.routes.get("/", request -> request.html(StatusPage.text()));
    String v1 = "/api/v1";
    config.routes.get(v1 + "/strategies", request -> json(request, 200, api().strategies()));
    config.routes.get(
        v1 + "/strategies/{name}",
        request -> json(request, 200, api().strategy(request.pathParam("name"))));
    config.routes.get(
        v1 + "/decisions",
        request -> json(request, 200, api().records().decisions(Query.of(request))));
    config.routes.get(
        v1 + "/decisions/{id}",
        request -> json(request, 200, api().records().decision(request.pathParam("id"))));
    config.routes.get(
        v1 + "/logs", request -> json(request, 200, api().records().logs(Query.of(request))));
    config.routes.get(v1 + "/plugins", request -> json(request, 200, api().plugins()));
    config.routes.get(v1 + "/config", request -> json(request, 200, api().config()));
    config.routes.get(v1 + "/panic", request -> json(request, 200, api().panic()));
    config.routes.post(
        v1 + "/commands", request -> json(request, 202, api().command(body(request))));
    config.routes.get(
        v1 + "/commands/{id}",
        request -> json(request, 200, api().command(request.pathParam("id"))));
    config.routes.post(
        v1 + "/trigger", request -> json(request, 202, api().trigger(body(request))));
    config.routes.post(v1 + "/events", request -> json(request, 202, api().event(body(request))));
    config.routes.post(v1 + "/panic", request -> json(request, 200, api().engage(body(request))));
    config.routes.delete(v1 + "/panic", request -> json(request, 200, api().clear()));
  }

  private void problems(JavalinConfig config) {
    config.routes.exception(HttpProblem.class, (problem, request) -> details(request, problem));
    config.routes.exception(
        ProblemException.class,
        (problem, request) -> details(request, HttpProblem.of(problem.problems())));
    config.routes.exception(
        JdbiException.class, (failure, request) -> details(request, of(failure)));
    config.routes.exception(
        Exception.class,
        (failure, request) -> {
          LOG.error("A request failed path={}", request.path(), failure);
          details(
              request,
              new HttpProblem(
                  500, Problem.refused("request", "failed: " + failure, "see the log")));
        });
    config.routes.error(
        404,
        request -> {
          if (request.resultInputStream() == null || !isProblem(request)) {
            details(request, HttpProblem.notFound("path " + request.path(), "see docs"));
          }
        });
  }

  /** The database is there and says that a value cannot be one: asking again would not help. */
  private static HttpProblem of(JdbiException failure) {
    if (RefusedValue.is(failure)) {
      return HttpProblem.badRequest(
          "request", "holds what the database cannot take: " + firstLine(failure));
    }
    return new HttpProblem(
        503,
        Problem.unreachable(
            "database", "does not answer: " + firstLine(failure), "ask again later"));
  }

  private static String firstLine(JdbiException failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }

  private static boolean isProblem(Context request) {
    return "application/problem+json".equals(request.res().getContentType());
  }

  private Api api() {
    Api ready = api.get();
    if (ready == null) {
      throw new HttpProblem(
          503, Problem.unreachable("host", "is booting", "ask again in a moment"));
    }
    return ready;
  }

  private void health(Context request) {
    HostHealth.Answer now = health.answer();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("alive", now.alive());
    fields.put("ready", now.ready());
    fields.put("safeToTrade", now.safeToTrade());
    fields.put("degraded", now.degraded());
    fields.put("phase", now.phase());
    fields.put("reasons", now.reasons());
    json(request, now.alive() && now.ready() ? 200 : 503, fields);
  }

  private static void probe(Context request, boolean good) {
    json(request, good ? 200 : 503, Map.of("ok", good));
  }

  private static Map<String, @Nullable Object> body(Context request) {
    return Json.object(request.bodyAsBytes());
  }

  private static void json(Context request, int status, Object value) {
    request
        .status(status)
        .header("Cache-Control", "no-store")
        .contentType(JSON)
        .result(Json.write(value));
  }

  private static void details(Context request, HttpProblem problem) {
    List<Problem> all = problem.problems();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("type", "about:blank");
    fields.put("title", title(problem.status()));
    fields.put("status", problem.status());
    fields.put("detail", all.getFirst().line());
    fields.put("problems", all.stream().map(Json::problem).toList());
    if (problem.status() == 401) {
      request.header("WWW-Authenticate", "Bearer");
    }
    request
        .status(problem.status())
        .contentType("application/problem+json")
        .result(Json.write(fields))
        .skipRemainingHandlers();
  }

  private static String title(int status) {
    return switch (status) {
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 409 -> "Refused";
      case 503 -> "Not Available";
      default -> "Failed";
    };
  }
}
