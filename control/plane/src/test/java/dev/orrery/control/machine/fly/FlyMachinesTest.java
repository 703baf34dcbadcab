package dev.orrery.control.machine.fly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.control.machine.Creation;
import dev.orrery.control.machine.Machine;
import dev.orrery.control.machine.MachineException;
import dev.orrery.control.machine.MachineException.Kind;
import dev.orrery.control.machine.MachineSize;
import dev.orrery.control.machine.MachineSpec;
import dev.orrery.control.machine.MachineStatus;
import dev.orrery.kernel.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What only Fly can get wrong. */
class FlyMachinesTest {
  private static final String OLD =
      "registry.fly.test/agentic-live-runner@sha256:" + "a".repeat(64);
  private static final String NEW =
      "registry.fly.test/agentic-live-runner@sha256:" + "b".repeat(64);
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final FlyFake fake = new FlyFake();
  private final FlyMachines fly = new FlyMachines(FlyMachinesContractTest.settings(fake));

  @AfterEach
  void close() {
    fly.close();
    fake.close();
  }

  private static MachineSpec spec() {
    return MachineSpec.of(UUID.randomUUID(), UUID.randomUUID(), "plane-1", OLD)
        .with("HYPERLIQUID_LIVE_ENABLED", "true");
  }

  private Machine up(MachineSpec spec) {
    Machine machine = machine(fly.create(spec));
    return fly.settle(machine.id(), Duration.ofSeconds(10)).orElseThrow();
  }

  private static Machine machine(Creation creation) {
    return switch (creation) {
      case Creation.Made(Machine machine) -> machine;
      case Creation.Adopted(Machine machine) -> machine;
      case Creation.Occupied(Machine machine) -> machine;
    };
  }

  static Stream<FlyFault> faultsOfCreate() {
    return Stream.of(
        FlyFault.tooMany(),
        FlyFault.broken(),
        new FlyFault.Refused(500, ""),
        new FlyFault.Lost(false),
        new FlyFault.Lost(true),
        new FlyFault.DoneAnd(408, "{\"error\":\"request timed out\"}"),
        new FlyFault.DoneAnd(504, "gateway timeout"),
        new FlyFault.Slow(Duration.ofMillis(2500)));
  }

  @ParameterizedTest
  @MethodSource("faultsOfCreate")
  void whateverHappensToACreateThereIsOneMachine(FlyFault fault) {
    fake.fail(FlyAction.CREATE, fault);
    MachineSpec spec = spec();
    Machine machine = machine(fly.create(spec));
    assertThat(List.of(machine.deployment(), machine.launch()))
        .containsExactly(spec.deployment(), spec.launch());
    assertThat(fake.live()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("faultsOfCreate")
  void listsThatLieMakeNoSecondMachine(FlyFault fault) {
    fake.fail(FlyAction.CREATE, fault);
    fake.fail(
        FlyAction.LIST,
        new FlyFault.EmptyList(),
        new FlyFault.StaleList(),
        new FlyFault.EmptyList(),
        FlyFault.broken());
    MachineSpec spec = spec();
    Machine machine = machine(fly.create(spec));
    assertThat(machine.launch()).isEqualTo(spec.launch());
    assertThat(fake.live()).isEqualTo(1);
  }

  @Test
  void aNameThatAnotherDeploymentHasIsNotAdopted() {
    UUID first = UUID.fromString("12345678-0000-4000-8000-000000000001");
    UUID second = UUID.fromString("12345678-0000-4000-8000-000000000002");
    MachineSpec one = MachineSpec.of(first, UUID.randomUUID(), "plane-1", OLD);
    MachineSpec two = MachineSpec.of(second, UUID.randomUUID(), "plane-1", OLD);
    assertThat(machine(fly.create(one)).deployment()).isEqualTo(first);
    Machine other = machine(fly.create(two));
    assertThat(other.deployment()).isEqualTo(second);
    assertThat(fly.create(two))
        .isInstanceOfSatisfying(
            Creation.Adopted.class, it -> assertThat(it.machine().id()).isEqualTo(other.id()));
    assertThat(fake.<List<String>>seeing(all -> all.values().stream().map(it -> it.name).toList()))
        .containsExactly("dep-12345678", "dep-12345678-0000-4000");
  }

  @Test
  void noRoomIsToldApart() {
    fake.fail(
        FlyAction.CREATE,
        new FlyFault.Refused(
            409,
            "{\"error\":\"aborted: could not reserve resource for machine: insufficient memory available\"}"));
    assertThatThrownBy(() -> fly.create(spec()))
        .isInstanceOfSatisfying(
            MachineException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NO_ROOM));
    assertThat(fake.live()).isZero();
  }

  @Test
  void aTokenThatIsRefusedIsNotTriedAgain() {
    fake.fail(FlyAction.CREATE, new FlyFault.Refused(401, "{\"error\":\"unauthorized\"}"));
    assertThatThrownBy(() -> fly.create(spec()))
        .isInstanceOfSatisfying(
            MachineException.class, e -> assertThat(e.kind()).isEqualTo(Kind.PERMANENT))
        .hasMessageContaining("unauthorized (HTTP 401, request req-1)")
        .hasMessageNotContaining(FlyFake.TOKEN);
  }

  @Test
  void aSecretThatTheAppLacksIsRefusedBeforeAnythingIsMade() {
    MachineSpec spec = spec().withSecrets(Map.of("OPENROUTER_API_KEY", Secret.of("k")));
    assertThatThrownBy(() -> fly.create(spec))
        .isInstanceOf(MachineException.class)
        .hasMessageContaining("lacks the secrets [OPENROUTER_API_KEY]");
    assertThat(fake.journal()).isEmpty();
  }

  @Test
  void anUpgradeSendsTheWholeConfigurationBack() {
    Machine machine = up(spec().withSize(new MachineSize(2, 700)));
    JsonNode before = config(machine);
    fly.upgrade(machine.id(), NEW, Map.of(), GRACE);
    JsonNode after = config(machine);
    assertThat(before.at("/guest/memory_mb").asInt()).isEqualTo(768);
    assertThat(after.path("image").asString()).isEqualTo(NEW);
    assertThat(((ObjectNode) after.deepCopy()).put("image", OLD)).isEqualTo(before);
    assertThat(fake.journal()).noneMatch(line -> line.contains("/restart "));
    assertThat(fake.<String>seeing(machine.id(), it -> it.nonce)).isEmpty();
  }

  private JsonNode config(Machine machine) {
    return fake.seeing(machine.id(), it -> it.config.deepCopy());
  }

  @Test
  void anUpgradeSurvivesALostAnswerAConflictAndALostLease() {
    Machine machine = up(spec());
    fake.fail(FlyAction.LEASE, new FlyFault.Lost(true));
    fake.fail(
        FlyAction.UPDATE,
        new FlyFault.Refused(
            409, "{\"error\":\"aborted: machine update failed due to concurrent update\"}"),
        new FlyFault.Lost(true));
    assertThat(fly.upgrade(machine.id(), NEW, Map.of(), GRACE).release()).isEqualTo(NEW);
    assertThat(fake.<Integer>seeing(machine.id(), it -> it.starts.size())).isEqualTo(2);
  }

  @Test
  void aLeaseOfOthersIsRespected() {
    Machine machine = up(spec());
    fake.seeing(
        machine.id(),
        it -> {
          it.nonce = "of-others";
          it.leaseEnds = FlyFake.BEGIN_SECONDS + 60;
          return it;
        });
    assertThatThrownBy(() -> fly.upgrade(machine.id(), NEW, Map.of(), GRACE))
        .isInstanceOfSatisfying(
            MachineException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TRANSIENT))
        .hasMessageContaining("lease currently held");
    assertThat(config(machine).path("image").asString()).isEqualTo(OLD);
    fake.pass(Duration.ofMinutes(2));
    assertThat(fly.upgrade(machine.id(), NEW, Map.of(), GRACE).release()).isEqualTo(NEW);
  }

