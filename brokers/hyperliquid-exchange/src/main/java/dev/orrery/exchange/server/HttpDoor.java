package dev.orrery.exchange.server;

import dev.orrery.exchange.desk.Reply;
import dev.orrery.exchange.desk.Requests;
import dev.orrery.exchange.socket.Sockets;
import dev.orrery.exchange.socket.Talk;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinBindException;
import io.javalin.websocket.WsConfig;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one port of the exchange. Thread-safe. */
public final class HttpDoor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpDoor.class);
  private static final String TALK = "talk";
  private static final int THREADS = 64;
  private static final int TOO_MANY = 429;
  private static final int AWAY = 502;

  private final Requests requests;
  private final Sockets sockets;
  private final DoorSettings settings;
  private final AtomicBoolean away = new AtomicBoolean();
  private final Javalin server;

  private HttpDoor(DoorSettings settings, Requests requests, Sockets sockets, Routes more) {
    this.settings = settings;
    this.requests = requests;
    this.sockets = sockets;
    this.server = Javalin.create(config -> configure(config, more));
    try {
      server.start(settings.host(), settings.port());
    } catch (JavalinBindException e) {
      server.stop();
      throw new ProblemException(notOurs(settings, e), e);
    }
  }

  /**
   * Opens the port.
   *
   * @param more what else it answers
   * @throws ProblemException REFUSED when the port is taken
   */
  public static HttpDoor open(
      DoorSettings settings, Requests requests, Sockets sockets, Routes more) {
    return new HttpDoor(settings, requests, sockets, more);
  }

  /** Where it listens. */
  public int port() {
    return server.port();
  }

  /** Answers nobody's requests for a while: the exchange is away, though its port is open. */
  public void away(boolean isAway) {
    away.set(isAway);
  }

  @Override
  public void close() {
    server.stop();
  }

  private void configure(JavalinConfig config, Routes more) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.maxRequestSize = settings.bodyBytes();
    config.http.prefer405over404 = true;
    config.http.asyncTimeout = 0; // faults hold answers back as long as they were asked to
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, 4);
    threads.setDaemon(true);
    threads.setName("orrery-exchange-http");
    config.jetty.threadPool = threads;
    config.jetty.modifyWebSocketServletFactory(
        factory -> factory.setMaxTextMessageSize(settings.limits().frameChars()));
    config.routes.post("/info", request -> answer(request, requests::info));
    config.routes.post("/exchange", request -> answer(request, requests::action));
    config.routes.wsBeforeUpgrade("/ws", this::beforeUpgrade);
    config.routes.ws("/ws", this::socket);
    more.addTo(config);
    config.routes.exception(
        Exception.class,
        (failure, request) -> {
          LOG.error("A request failed path={}", request.path(), failure);
          plain(request, 500, "failed");
        });
    config.routes.exception(
        HttpResponseException.class,
        (refusal, request) -> plain(request, refusal.getStatus(), words(refusal)));
  }

  private void answer(
      Context request, BiFunction<String, byte[], CompletableFuture<Reply>> handler) {
    if (away.get()) {
      plain(request, AWAY, "Bad Gateway");
      return;
    }
    String type = Optional.ofNullable(request.contentType()).orElse("");
    if (!type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
      plain(request, 415, "Expected request with `Content-Type: application/json`");
      return;
    }
    CompletableFuture<Reply> reply = handler.apply(request.ip(), request.bodyAsBytes());
    if (reply.isDone() && !reply.isCompletedExceptionally()) {
      send(request, reply.join());
    } else {
      request.future(() -> reply.thenAccept(it -> send(request, it)));
    }
  }

  private static void send(Context request, Reply reply) {
    if (reply.lost()) {
      cut(request);
      return;
    }
    request.status(reply.status()).contentType(reply.contentType()).result(reply.body());
  }

  /** Ends the connection under the request: what is answered reaches nobody. */
  private static void cut(Context request) {
    ServletContextRequest.getServletContextRequest(request.req())
        .getConnectionMetaData()
        .getConnection()
        .getEndPoint()
        .close();
  }

  private static void plain(Context request, int status, String text) {
    request.status(status).contentType("text/plain; charset=utf-8").result(text);
  }

  private static String words(HttpResponseException refusal) {
    return refusal.getMessage() == null ? "" : refusal.getMessage();
  }

  private void beforeUpgrade(Context request) {
    if (away.get()) {
      throw new HttpResponseException(AWAY, "Bad Gateway");
    }
    sockets
        .refusal(request.ip())
        .ifPresent(why -> {
          throw new HttpResponseException(TOO_MANY, why);
        });
  }

  private void socket(WsConfig socket) {
    socket.onConnect(opened -> {
      Session session = opened.session;
      // Who is silent for how long is our own affair, and whoever does not read is cut.
      session.setIdleTimeout(Duration.ZERO);
      opened.attribute(TALK, sockets.open(new JettyWire(session), ip(session)));
    });
    socket.onMessage(said -> talk(said.attribute(TALK)).ifPresent(it -> it.heard(said.message())));
    socket.onBinaryMessage(said -> talk(said.attribute(TALK)).ifPresent(Talk::heardBytes));
    socket.onClose(closed -> talk(closed.attribute(TALK)).ifPresent(Talk::ended));
    socket.onError(failed -> {
      LOG.debug("A socket failed", failed.error());
      talk(failed.attribute(TALK)).ifPresent(Talk::ended);
    });
  }

  private static Optional<Talk> talk(@Nullable Talk talk) {
    return Optional.ofNullable(talk);
  }

  private static String ip(Session session) {
    return session.getRemoteSocketAddress() instanceof InetSocketAddress it
        ? it.getAddress().getHostAddress()
        : "";
  }

  private static Problem notOurs(DoorSettings settings, JavalinBindException failure) {
    String cause = "";
    for (Throwable each = failure; each != null; each = each.getCause()) {
      cause = String.valueOf(each.getMessage());
    }
    return Problem.refused(
        settings.host() + ":" + settings.port(),
        cause.contains("Permission denied")
            ? "may not be opened by this user: ports below 1024 are the system's"
            : cause.contains("in use")
                ? "is taken by another program"
                : "cannot be opened: " + cause,
        "choose another with --port, 0 for a free one");
  }
}
