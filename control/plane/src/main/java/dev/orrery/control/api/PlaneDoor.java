package dev.orrery.control.api;

import dev.orrery.control.command.Caller;
import dev.orrery.control.job.FleetMetricsTable;
import dev.orrery.control.job.Job;
import dev.orrery.database.RefusedValue;
import dev.orrery.database.UserWall;
import dev.orrery.database.Walls;
import dev.orrery.deployment.http.Fields;
import dev.orrery.deployment.http.HttpProblem;
import dev.orrery.deployment.http.Json;
import dev.orrery.kernel.OneLine;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.Sha256;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinBindException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control plane's port. Every route of the API needs a token, also those that only read; the
 * routes of jobs need the secret of the clock outside. Thread-safe.
 */
public final class PlaneDoor implements AutoCloseable {
  static final String V1 = "/api/v1";
  static final String IDEMPOTENCY_KEY = "Idempotency-Key";

  private static final Logger LOG = LoggerFactory.getLogger(PlaneDoor.class);
  private static final String BEARER = "Bearer ";
  private static final String CALLER = "caller";
  private static final String JSON = "application/json";
  private static final long MOST_WITH_A_JAR = 18L * 1024 * 1024;
  private static final int MOST_OTHERWISE = 64 * 1024;
  private static final int MOST_TOLD = 200;
  private static final int LONGEST_KEY = 200;
  private static final int WORKERS = 32;

  private final LogWaits waits = new LogWaits();
  private final PlaneServices services;
  private final IdempotencyTable keys;
  private final List<Route> routes;
  private final byte[] document;
  private final boolean walled;
  private final Javalin server;

  private PlaneDoor(String host, int port, PlaneServices services) {
    this.services = services;
    this.keys = new IdempotencyTable(services.database());
    this.routes = services.routes(waits);
    this.document = Json.write(OpenApi.of(routes));
    this.walled = new Walls(services.database()).stand();
    if (!walled) {
      LOG.warn("The database has no walls between users: let its owner run orrery db roles");
    }
    this.server = Javalin.create(this::configure);
    try {
      server.start(host, port);
    } catch (JavalinBindException e) {
      server.stop();
      throw new ProblemException(
          Problem.refused(
              "port " + port,
              "cannot be opened on " + host + ": " + rootCause(e),
              "choose another with --port, 0 for a free one"),
          e);
    }
  }

  /**
   * Opens the port.
   *
   * @param host the address to listen at: loopback, unless a proxy with TLS stands before it
   * @param port 0 for a free one
   * @throws ProblemException REFUSED when it cannot be opened
   */
  public static PlaneDoor open(String host, int port, PlaneServices services) {
    return new PlaneDoor(host, port, services);
  }

