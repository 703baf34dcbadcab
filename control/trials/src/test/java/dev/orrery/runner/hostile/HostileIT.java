package dev.orrery.runner.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every hostile jar at once, beside four good ones, at the launcher's settings. */
class HostileIT {
  private static final boolean CERTIFY = Boolean.getBoolean(HostileProcess.CERTIFY);
  private static final int RUNS = CERTIFY ? 5 : 1;
  private static final int MARKS = CERTIFY ? 120 : 20;

  /** What the good ones may be late in any case, milliseconds. */
  private static final long LATE = 25;

  @TempDir private Path folder;

  private final List<Long> p99s = new ArrayList<>();

  @Test
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void costsItsNeighboursNotOneMark() throws Exception {
    for (int i = 1; i <= RUNS; i++) {
      p99s.add(held(run("run-" + i, Hostiles.running())).p99());
    }
    if (CERTIFY) {
      // About milliseconds, so on a machine that has nothing else to do.
      HostileRun without = run("without", List.of());
      System.out.println("without: " + without.figures());
      assertTicked(without);
      Collections.sort(p99s);
      assertThat(p99s.get(RUNS / 2))
          .as("median p99 lateness of %s, without them %d", p99s, without.p99())
          .isLessThanOrEqualTo(Math.max(2 * without.p99(), LATE));
    }
  }

  private static HostileRun held(HostileRun run) {
    System.out.println("hostile: " + run.figures());
    assertTicked(run);
    assertThat(run.spinning()).isEmpty();
    assertThat(run.number("lingering")).isLessThanOrEqualTo(run.number("abandoned"));
    assertThat(run.number("end")).as("heap at the end").isLessThanOrEqualTo(heap(run));
    assertFates(run);
    return run;
  }

  @Test
  void refusesWhatIsAllowedThere() throws Exception {
    List<Hostile> judged =
        Hostiles.running().stream().filter(each -> !each.allowed().isEmpty()).toList();
    List<Hostile> unallowed = judged.stream().map(each -> each.allowing()).toList();
    HostileRun run = run("refused", unallowed, 2);
    assertThat(run.exit()).as(run::end).isZero();
    for (Hostile each : judged) {
      assertThat(run.refused().get(each.fileName()))
          .as(each.name())
          .contains(each.allowed().iterator().next());
    }
    assertThat(run.refused()).hasSameSizeAs(judged);
  }

  private HostileRun run(String name, List<Hostile> hostiles) throws Exception {
    return run(name, hostiles, MARKS);
  }

  private HostileRun run(String name, List<Hostile> hostiles, int marks) throws Exception {
    return HostileProcess.run(Files.createDirectory(folder.resolve(name)), hostiles, marks);
  }

  private static long heap(HostileRun run) {
    return run.number("half") + run.number("half") / 10;
  }

  private static void assertTicked(HostileRun run) {
    assertThat(run.exit()).as(run::end).isZero();
    assertThat(run.marks().keySet()).containsExactlyElementsOf(Good.NAMES);
    run.marks()
        .forEach((name, verdicts) ->
            assertThat(verdicts).as("%s\n%s", name, run.end()).hasSize(MARKS).containsOnly("noop"));
  }

  private static void assertFates(HostileRun run) {
    SoftAssertions all = new SoftAssertions();
    for (Hostile each : Hostiles.running()) {
      String state = run.states().get(each.name());
      String cause = run.causes().get(each.name());
      switch (each.fate()) {
        case REFUSED -> {
          all.assertThat(state).as(each.name()).isNull();
          all.assertThat(run.refused().get(each.fileName()))
              .as(each.name())
              .containsPattern(each.cause());
        }
        case FAILS -> {
          all.assertThat(state).as("state of %s: %s", each.name(), cause).isEqualTo("unhealthy");
          all.assertThat(run.reasons().get(each.name()))
              .as(each.name())
              .containsPattern(each.cause());
        }
        case QUARANTINED -> {
          all.assertThat(state).as("state of %s: %s", each.name(), cause).isEqualTo("quarantined");
          all.assertThat(cause).as(each.name()).containsPattern(each.cause());
        }
        case TOO_GREEDY -> {
          all.assertThat(state).as(each.name()).isIn("unhealthy", "quarantined");
          all.assertThat(cause).as(each.name()).containsPattern(each.cause());
        }
        case DENIED ->
            all.assertThat(run.verdicts()).as(each.name()).containsKey(each.name() + " denied");
        case TAKES_ITS_TIME -> {
          all.assertThat(state).as(each.name()).isIn("running", "unhealthy");
          all.assertThat(run.reasons().getOrDefault(each.name(), "decide took longer than"))
              .as(each.name())
              .matches("(decide took longer than.*\\n?)+");
          all.assertThat(run.verdicts()).as(each.name()).containsKey(each.name() + " noop");
        }
        case GETS_ALONG -> {
          all.assertThat(state).as("state of %s: %s", each.name(), cause).isEqualTo("running");
          all.assertThat(run.verdicts()).as(each.name()).containsKey(each.name() + " noop");
        }
      }
    }
    all.assertThat(run.number("orders")).as("orders sent").isZero();
    all.assertAll();
  }
}
