package dev.orrery.control.machine.kubernetes;

import dev.orrery.control.machine.MachineId;
import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.Dispatcher;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A cluster on loopback: the client's own mock server keeps the objects, a fake node plays them,
 * and here is what the mock leaves out: pages, graceful deletion, what of a pod may not change,
 * logs, garbage collection, and faults on demand.
 */
final class FakeCluster extends Dispatcher implements AutoCloseable {
  private final Object lock = new Object();
  private final FakeStore store = new FakeStore();
  private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
  private final FakeKubelet kubelet = new FakeKubelet(store, lock, threads);
  private final MockWebServer server = new MockWebServer();
  private final Map<KubernetesAction, Queue<KubernetesFault>> faults =
      new EnumMap<>(KubernetesAction.class);
  private final Map<String, List<Pod>> pages = new HashMap<>();
  private final List<String> journal = new ArrayList<>();
  private Function<KubernetesAction, Optional<KubernetesFault>> weather = _ -> Optional.empty();

  FakeCluster() {
    server.setDispatcher(this);
    server.start(InetAddress.getLoopbackAddress(), 0);
  }

  KubernetesClient client() {
    return KubernetesClients.plain(
        URI.create("http://127.0.0.1:" + server.getPort()), FakeStore.NAMESPACE);
  }

  /** The next call of this kind goes wrong; several in turn. */
  void fail(KubernetesAction action, KubernetesFault... inTurn) {
    synchronized (lock) {
      faults.computeIfAbsent(action, _ -> new ArrayDeque<>()).addAll(List.of(inTurn));
    }
  }

  void weather(Function<KubernetesAction, Optional<KubernetesFault>> chances) {
    synchronized (lock) {
      weather = chances;
    }
  }

  void breaks(String image) {
    synchronized (lock) {
      kubelet.breaks(image);
    }
  }

  List<String> journal() {
    synchronized (lock) {
      return List.copyOf(journal);
    }
  }

  /** A pod as it is. */
  Optional<Pod> pod(MachineId id) {
    synchronized (lock) {
      return store.pod(name(id)).filter(it -> FakeKubelet.machine(it).equals(id.text()));
    }
  }

  List<Map<String, String>> starts(MachineId id) {
    synchronized (lock) {
      return List.copyOf(kubelet.starts.getOrDefault(id.text(), List.of()));
    }
  }

  boolean runs(MachineId id) {
    synchronized (lock) {
      return pod(id).isPresent() && kubelet.runs(name(id));
    }
  }

  void kill(MachineId id) {
    synchronized (lock) {
      kubelet.exited(name(id), 137);
    }
  }

  /** Names of the secrets that are there. */
  List<String> secrets() {
    synchronized (lock) {
      return FakeStore.JSON
          .unmarshal(
              FakeStore.text(store.ask(HttpMethod.GET, FakeStore.SECRETS, "")),
              io.fabric8.kubernetes.api.model.SecretList.class)
          .getItems()
          .stream()
          .map(it -> it.getMetadata().getName())
          .toList();
    }
  }

  private static String name(MachineId id) {
    return id.text().substring(0, id.text().length() - 9);
  }

  @Override
  public void close() {
    server.shutdown();
    threads.shutdownNow();
  }

  @Override
  public MockResponse dispatch(RecordedRequest request) {
    synchronized (lock) {
      URI uri = URI.create(request.getPath());
      KubernetesAction action = action(request.method(), uri.getPath());
      String body = Objects.requireNonNullElse(request.getUtf8Body(), "");
      journal.add(request.getMethod() + " " + uri + " " + body);
      Queue<KubernetesFault> told = faults.getOrDefault(action, new ArrayDeque<>());
      KubernetesFault fault = told.isEmpty() ? weather.apply(action).orElse(null) : told.remove();
      return answer(fault, () -> done(action, request.method(), uri, body));
    }
  }

  private static MockResponse answer(@Nullable KubernetesFault fault, Supplier<MockResponse> done) {
    return switch (fault) {
      case null -> done.get();
      case KubernetesFault.Refused(int status, String reason, String text) ->
          error(status, reason, text);
      case KubernetesFault.DoneAnd(int status) -> {
        Objects.requireNonNull(done.get(), "done all the same");
        yield error(status, "InternalError", "the server was slow");
      }
      case KubernetesFault.Garbled(boolean is) -> {
        if (is) {
          Objects.requireNonNull(done.get(), "done all the same");
        }
        yield json(200, "{\"kind\":\"Po");
      }
      case KubernetesFault.EmptyPage _ -> {
        PodList list = FakeStore.JSON.unmarshal(FakeStore.text(done.get()), PodList.class);
        list.setItems(List.of());
        // As if the filter had left nothing of this page.
        list.getMetadata().setContinue("start");
        yield json(200, FakeStore.JSON.asJson(list));
      }
      case KubernetesFault.EmptyList _ ->
          json(200, "{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"metadata\":{},\"items\":[]}");
    };
  }

