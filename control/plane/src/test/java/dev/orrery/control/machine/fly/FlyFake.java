package dev.orrery.control.machine.fly;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.orrery.control.machine.MachineId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Fly's machines on loopback: names unique among what lives, updates that replace the whole
 * configuration, leases, waits that end with 408, and faults on demand. Lease time is virtual.
 */
public final class FlyFake implements AutoCloseable {
  public static final String APP = "agentic-live-runner";
  static final long BEGIN_SECONDS = 1_764_000_000;
  public static final String TOKEN = "token-of-the-app";

  final Map<String, FakeMachine> machines = new LinkedHashMap<>();
  private final Object lock = new Object();
  private final HttpServer server;
  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
  private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
  private final Map<FlyAction, Queue<FlyFault>> faults = new EnumMap<>(FlyAction.class);
  private final List<String> journal = new ArrayList<>();
  private Function<FlyAction, Optional<FlyFault>> weather = _ -> Optional.empty();
  private String broken = "none";
  private ArrayNode before = FlyAnswer.MAPPER.createArrayNode();
  private long nowSeconds = BEGIN_SECONDS;
  private int numbers;

  private record Reply(int status, String body) {}

  public FlyFake() {
    // Or each answer waits for an acknowledgement, 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(callers);
    server.createContext("/", this::serve);
    server.start();
  }

  public URI base() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The next call of this kind goes wrong; several in turn. */
  void fail(FlyAction action, FlyFault... inTurn) {
    synchronized (lock) {
      faults.computeIfAbsent(action, _ -> new ArrayDeque<>()).addAll(List.of(inTurn));
    }
  }

  /** Whatever is not told to go wrong goes as the weather has it. */
  void weather(Function<FlyAction, Optional<FlyFault>> chances) {
    synchronized (lock) {
      weather = chances;
    }
  }

  /** Machines with this image do not boot. */
  void breaks(String image) {
    synchronized (lock) {
      broken = image;
    }
  }

  void pass(Duration time) {
    synchronized (lock) {
      nowSeconds += time.toSeconds();
    }
  }

  <T> T seeing(Function<Map<String, FakeMachine>, T> look) {
    synchronized (lock) {
      return look.apply(machines);
    }
  }

  /** One machine as it is. */
  <T> T seeing(MachineId id, Function<FakeMachine, T> look) {
    synchronized (lock) {
      return look.apply(Objects.requireNonNull(machines.get(id.text()), id.text()));
    }
  }

  /** What is not destroyed, as the API shows it. */
  public List<JsonNode> shown() {
    return seeing(all ->
        all.values().stream()
            .filter(FakeMachine::live)
            .map(FakeMachine::json)
            .map(JsonNode.class::cast)
            .toList());
  }

  /** How many machines are not destroyed. */
  long live() {
    return seeing(all -> all.values().stream().filter(FakeMachine::live).count());
  }

