package dev.orrery.control.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.control.machine.MachineException.Kind;
import dev.orrery.kernel.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What every provider of machines keeps to, by number. An implementation says how to open it, and
 * offers releases {@link #RELEASE} and {@link #NEWER} whose program does what {@code BEHAVE} says:
 * {@code run} (to the end of time; ends with 0 on TERM), {@code deaf} (the same, but hears no
 * TERM), {@code exit N}, {@code once N} (the first start ends with N, later ones run).
 */
public abstract class MachineProviderContract {
  protected static final String RELEASE = "registry.test/runner@sha256:" + "a".repeat(64);
  protected static final String NEWER = "registry.test/runner@sha256:" + "b".repeat(64);
  protected static final String PLANE = "plane-1";
  protected static final Secret CANARY = Secret.of("canary-7f3a91");
  protected static final Map<String, Secret> SECRETS = Map.of("DATABASE_PASSWORD", CANARY);
  protected static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration GRACE = Duration.ofSeconds(10);

  protected MachineProvider provider;

  /** Opens it for the first time in this test. */
  protected abstract MachineProvider open();

  /** As after the control plane was killed: another one over the same machines. */
  protected abstract MachineProvider reopen();

  /** Ends a machine's program from outside, by signal 9. */
  protected abstract void killProgram(MachineId id);

  /** Whether any program of the machine is there. */
  protected abstract boolean programRuns(MachineId id);

  /** How often the machine's program was started. */
  protected abstract int starts(MachineId id);

  /** What programs of this deployment saw in their environment; empty before one has started. */
  protected abstract Optional<Map<String, String>> seenBy(MachineId id);

  /** Everything that people who may look at a machine see of it. */
  protected abstract String shown(MachineId id);

  /** Whether {@link MachineProvider#logs} has the program's own lines. */
  protected boolean keepsLogs() {
    return true;
  }

  /** Whether the way to the provider is a bad one. */
  protected boolean losesAnswers() {
    return false;
  }

  /** Whether a machine that its list does not have is not there. */
  protected boolean vouchesForLists() {
    return true;
  }

  @BeforeEach
  void openIt() {
    provider = open();
  }

  @AfterEach
  void destroyAll() {
    for (String plane : List.of(PLANE, "plane-2")) {
      provider.list(plane).machines().forEach(machine -> provider.destroy(machine.id()));
    }
    provider.close();
    closeBeneath();
  }

  /** Closes what the provider needed. */
  protected void closeBeneath() {}

  protected static MachineSpec spec(String behaviour) {
    return MachineSpec.of(UUID.randomUUID(), UUID.randomUUID(), PLANE, RELEASE)
        .with("BEHAVE", behaviour)
        .withSecrets(SECRETS);
  }

  protected final Machine made(MachineSpec spec) {
    return switch (provider.create(spec)) {
      case Creation.Made(Machine machine) -> machine;
      // Where answers get lost, the first to be told of a machine finds it there.
      case Creation.Adopted(Machine machine) -> {
        assertThat(losesAnswers()).as("adopted instead of made: %s", machine).isTrue();
        yield machine;
      }
      case Creation.Occupied(Machine machine) -> throw new AssertionError("occupied by " + machine);
    };
  }

  protected final Machine running(MachineSpec spec) {
    MachineId id = made(spec).id();
    Machine running = becomes(id, status -> status instanceof MachineStatus.Running);
    // A program that has started may not hear signals yet; one that wrote something does.
    await(() -> seenBy(id).isPresent());
    return running;
  }

  protected final Machine becomes(MachineId id, Predicate<MachineStatus> wanted) {
    long end = System.nanoTime() + SOON.toNanos();
    Machine last = provider.find(id).orElseThrow();
    while (!wanted.test(last.status())) {
      if (System.nanoTime() > end) {
        throw new AssertionError("stays " + last);
      }
      LockSupport.parkNanos(10_000_000);
      last = provider.find(id).orElseThrow();
    }
    return last;
  }

  protected static void await(Callable<Boolean> condition) {
    long end = System.nanoTime() + SOON.toNanos();
    try {
      while (!condition.call()) {
        if (System.nanoTime() > end) {
          throw new AssertionError("did not become so in time");
        }
        LockSupport.parkNanos(10_000_000);
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static MachineStatus.Stopped code(int code) {
    return new MachineStatus.Stopped(new Exit.Code(code));
  }

  private List<MachineId> listed() {
    Sighting sighting = provider.list(PLANE);
    return sighting.machines().stream().map(Machine::id).toList();
  }

  @Test
  @DisplayName("M01 create makes a machine that comes up and says whose it is")
  void m01() {
    MachineSpec spec = spec("run");
    Machine machine = running(spec);
    assertThat(machine)
        .isEqualTo(
            new Machine(
                machine.id(),
                spec.deployment(),
                spec.launch(),
                PLANE,
                RELEASE,
                machine.version(),
                new MachineStatus.Running(0)));
  }

  @Test
  @DisplayName("M02 create again for the same launch adopts the machine that is there")
  void m02() {
    MachineSpec spec = spec("run");
    MachineId id = running(spec).id();
    assertThat(provider.create(spec))
        .isInstanceOfSatisfying(
            Creation.Adopted.class, adopted -> assertThat(adopted.machine().id()).isEqualTo(id));
    assertThat(starts(id)).isEqualTo(1);
  }

  @Test
  @DisplayName("M03 create for another launch makes nothing while the first has its machine")
  void m03() {
    MachineSpec first = spec("run");
    MachineId id = running(first).id();
    MachineSpec second =
        MachineSpec.of(first.deployment(), UUID.randomUUID(), PLANE, RELEASE).withSecrets(SECRETS);
    assertThat(provider.create(second))
        .isInstanceOfSatisfying(
            Creation.Occupied.class, it -> assertThat(it.other().id()).isEqualTo(id));
    assertThat(listed()).containsExactly(id);
  }

  @Test
  @DisplayName("M04 of many that create at once one makes the machine and all have the same")
  void m04() throws Exception {
    MachineSpec spec = spec("run");
    int made = 0;
    Set<MachineId> ids = new HashSet<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<Creation>> asked = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        asked.add(threads.submit(() -> provider.create(spec)));
      }
      for (Future<Creation> answer : asked) {
        switch (answer.get()) {
          case Creation.Made(Machine machine) -> {
            made++;
            ids.add(machine.id());
          }
          case Creation.Adopted(Machine machine) -> ids.add(machine.id());
          case Creation.Occupied(Machine machine) -> throw new AssertionError(machine);
        }
      }
    }
    assertThat(made == 1 || (made == 0 && losesAnswers())).isTrue();
    assertThat(ids).hasSize(1);
    assertThat(listed()).containsExactlyElementsOf(ids);
  }

  @Test
  @DisplayName("M05 a control plane that forgot what it made adopts it")
  void m05() {
    MachineSpec spec = spec("run");
    MachineId id = running(spec).id();
    provider = reopen();
    assertThat(provider.create(spec))
        .isInstanceOfSatisfying(
            Creation.Adopted.class, adopted -> assertThat(adopted.machine().id()).isEqualTo(id));
    assertThat(starts(id)).isEqualTo(1);
  }

  @Test
  @DisplayName("M06 two deployments have two machines")
  void m06() {
    MachineId first = made(spec("run")).id();
    MachineId second = made(spec("run")).id();
    assertThat(first).isNotEqualTo(second);
    assertThat(listed()).containsExactlyInAnyOrder(first, second);
  }

  @Test
  @DisplayName("M07 a machine that never was is not found")
  void m07() {
    assertThat(provider.find(new MachineId("dep-never-00000000"))).isEmpty();
    assertThat(provider.find(new MachineId("../../etc/passwd"))).isEmpty();
  }

  @Test
  @DisplayName("M08 the list has the machines of the control plane that asks, whatever they do")
  void m08() {
    MachineId up = running(spec("run")).id();
    MachineId down = made(spec("exit 0")).id();
    becomes(down, code(0)::equals);
    made(
        new MachineSpec(
            UUID.randomUUID(),
            UUID.randomUUID(),
            "plane-2",
            RELEASE,
            0,
            spec("run").environment(),
            SECRETS,
            MachineSize.SMALL,
            RestartPolicy.ON_FAILURE));
    assertThat(provider.list(PLANE).complete()).isEqualTo(vouchesForLists());
    assertThat(listed()).containsExactlyInAnyOrder(up, down);
  }

  @Test
  @DisplayName("M09 what is destroyed is not listed, and found as destroyed or not at all")
  void m09() {
    MachineId id = running(spec("run")).id();
    provider.destroy(id);
    assertThat(listed()).isEmpty();
    assertThat(provider.find(id).map(Machine::status).orElse(new MachineStatus.Destroyed()))
        .isEqualTo(new MachineStatus.Destroyed());
    await(() -> !programRuns(id));
  }

  @Test
  @DisplayName("M10 the program sees the settings it was given")
  void m10() {
    MachineSpec spec = spec("run").with("MARK", "a b=c 'd' \"e\" $F");
    assertThat(seenBy(running(spec).id()).orElseThrow())
        .containsEntry("DEPLOYMENT_ID", spec.deployment().toString())
        .containsEntry("MARK", "a b=c 'd' \"e\" $F");
  }

  @Test
  @DisplayName("M11 the program has its secrets, and nobody who looks at the machine sees them")
  void m11() {
    MachineSpec spec = spec("run");
    MachineId id = running(spec).id();
    assertThat(seenBy(id).orElseThrow()).containsEntry("secrets", "DATABASE_PASSWORD");
    assertThat(shown(id) + spec + provider.find(id)).doesNotContain(CANARY.reveal());
  }

  @Test
  @DisplayName("M12 a program that is asked to end may do so by itself")
  void m12() {
    MachineId id = running(spec("run")).id();
    provider.stop(id, StopSignal.TERM, GRACE);
    assertThat(becomes(id, status -> !status.mayAct()).status()).isEqualTo(code(0));
    await(() -> !programRuns(id));
  }

  @Test
  @DisplayName("M13 a program that does not hear is ended by force when the grace is over")
  void m13() {
    MachineId id = running(spec("deaf")).id();
    provider.stop(id, StopSignal.TERM, Duration.ofMillis(300));
    assertThat(becomes(id, status -> !status.mayAct()).status())
        .isEqualTo(new MachineStatus.Stopped(new Exit.Signalled(9)));
    await(() -> !programRuns(id)); // killed, and a moment later gone
    assertThat(starts(id)).isEqualTo(1);
  }

  @Test
  @DisplayName("M14 stopping what has stopped changes nothing")
  void m14() {
    MachineId id = made(spec("exit 0")).id();
    becomes(id, code(0)::equals);
    provider.stop(id, StopSignal.TERM, GRACE);
    assertThat(provider.find(id).orElseThrow().status()).isEqualTo(code(0));
  }

  @Test
  @DisplayName("M15 what was stopped can be started again, with the same id and settings")
  void m15() {
    MachineSpec spec = spec("run").with("MARK", "kept");
    MachineId id = running(spec).id();
    provider.stop(id, StopSignal.TERM, GRACE);
    becomes(id, code(0)::equals);
    provider.start(id, SECRETS);
    becomes(id, status -> status instanceof MachineStatus.Running);
    await(() -> starts(id) == 2);
    assertThat(seenBy(id).orElseThrow())
        .containsEntry("MARK", "kept")
        .containsEntry("secrets", "DATABASE_PASSWORD");
  }

  @Test
  @DisplayName("M16 starting what runs changes nothing")
  void m16() {
    MachineId id = running(spec("run")).id();
    provider.start(id, SECRETS);
    assertThat(provider.find(id).orElseThrow().status()).isEqualTo(new MachineStatus.Running(0));
    assertThat(starts(id)).isEqualTo(1);
  }

  @Test
  @DisplayName("M17 a program that ends with 0 stays ended, and its machine stays there")
  void m17() {
    MachineId id = made(spec("exit 0")).id();
    assertThat(becomes(id, status -> !status.mayAct()).status()).isEqualTo(code(0));
    assertThat(starts(id)).isEqualTo(1);
    assertThat(listed()).containsExactly(id);
  }

  @Test
  @DisplayName("M18 a program that fails is started again, and the count says so")
  void m18() {
    MachineId id = made(spec("once 1")).id();
    becomes(id, new MachineStatus.Running(1)::equals);
    await(() -> starts(id) == 2);
    assertThat(seenBy(id).orElseThrow()).containsEntry("secrets", "DATABASE_PASSWORD");
  }

  @Test
  @DisplayName("M19 after ten restarts within the window the machine is given up, with the cause")
  void m19() {
    MachineId id = made(spec("exit 7")).id();
    MachineStatus last = becomes(id, status -> !status.mayAct()).status();
    assertThat(last)
        .isInstanceOfSatisfying(
            MachineStatus.Failed.class,
            failed -> assertThat(failed.cause()).contains("10").contains("exit code 7"));
    assertThat(starts(id)).isEqualTo(11);
  }

  @Test
  @DisplayName("M20 an invalid configuration (3) and a refusal (4) are not tried again")
  void m20() {
    MachineId configuration = made(spec("exit 3")).id();
    MachineId refused = made(spec("exit 4")).id();
    becomes(configuration, status -> !status.mayAct());
    becomes(refused, status -> !status.mayAct());
    assertThat(List.of(starts(configuration), starts(refused))).containsExactly(1, 1);
  }

  @Test
  @DisplayName("M21 with no restarts allowed the first failure is the last")
  void m21() {
    RestartPolicy never = new RestartPolicy(0, Duration.ofMinutes(5), new TreeSet<>(List.of(0)));
    MachineId id = made(spec("exit 1").withRestart(never)).id();
    becomes(id, status -> !status.mayAct());
    assertThat(starts(id)).isEqualTo(1);
  }

  @Test
  @DisplayName("M22 destroying twice, or what never was, is harmless")
  void m22() {
    MachineId id = running(spec("run")).id();
    provider.destroy(id);
    provider.destroy(id);
    provider.destroy(new MachineId("dep-never-00000000"));
    assertThat(listed()).isEmpty();
  }

  @Test
  @DisplayName("M23 a deployment whose machine was destroyed can have another, with another id")
  void m23() {
    MachineSpec first = spec("deaf");
    MachineId old = running(first).id();
    provider.destroy(old);
    MachineId young =
        running(
                MachineSpec.of(first.deployment(), UUID.randomUUID(), PLANE, RELEASE)
                    .with("BEHAVE", "run")
                    .withSecrets(SECRETS))
            .id();
    assertThat(young).isNotEqualTo(old);
    provider.destroy(old);
    assertThat(listed()).containsExactly(young);
    assertThat(provider.find(young).orElseThrow().status()).isEqualTo(new MachineStatus.Running(0));
  }

  @Test
  @DisplayName("M24 logs have the last lines, the newest last, and no more than asked for")
  void m24() {
    Assumptions.assumeTrue(keepsLogs());
    MachineId id = running(spec("run")).id();
    List<String> all = provider.logs(id, 100);
    assertThat(all.getLast()).isEqualTo("ready");
    assertThat(provider.logs(id, 2)).isEqualTo(all.subList(all.size() - 2, all.size()));
  }

  @Test
  @DisplayName(
      "M25 an upgrade keeps id, settings and size, changes release and version, restarts once")
  void m25() {
    MachineSpec spec = spec("run").with("MARK", "kept");
    Machine before = running(spec);
    Machine after = provider.upgrade(before.id(), NEWER, SECRETS, GRACE);
    assertThat(List.of(after.id(), after.release())).containsExactly(before.id(), NEWER);
    assertThat(after.version()).isNotEqualTo(before.version());
    becomes(before.id(), status -> status instanceof MachineStatus.Running);
    await(() ->
        starts(before.id()) == 2
            && seenBy(before.id()).filter(seen -> NEWER.equals(seen.get("release"))).isPresent());
    assertThat(seenBy(before.id()).orElseThrow())
        .containsEntry("MARK", "kept")
        .containsEntry("secrets", "DATABASE_PASSWORD");
    assertThat(listed()).containsExactly(before.id());
  }

  @Test
  @DisplayName("M26 an upgrade of what has stopped leaves it stopped")
  void m26() {
    MachineId id = running(spec("run")).id();
    provider.stop(id, StopSignal.TERM, GRACE);
    becomes(id, status -> !status.mayAct());
    Machine after = provider.upgrade(id, NEWER, SECRETS, GRACE);
    assertThat(after.release()).isEqualTo(NEWER);
    assertThat(after.status().mayAct()).isFalse();
    assertThat(starts(id)).isEqualTo(1);
  }

  @Test
  @DisplayName("M27 a program that is killed from outside is started again")
  void m27() {
    MachineId id = running(spec("run")).id();
    killProgram(id);
    becomes(id, new MachineStatus.Running(1)::equals);
    await(() -> starts(id) == 2);
  }

  @Test
  @DisplayName("M28 machines live on while the control plane is away, and are found by the next")
  void m28() {
    MachineSpec spec = spec("run");
    Machine before = running(spec);
    provider = reopen();
    assertThat(provider.find(before.id())).contains(before);
    assertThat(listed()).containsExactly(before.id());
    provider.stop(before.id(), StopSignal.TERM, GRACE);
    assertThat(becomes(before.id(), status -> !status.mayAct()).status()).isEqualTo(code(0));
  }

  @Test
  @DisplayName("M29 a wish that cannot be is refused for good and leaves nothing")
  void m29() {
    MachineSpec spec = spec("run").withRelease("");
    assertThatThrownBy(() -> provider.create(spec))
        .isInstanceOfSatisfying(
            MachineException.class, e -> assertThat(e.kind()).isEqualTo(Kind.PERMANENT));
    assertThat(listed()).isEmpty();
    assertThatThrownBy(() -> spec("run").with("A-B", "c"))
        .isInstanceOf(MachineException.class)
        .hasMessage("no name of an environment variable: A-B");
    assertThatThrownBy(() -> spec("run").with("PASSWORD", CANARY.reveal()))
        .isInstanceOf(MachineException.class)
        .hasMessageContaining("PASSWORD would show a secret");
  }

  @Test
  @DisplayName("M30 asking something of a machine that never was is refused")
  void m30() {
    MachineId never = new MachineId("dep-never-00000000");
    assertThatThrownBy(() -> provider.start(never, SECRETS)).isInstanceOf(MachineException.class);
    assertThatThrownBy(() -> provider.stop(never, StopSignal.TERM, GRACE))
        .isInstanceOf(MachineException.class);
    assertThatThrownBy(() -> provider.upgrade(never, NEWER, SECRETS, GRACE))
        .isInstanceOf(MachineException.class);
  }

  @Test
  @DisplayName("M31 settle says how it is once nothing passes, or when it took too long")
  void m31() {
    MachineId id = made(spec("run")).id();
    assertThat(provider.settle(id, SOON).orElseThrow().status())
        .isEqualTo(new MachineStatus.Running(0));
    assertThat(provider.settle(new MachineId("dep-never-00000000"), SOON)).isEmpty();
  }

  @Test
  @DisplayName("M32 a stop right after the creation, before the program is up, still ends it")
  void m32() {
    MachineId id = made(spec("run")).id();
    provider.stop(id, StopSignal.TERM, GRACE);
    becomes(id, status -> !status.mayAct());
    await(() -> !programRuns(id));
  }
}
