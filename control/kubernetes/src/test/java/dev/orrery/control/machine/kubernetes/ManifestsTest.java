package dev.orrery.control.machine.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What is handed to clusters: every key is one that Kubernetes knows, and the parts fit together.
 */
class ManifestsTest {
  private static final Path FOLDER = Path.of("../../deploy/kubernetes");

  private static final Map<String, Class<? extends HasMetadata>> KINDS =
      Map.of(
          "v1/Namespace", Namespace.class,
          "v1/ResourceQuota", ResourceQuota.class,
          "v1/ServiceAccount", ServiceAccount.class,
          "rbac.authorization.k8s.io/v1/Role", Role.class,
          "rbac.authorization.k8s.io/v1/RoleBinding", RoleBinding.class,
          "networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class,
          "apps/v1/Deployment", Deployment.class);

  private final ObjectMapper yaml =
      new ObjectMapper(
              YAMLFactory.builder()
                  .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

  private List<HasMetadata> all() throws Exception {
    List<HasMetadata> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.filter(it -> it.toString().endsWith(".yaml")).sorted().toList()) {
        var documents = yaml.readerFor(Map.class).<Map<String, Object>>readValues(file.toFile());
        while (documents.hasNext()) {
          Map<String, Object> document = documents.next();
          String kind = document.get("apiVersion") + "/" + document.get("kind");
          assertThat(KINDS).as("%s", file).containsKey(kind);
          HasMetadata object = yaml.convertValue(document, KINDS.get(kind));
          // The models keep what they do not know: it must not be there when it is written again.
          assertThat(written(object)).as("%s", file).isEqualTo(written(document));
          assertThat(unknown(object)).as("%s: %s", file, kind).isEmpty();
          found.add(object);
        }
      }
    }
    return found;
  }

  /** As it goes over the wire. */
  private static JsonNode written(Object value) throws Exception {
    ObjectMapper json = new ObjectMapper();
    return json.readTree(json.writeValueAsString(value));
  }

  /** Keys for which a model has no property, at any depth. */
  private static List<String> unknown(@Nullable Object model) throws ReflectiveOperationException {
    List<String> found = new ArrayList<>();
    if (model instanceof List<?> list) {
      for (Object each : list) {
        found.addAll(unknown(each));
      }
    } else if (model instanceof Map<?, ?> map) {
      for (Object each : map.values()) {
        found.addAll(unknown(each));
      }
    } else if (model != null && model.getClass().getName().startsWith("io.fabric8")) {
      for (var field : model.getClass().getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers())) {
          continue;
        }
        field.setAccessible(true);
        Object value = field.get(model);
        if (field.getName().equals("additionalProperties")) {
          ((Map<?, ?>) value).keySet().forEach(key -> found.add(String.valueOf(key)));
        } else {
          found.addAll(unknown(value));
        }
      }
    }
    return found;
  }

  private <T> T one(Class<T> type, String name) throws Exception {
    return all().stream()
        .filter(it -> type.isInstance(it) && it.getMetadata().getName().equals(name))
        .map(type::cast)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void everyKeyIsKnown() throws Exception {
    assertThat(all().stream().map(it -> it.getKind() + " " + it.getMetadata().getName()))
        .containsExactlyInAnyOrder(
            "Namespace orrery",
            "Namespace orrery-machines",
            "ResourceQuota machines",
            "ServiceAccount orrery-control",
            "Role orrery-machines",
            "RoleBinding orrery-machines",
            "NetworkPolicy machines",
            "NetworkPolicy control",
            "Deployment orrery-control");
  }

  @Test
  void aKeyThatNobodyKnowsIsFound() throws Exception {
    Namespace namespace =
        yaml.readValue("{apiVersion: v1, kind: Namespace, metadata: {nam: x}}", Namespace.class);
    assertThat(unknown(namespace)).containsExactly("nam");
  }

  @Test
  void theRoleAllowsWhatTheProviderDoesAndNothingElse() throws Exception {
    TreeSet<String> allowed = new TreeSet<>();
    for (PolicyRule rule : one(Role.class, "orrery-machines").getRules()) {
      rule.getResources()
          .forEach(of -> rule.getVerbs().forEach(verb -> allowed.add(verb + " " + of)));
    }
    assertThat(allowed)
        .containsExactly(
            "create pods",
            "create secrets",
            "delete pods",
            "delete secrets",
            "get pods",
            "get pods/log",
            "get secrets",
            "list pods",
            "update pods");
    RoleBinding binding = one(RoleBinding.class, "orrery-machines");
    assertThat(binding.getRoleRef().getName()).isEqualTo("orrery-machines");
    assertThat(binding.getSubjects().getFirst().getName())
        .isEqualTo(
            one(Deployment.class, "orrery-control")
                .getSpec()
                .getTemplate()
                .getSpec()
                .getServiceAccountName());
  }

  @Test
  void thereIsNeverASecondControlPlaneAndItsImageIsByDigest() throws Exception {
    Deployment control = one(Deployment.class, "orrery-control");
    assertThat(control.getSpec().getReplicas()).isEqualTo(1);
    assertThat(control.getSpec().getStrategy().getType()).isEqualTo("Recreate");
    var container = control.getSpec().getTemplate().getSpec().getContainers().getFirst();
    PodSpecs.requireImage(container.getImage());
    assertThat(container.getEnv())
        .extracting(EnvVar::getName)
        .containsExactly(
            "ORRERY_MACHINES", "KUBERNETES_RUNNER_IMAGE", KubernetesMachinesFactory.NAMESPACE);
    assertThat(container.getEnv().getFirst().getValue()).isEqualTo("kubernetes");
    PodSpecs.requireImage(container.getEnv().get(1).getValue());
    assertThat(container.getArgs())
        .containsExactly("control", "--standby", "--bind", "0.0.0.0", "--port", "8080");
    assertThat(container.getPorts().getFirst().getContainerPort()).isEqualTo(8080);
  }

  @Test
  void machinesAreCalledByNobody() throws Exception {
    NetworkPolicy machines = one(NetworkPolicy.class, "machines");
    assertThat(machines.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
    assertThat(machines.getSpec().getIngress()).isEmpty();
  }
}
