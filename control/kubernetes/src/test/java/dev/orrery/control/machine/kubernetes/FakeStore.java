package dev.orrery.control.machine.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretList;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.Headers;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The objects of the fake, in the mock server's store. Confined to a lock. */
final class FakeStore {
  static final String NAMESPACE = "orrery-machines";
  static final String PODS = "/api/v1/namespaces/" + NAMESPACE + "/pods";
  static final String SECRETS = "/api/v1/namespaces/" + NAMESPACE + "/secrets";
  static final KubernetesSerialization JSON = new KubernetesSerialization();

  private final KubernetesCrudDispatcher crud = new KubernetesCrudDispatcher();

  MockResponse ask(HttpMethod method, String path, String body) {
    return crud.dispatch(
        new RecordedRequest(
            "HTTP/1.1",
            method,
            path,
            Headers.builder().add("Content-Type", "application/json").build(),
            new Buffer().writeUtf8(body)));
  }

  static String text(MockResponse answer) {
    return answer.getBody() == null ? "" : new String(answer.getBody().getBytes(), UTF_8);
  }

  Optional<Pod> pod(String name) {
    return Optional.of(ask(HttpMethod.GET, PODS + "/" + name, ""))
        .filter(answer -> answer.code() == 200)
        .map(answer -> JSON.unmarshal(text(answer), Pod.class));
  }

  Optional<Secret> secret(String name) {
    return Optional.of(ask(HttpMethod.GET, SECRETS + "/" + name, ""))
        .filter(answer -> answer.code() == 200)
        .map(answer -> JSON.unmarshal(text(answer), Secret.class));
  }

  /** As the cluster itself changes a pod. */
  void change(String name, UnaryOperator<Pod> change) {
    pod(name).ifPresent(pod -> put(PODS + "/" + name, change.apply(pod)));
  }

  /** As a node does. */
  void status(String name, UnaryOperator<Pod> change) {
    pod(name).ifPresent(pod -> put(PODS + "/" + name + "/status", change.apply(pod)));
  }

  private void put(String path, Pod pod) {
    MockResponse answer = ask(HttpMethod.PUT, path, JSON.asJson(pod));
    if (answer.code() >= 300) {
      throw new AssertionError(path + ": " + answer.code() + " " + text(answer));
    }
  }

  /** Takes away what belonged to a pod that is gone. */
  void collect(String uid) {
    SecretList all = JSON.unmarshal(text(ask(HttpMethod.GET, SECRETS, "")), SecretList.class);
    for (Secret secret : all.getItems()) {
      boolean its =
          secret.getMetadata().getOwnerReferences().stream()
              .anyMatch(it -> it.getUid().equals(uid));
      if (its) {
        ask(HttpMethod.DELETE, SECRETS + "/" + secret.getMetadata().getName(), "");
      }
    }
  }
}