  @Test
  void aMachineWhoseHostIsLostIsUnknownAndNotUpgraded() {
    Machine machine = up(spec());
    fake.seeing(machine.id(), it -> it.hostStatus = "unreachable");
    Machine now = fly.find(machine.id()).orElseThrow();
    assertThat(now.status())
        .isEqualTo(new MachineStatus.Unknown("started, its host cannot be reached"));
    assertThat(now.status().mayAct()).isTrue();
    assertThatThrownBy(() -> fly.upgrade(machine.id(), NEW, Map.of(), GRACE))
        .isInstanceOf(MachineException.class)
        .hasMessageContaining("its host cannot be reached");
    assertThat(fake.journal()).noneMatch(line -> line.startsWith("POST") && line.contains(NEW));
  }

  @Test
  void anUpgradeThatDoesNotComeUpIsTakenBack() {
    MachineSpec spec = spec().with("BEHAVE", "run");
    Machine machine = up(spec);
    fake.breaks(NEW);
    assertThatThrownBy(() -> fly.upgrade(machine.id(), NEW, Map.of(), GRACE))
        .isInstanceOf(MachineException.class)
        .hasMessageContaining("it has its old release again");
    Machine now = fly.settle(machine.id(), Duration.ofSeconds(10)).orElseThrow();
    assertThat(now.release()).isEqualTo(OLD);
    assertThat(now.status()).isEqualTo(new MachineStatus.Running(0));
  }

  @Test
  void aStateThatNobodyKnowsIsNeitherRunningNorStopped() {
    assertThat(FlyJson.status(json("{\"state\":\"levitating\"}")))
        .isEqualTo(new MachineStatus.Unknown("levitating"));
    assertThat(FlyJson.status(json("{}"))).isEqualTo(new MachineStatus.Unknown(""));
  }

  private static JsonNode json(String text) {
    return FlyAnswer.MAPPER.readTree(text);
  }

  @Test
  void errorsAreReadInAllTheirShapes() {
    assertThat(
            Stream.of(
                    "{\"error\":\"a\"}",
                    "{\"status\":\"error\",\"message\":\"b\"}",
                    "{\"errors\":{\"detail\":\"c\"}}",
                    "plain d",
                    "")
                .map(body -> FlyAnswer.of(500, body, "", null).message()))
        .containsExactly("a", "b", "c", "plain d", "HTTP 500");
  }

  @Test
  void callsKeepToTheRateAfterABurst() {
    RateLimit limit = new RateLimit(1);
    assertThat(
            Stream.of(0, 0, 0, 0, 0)
                .map(now -> limit.take(FlyAction.START, "m", now) / 1_000_000)
                .toList())
        .containsExactly(0L, 0L, 0L, 1000L, 2000L);
    assertThat(limit.take(FlyAction.START, "other", 0)).isZero();
    assertThat(limit.take(FlyAction.STOP, "m", 0)).isZero();
    assertThat(limit.take(FlyAction.START, "m", 10_000_000_000L)).isZero();
  }
}
