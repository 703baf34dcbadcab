package dev.orrery.runner.http;

import dev.orrery.database.RefusedValue;
import dev.orrery.deployment.http.HttpProblem;
import dev.orrery.deployment.http.Json;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.Secret;
import dev.orrery.runner.status.HostHealth;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.MethodNotAllowedResponse;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
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
  private static final String V1 = "/api/v1";
  private static final int WORKERS = 32;
  private static final int FOR_HEALTH = 8;

  /** Connections that wait to be taken on: a crowd must not make a probe connect again. */
  private static final int WAITING = 2_048;

  private final Seats seats = new Seats(WORKERS - FOR_HEALTH);
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
          config.http.prefer405over404 = true;
          QueuedThreadPool threads = new QueuedThreadPool(WORKERS, 2);
          threads.setDaemon(true);
          threads.setName("orrery-http");
          config.jetty.threadPool = threads;
          config.jetty.modifyServer(made -> made.setErrorHandler(new DoorProblems()));
          config.jetty.addConnector((made, http) -> connector(made, http, port));
          config.routes.before(access::check);
          routes(config);
          problems(config);
        });
    try {
      server.start();
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

  private static Connector connector(Server server, HttpConfiguration http, int port) {
    ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setHost(LOOPBACK);
    connector.setPort(port);
    connector.setAcceptQueueSize(WAITING);
    return connector;
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
    api(config.routes);
  }

  private void api(RoutesConfig routes) {
    get(routes, "/strategies", request -> api().strategies());
    get(routes, "/strategies/{name}", request -> api().strategy(request.pathParam("name")));
    get(routes, "/decisions", request -> decisions(Query.of(request, Query.DECISIONS)));
    get(routes, "/decisions/{id}", request -> api().records().decision(request.pathParam("id")));
    get(routes, "/logs", request -> logs(Query.of(request, Query.LOGS)));
    get(routes, "/plugins", request -> api().plugins());
    get(routes, "/config", request -> api().config());
    get(routes, "/panic", request -> api().panic());
    get(routes, "/commands/{id}", request -> api().command(request.pathParam("id")));
    post(routes, "/commands", 202, body -> api().command(body));
    post(routes, "/trigger", 202, body -> api().trigger(body));
    post(routes, "/events", 202, body -> api().event(body));
    post(routes, "/panic", 200, body -> api().engage(body));
    routes.delete(V1 + "/panic", seats.of(request -> json(request, 200, api().clear())));
  }

  private interface Read {
    Object of(Context request);
  }

  private interface Change {
    Object by(Map<String, @Nullable Object> body) throws Exception;
  }

  private void get(RoutesConfig routes, String path, Read answer) {
    routes.get(V1 + path, seats.of(request -> json(request, 200, answer.of(request))));
  }

  private void post(RoutesConfig routes, String path, int status, Change answer) {
    routes.post(
        V1 + path,
        seats.of(request -> json(request, status, answer.by(Json.object(request.bodyAsBytes())))));
  }

  private Object decisions(Query query) {
    return api().records().decisions(query);
  }

  private Object logs(Query query) {
    return api().records().logs(query);
  }

  private void problems(JavalinConfig config) {
    config.routes.exception(HttpProblem.class, (problem, request) -> details(request, problem));
    config.routes.exception(
        ProblemException.class,
        (problem, request) -> details(request, HttpProblem.of(problem.problems())));
    config.routes.exception(
        JdbiException.class, (failure, request) -> details(request, of(failure)));
    config.routes.exception(
        MethodNotAllowedResponse.class,
        (refusal, request) -> details(request, of(request, refusal)));
    config.routes.exception(
        IOException.class,
        (failure, request) -> {
          LOG.debug("A client went away path={}", request.path(), failure);
          details(request, HttpProblem.badRequest("the body", "did not arrive"));
        });
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

  private static HttpProblem of(Context request, MethodNotAllowedResponse refusal) {
    String allowed = String.join(", ", refusal.getDetails().values());
    request.header("Allow", allowed);
    return new HttpProblem(
        405,
        Problem.refused(
            "path " + request.path(),
            "does not take " + request.req().getMethod(),
            "it takes " + allowed));
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
    return HttpProblem.TYPE.equals(request.res().getContentType());
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

  private static void json(Context request, int status, Object value) {
    request
        .status(status)
        .header("Cache-Control", "no-store")
        .contentType(JSON)
        .result(Json.write(value));
  }

  private static void details(Context request, HttpProblem problem) {
    if (problem.status() == 401) {
      request.header("WWW-Authenticate", "Bearer");
    }
    request
        .status(problem.status())
        .contentType(HttpProblem.TYPE)
        .result(Json.write(problem.details()))
        .skipRemainingHandlers();
  }
}