  private static KubernetesAction action(HttpMethod method, String path) {
    if (path.startsWith(FakeStore.SECRETS)) {
      return KubernetesAction.SECRET;
    }
    if (path.endsWith("/log")) {
      return KubernetesAction.LOG;
    }
    boolean one = path.startsWith(FakeStore.PODS + "/");
    return switch (method.toString()) {
      case "POST" -> KubernetesAction.CREATE;
      case "DELETE" -> KubernetesAction.DELETE;
      case "PUT", "PATCH" -> KubernetesAction.UPDATE;
      default -> one ? KubernetesAction.GET : KubernetesAction.LIST;
    };
  }

  private MockResponse done(KubernetesAction action, HttpMethod method, URI uri, String body) {
    return switch (action) {
      case CREATE -> {
        MockResponse made = store.ask(method, uri.toString(), body);
        if (made.code() < 300) {
          kubelet.made(FakeStore.JSON.unmarshal(FakeStore.text(made), Pod.class));
        }
        yield made;
      }
      case GET, SECRET -> store.ask(method, uri.toString(), body);
      case LIST -> list(query(uri.getRawQuery()));
      case UPDATE -> update(method, uri.getPath(), body);
      case DELETE -> delete(uri.getPath(), body);
      case LOG -> log(uri);
    };
  }

  private MockResponse list(Map<String, String> query) {
    String token = query.getOrDefault("continue", "");
    List<Pod> rest = pages.remove(token);
    if (rest == null) {
      String selector = query.getOrDefault("labelSelector", "");
      String path = FakeStore.PODS + (selector.isEmpty() ? "" : "?labelSelector=" + selector);
      rest =
          FakeStore.JSON
              .unmarshal(FakeStore.text(store.ask(HttpMethod.GET, path, "")), PodList.class)
              .getItems();
    }
    int limit = Integer.parseInt(query.getOrDefault("limit", "500"));
    PodList page = new PodList();
    page.setItems(rest.subList(0, Math.min(limit, rest.size())));
    page.setMetadata(new io.fabric8.kubernetes.api.model.ListMeta());
    if (rest.size() > limit) {
      String next = "page" + pages.size();
      pages.put(next, rest.subList(limit, rest.size()));
      page.getMetadata().setContinue(next);
    }
    return json(200, FakeStore.JSON.asJson(page));
  }

  private MockResponse update(HttpMethod method, String path, String body) {
    Pod wanted = FakeStore.JSON.unmarshal(body, Pod.class);
    String name = wanted.getMetadata().getName();
    Optional<Pod> before = store.pod(name);
    if (before.isPresent() && !unchangeable(before.get()).equals(unchangeable(wanted))) {
      return error(422, "Invalid", "pod updates may not change fields other than the image");
    }
    MockResponse answer = store.ask(method, path, body);
    if (answer.code() < 300) {
      store
          .pod(name)
          .ifPresentOrElse(
              kubelet::changed, () -> store.collect(before.orElseThrow().getMetadata().getUid()));
    }
    return answer;
  }

  private static Object unchangeable(Pod pod) {
    return Objects.requireNonNull(
        new PodBuilder(pod)
            .editSpec()
            .editFirstContainer()
            .withImage("")
            .endContainer()
            .endSpec()
            .build()
            .getSpec());
  }

  private MockResponse delete(String path, String body) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    Optional<Pod> pod = store.pod(name);
    if (pod.isEmpty()) {
      return error(404, "NotFound", "pods \"" + name + "\" not found");
    }
    DeleteOptions options = FakeStore.JSON.unmarshal(body, DeleteOptions.class);
    if (!pod.get().getMetadata().getUid().equals(options.getPreconditions().getUid())) {
      return error(409, "Conflict", "the UID in the precondition does not match");
    }
    MockResponse answer = store.ask(HttpMethod.DELETE, path, "");
    store.pod(name).ifPresent(it -> kubelet.deleted(it, options.getGracePeriodSeconds()));
    return answer;
  }

  private MockResponse log(URI uri) {
    String name = uri.getPath().split("/")[6];
    List<String> lines = kubelet.logs.getOrDefault(name, List.of());
    int tail = Integer.parseInt(query(uri.getRawQuery()).getOrDefault("tailLines", "100"));
    return new MockResponse()
        .setResponseCode(200)
        .setBody(
            String.join("\n", lines.subList(Math.max(0, lines.size() - tail), lines.size()))
                + "\n");
  }

  private static MockResponse error(int code, String reason, String message) {
    return json(
        code,
        FakeStore.JSON.asJson(
            new StatusBuilder()
                .withStatus("Failure")
                .withCode(code)
                .withReason(reason)
                .withMessage(message)
                .build()));
  }

  private static MockResponse json(int code, String body) {
    return new MockResponse()
        .setResponseCode(code)
        .addHeader("Content-Type", "application/json")
        .setBody(body);
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