  /** Where it listens. */
  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    waits.close();
    server.stop();
  }

  private void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.maxRequestSize = MOST_WITH_A_JAR;
    config.http.prefer405over404 = true;
    QueuedThreadPool threads = new QueuedThreadPool(WORKERS, 2);
    threads.setDaemon(true);
    threads.setName("orrery-plane");
    config.jetty.threadPool = threads;
    config.routes.before(V1 + "/*", this::authenticate);
    config.routes.get("/health", request -> json(request, 200, Json.write(Map.of("alive", true))));
    FleetMetricsTable metrics = new FleetMetricsTable(services.database());
    config.routes.get(
        "/metrics",
        request -> {
          // How many there are, and that one was liquidated, is nobody's business but an
          // operator's.
          if (!bearer(request).operator()) {
            throw unauthorized("send Authorization: Bearer with an operator's token");
          }
          request.contentType("text/plain; version=0.0.4").result(metrics.text());
        });
    config.routes.get("/openapi.json", request -> json(request, 200, document));
    config.routes.get("/api/jobs/{name}", this::job);
    config.routes.post("/api/jobs/{name}", this::job);
    for (Route route : routes) {
      config.routes.addHttpHandler(
          HandlerType.findOrCreate(route.method()),
          V1 + route.path(),
          request -> answer(request, route));
    }
    problems(config);
  }

  private void authenticate(Context request) {
    request.attribute(CALLER, bearer(request));
  }

  private Caller bearer(Context request) {
    String shown = request.header("Authorization");
    String token =
        shown != null && shown.startsWith(BEARER) ? shown.substring(BEARER.length()) : "";
    return services
        .tokens()
        .caller(token)
        .orElseThrow(() -> unauthorized("send Authorization: Bearer with a token of yours"));
  }

  private void job(Context request) {
    if (!services.cron().fit(request.header("Authorization"))) {
      throw unauthorized("");
    }
    String name = request.pathParam("name");
    Job job =
        services
            .jobs()
            .find(name)
            .orElseThrow(() -> HttpProblem.notFound("job " + OneLine.of(name, MOST_TOLD), ""));
    boolean again = "true".equals(request.queryParam("again"));
    String result = again ? services.jobs().runAgain(job) : services.jobs().run(job);
    json(request, 200, result.getBytes(StandardCharsets.UTF_8));
  }

  private void answer(Context request, Route route) throws Exception {
    Caller caller = caller(request);
    Call call =
        new Call(
            caller,
            parameters(request, route),
            query(request, route),
            fields(request, route),
            null);
    String key = request.header(IDEMPOTENCY_KEY);
    Callable<byte[]> work = () -> Json.write(route.answer().to(call));
    Callable<byte[]> once =
        route.creates() && key != null
            ? () ->
                keys.once(
                    caller.user(),
                    key(key),
                    digest(request),
                    made -> Json.write(route.answer().to(call.making(made))))
            : work;
    // An operator's calls are about the rows of others.
    byte[] answer =
        walled && !caller.operator() ? UserWall.behind(caller.user(), once::call) : once.call();
    json(request, route.status(), answer);
  }

  private static Caller caller(Context request) {
    Caller caller = request.attribute(CALLER);
    if (caller == null) {
      throw unauthorized("");
    }
    return caller;
  }

  private static Map<String, String> parameters(Context request, Route route) {
    Map<String, String> values = new LinkedHashMap<>();
    route.parameters().forEach(name -> values.put(name, request.pathParam(name)));
    return values;
  }

  private static Map<String, String> query(Context request, Route route) {
    Set<String> strange = new TreeSet<>(request.queryParamMap().keySet());
    route.query().forEach(strange::remove);
    if (!strange.isEmpty()) {
      throw HttpProblem.badRequest(
          "parameter " + OneLine.of(String.join(", ", strange), MOST_TOLD),
          "is not known here: there are " + String.join(", ", route.query()));
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (String name : route.query()) {
      String value = request.queryParam(name);
      if (value != null) {
        values.put(name, value);
      }
    }
    return values;
  }

  private static Fields fields(Context request, Route route) {
    if (route.fields().isEmpty()) {
      return Fields.of(Map.of(), List.of());
    }
    byte[] body = request.bodyAsBytes();
    if (body.length > MOST_OTHERWISE && !route.fields().contains("jar")) {
      throw new HttpProblem(
          413,
          Problem.refused("the body", "has more than " + MOST_OTHERWISE + " bytes", "send less"));
    }
    return Fields.of(Json.object(body), route.fields());
  }

  private static String key(String key) {
    if (key.isBlank() || key.length() > LONGEST_KEY) {
      throw HttpProblem.badRequest(
          IDEMPOTENCY_KEY, "is blank or longer than " + LONGEST_KEY + " letters");
    }
    return key;
  }

  private static Sha256 digest(Context request) {
    MessageDigest digest = Sha256.newDigest();
    digest.update(
        (request.method() + " " + request.path() + "\n").getBytes(StandardCharsets.UTF_8));
    return new Sha256(HexFormat.of().formatHex(digest.digest(request.bodyAsBytes())));
  }

  private static void problems(JavalinConfig config) {
    config.routes.exception(HttpProblem.class, (problem, request) -> details(request, problem));
    config.routes.exception(
        ProblemException.class,
        (problem, request) -> details(request, HttpProblem.of(problem.problems())));
    config.routes.exception(
        JdbiException.class, (failure, request) -> details(request, of(failure)));
    config.routes.exception(
        HttpResponseException.class,
        (refusal, request) ->
            details(
                request,
                new HttpProblem(
                    refusal.getStatus(),
                    Problem.refused(
                        OneLine.of(request.method() + " " + request.path(), MOST_TOLD),
                        "is not possible: " + refusal.getMessage(),
                        "see /openapi.json"))));
    config.routes.exception(
        Exception.class,
        (failure, request) -> {
          LOG.error("A request failed path={}", request.path(), failure);
          // Of what failed inside, strangers learn nothing.
          details(
              request, new HttpProblem(500, Problem.refused("request", "failed", "see the log")));
        });
    config.routes.error(
        404,
        request -> {
          if (!HttpProblem.TYPE.equals(request.res().getContentType())) {
            details(
                request,
                HttpProblem.notFound(
                    "path " + OneLine.of(request.path(), MOST_TOLD), "see /openapi.json"));
          }
        });
  }

  private static HttpProblem of(JdbiException failure) {
    if (RefusedValue.is(failure)) {
      return HttpProblem.badRequest("request", "holds what the database cannot take");
    }
    LOG.warn("The database does not answer", failure);
    return new HttpProblem(
        503, Problem.unreachable("database", "does not answer", "ask again later"));
  }

  private static HttpProblem unauthorized(String wayOut) {
    return new HttpProblem(401, Problem.refused("request", "is not authorized", wayOut));
  }

  private static String rootCause(Throwable failure) {
    Throwable last = failure;
    while (last.getCause() != null) {
      last = last.getCause();
    }
    return String.valueOf(last.getMessage());
  }

  private static void json(Context request, int status, byte[] answer) {
    request.status(status).header("Cache-Control", "no-store").contentType(JSON).result(answer);
  }

  private static void details(Context request, HttpProblem problem) {
    if (problem.status() == 401) {
      request.header("WWW-Authenticate", "Bearer");
    }
    request
        .status(problem.status())
        .header("Cache-Control", "no-store")
        .contentType(HttpProblem.TYPE)
        .result(Json.write(problem.details()))
        .skipRemainingHandlers();
  }
}