  public List<String> journal() {
    synchronized (lock) {
      return List.copyOf(journal);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    callers.shutdownNow();
    threads.shutdownNow();
  }

  private void serve(HttpExchange call) throws IOException {
    try (call) {
      String body = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      List<String> path = List.of(call.getRequestURI().getPath().substring(1).split("/"));
      FlyAction action = action(call.getRequestMethod(), path);
      FlyFault fault;
      synchronized (lock) {
        journal.add(call.getRequestMethod() + " " + call.getRequestURI() + " " + body);
        Queue<FlyFault> told = faults.getOrDefault(action, new ArrayDeque<>());
        fault = told.isEmpty() ? weather.apply(action).orElse(null) : told.remove();
      }
      switch (fault) {
        case null -> answer(call, done(call, action, path, body));
        case FlyFault.Refused(int status, String text) -> answer(call, new Reply(status, text));
        case FlyFault.DoneAnd(int status, String text) -> {
          done(call, action, path, body);
          answer(call, new Reply(status, text));
        }
        case FlyFault.Lost(boolean done) -> {
          if (done) {
            done(call, action, path, body);
          }
        }
        case FlyFault.Slow(Duration by) -> {
          Reply reply = done(call, action, path, body);
          LockSupport.parkNanos(by.toNanos());
          answer(call, reply);
        }
        case FlyFault.EmptyList _ -> answer(call, new Reply(200, "[]"));
        case FlyFault.StaleList _ -> {
          synchronized (lock) {
            answer(call, new Reply(200, before.toString()));
          }
        }
      }
    }
  }

  private void answer(HttpExchange call, Reply reply) throws IOException {
    byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
    call.getResponseHeaders().add("fly-request-id", "req-1");
    call.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
    call.getResponseBody().write(bytes);
  }

  private static FlyAction action(String method, List<String> path) {
    String last = path.size() > 5 ? path.get(5) : "";
    return switch (last) {
      case "start" -> FlyAction.START;
      case "stop" -> FlyAction.STOP;
      case "wait" -> FlyAction.WAIT;
      case "lease" -> FlyAction.LEASE;
      default ->
          switch (method) {
            case "DELETE" -> FlyAction.DESTROY;
            case "POST" -> path.size() == 4 ? FlyAction.CREATE : FlyAction.UPDATE;
            default -> path.size() == 4 ? FlyAction.LIST : FlyAction.GET;
          };
    };
  }

  private Reply done(HttpExchange call, FlyAction action, List<String> path, String body) {
    synchronized (lock) {
      if (!("Bearer " + TOKEN).equals(call.getRequestHeaders().getFirst("Authorization"))) {
        return error(401, "unauthorized");
      }
      if (path.size() < 4 || !path.get(2).equals(APP)) {
        return error(404, "app not found");
      }
      Map<String, String> query = query(call.getRequestURI().getRawQuery());
      ObjectNode json =
          body.isBlank()
              ? FlyAnswer.MAPPER.createObjectNode()
              : (ObjectNode) FlyAnswer.MAPPER.readTree(body);
      if (path.size() == 4) {
        return action == FlyAction.CREATE ? create(json) : list(query);
      }
      FakeMachine machine = machines.get(path.get(4));
      if (machine == null) {
        return error(404, "machine not found");
      }
      String nonce = call.getRequestHeaders().getFirst("fly-machine-lease-nonce");
      boolean changes = !List.of(FlyAction.GET, FlyAction.WAIT, FlyAction.LEASE).contains(action);
      if (changes && leased(machine) && !machine.nonce.equals(nonce)) {
        return held(machine);
      }
      return on(machine, action, call.getRequestMethod(), query, json, nonce);
    }
  }

  private Reply create(ObjectNode json) {
    String name = json.path("name").asString("");
    if (json.at("/config/image").asString("").isEmpty() || name.length() > 63) {
      return error(400, "invalid config");
    }
    int memory = json.at("/config/guest/memory_mb").asInt(0);
    int cpus = json.at("/config/guest/cpus").asInt(0);
    if (!List.of(1, 2, 4, 6, 8).contains(cpus)
        || memory % 256 != 0
        || memory < 256 * cpus
        || memory > 2048 * cpus) {
      return error(400, "invalid guest");
    }
    for (FakeMachine machine : machines.values()) {
      if (machine.live() && machine.name.equals(name)) {
        return error(
            409,
            "already_exists: unique machine name violation, machine ID "
                + machine.id
                + " already exists with name \""
                + name
                + "\"");
      }
    }
    before = all();
    FakeMachine machine =
        new FakeMachine(
            "%014x".formatted(0x148e0000L + ++numbers),
            name,
            version(),
            json.path("region").asString("nrt"),
            (ObjectNode) json.path("config"),
            "DATABASE_PASSWORD",
            lock,
            threads);
    machines.put(machine.id, machine);
    machine.launch();
    return ok(machine.json());
  }

  private Reply list(Map<String, String> query) {
    ArrayNode found = FlyAnswer.MAPPER.createArrayNode();
    for (JsonNode machine : all()) {
      boolean fits =
          query.entrySet().stream()
              .filter(it -> it.getKey().startsWith("metadata."))
              .allMatch(it ->
                  machine
                      .at("/config/metadata/" + it.getKey().substring(9))
                      .asString("")
                      .equals(it.getValue()));
      if (fits) {
        found.add(machine);
      }
    }
    return ok(found);
  }

  private ArrayNode all() {
    ArrayNode found = FlyAnswer.MAPPER.createArrayNode();
    machines.values().stream().filter(FakeMachine::live).forEach(it -> found.add(it.json()));
    return found;
  }

  private Reply on(
      FakeMachine machine,
      FlyAction action,
      String method,
      Map<String, String> query,
      ObjectNode json,
      @Nullable String nonce) {
    return switch (action) {
      case GET -> ok(machine.json());
      case START -> {
        if (machine.state.equals("stopped") || machine.state.equals("created")) {
          machine.launch();
        }
        yield machine.live() ? ok() : error(412, "failed_precondition: machine is destroyed");
      }
      case STOP -> {
        String timeout = json.path("timeout").asString("5000ms");
        machine.stop(Long.parseLong(timeout.replace("ms", "")));
        yield ok();
      }
      case DESTROY -> {
        if (!query.containsKey("force") && machine.state.equals("started")) {
          yield error(412, "failed_precondition: unable to destroy a started machine");
        }
        machine.destroy();
        yield ok();
      }
      case UPDATE -> {
        if (!json.path("current_version").asString(machine.version).equals(machine.version)) {
          yield error(409, "aborted: current_version does not match");
        }
        machine.update(
            (ObjectNode) json.path("config"),
            version(),
            !json.path("skip_launch").asBoolean(false));
        if (machine.config.path("image").asString("").equals(broken)) {
          machine.state = "failed";
        }
        yield ok(machine.json());
      }
      case WAIT -> waited(machine, query);
      case LEASE -> lease(machine, method, query, json, nonce);
      case CREATE, LIST -> error(405, "no");
    };
  }

  private Reply waited(FakeMachine machine, Map<String, String> query) {
    long millis = Math.min(60, Long.parseLong(query.getOrDefault("timeout", "60"))) * 1000;
    long end = System.nanoTime() + millis * 1_000_000;
    try {
      while (!machine.settled()) {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          return error(
              408,
              "deadline_exceeded: machine failed to reach desired state, settled, currently "
                  + machine.state);
        }
        lock.wait(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return ok();
  }

  private Reply lease(
      FakeMachine machine,
      String method,
      Map<String, String> query,
      ObjectNode json,
      @Nullable String nonce) {
    boolean mine = leased(machine) && machine.nonce.equals(nonce);
    if (leased(machine) && !mine && !method.equals("GET")) {
      return held(machine);
    }
    return switch (method) {
      case "DELETE" -> {
        boolean was = leased(machine);
        machine.nonce = "";
        yield was ? ok() : error(404, "lease not found");
      }
      case "GET" -> leased(machine) ? leaseData(200, machine) : error(404, "lease not found");
      default -> {
        machine.nonce = mine ? machine.nonce : "%012x".formatted(++numbers);
        machine.leaseText = json.path("description").asString("");
        machine.leaseEnds = nowSeconds + Long.parseLong(query.getOrDefault("ttl", "60"));
        yield leaseData(201, machine);
      }
    };
  }

  private boolean leased(FakeMachine machine) {
    return !machine.nonce.isEmpty() && machine.leaseEnds > nowSeconds;
  }

  private static Reply leaseData(int status, FakeMachine machine) {
    ObjectNode json = FlyAnswer.MAPPER.createObjectNode();
    json.put("status", "success");
    ObjectNode data = json.putObject("data");
    data.put("nonce", machine.nonce);
    data.put("description", machine.leaseText);
    data.put("expires_at", machine.leaseEnds);
    data.put("version", machine.version);
    return new Reply(status, json.toString());
  }

  private static Reply held(FakeMachine machine) {
    return new Reply(
        409,
        "{\"status\":\"error\",\"message\":\"machine ID "
            + machine.id
            + " lease currently held by somebody, expires at 2026-01-01T00:00:00Z\"}");
  }

  private String version() {
    return "01J%023d".formatted(++numbers);
  }

  private static Reply ok() {
    return new Reply(200, "{\"ok\":true}");
  }

  private static Reply ok(JsonNode json) {
    return new Reply(200, json.toString());
  }

  private static Reply error(int status, String text) {
    ObjectNode json = FlyAnswer.MAPPER.createObjectNode();
    json.put("error", text);
    return new Reply(status, json.toString());
  }

  private static Map<String, String> query(@Nullable String raw) {
    Map<String, String> query = new TreeMap<>();
    for (String part : raw == null ? new String[0] : raw.split("&")) {
      String[] both = part.split("=", 2);
      query.put(both[0], URLDecoder.decode(both.length > 1 ? both[1] : "", StandardCharsets.UTF_8));
    }
    return query;
  }
}
