package dev.orrery.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.market.replay.Replay;
import dev.orrery.runtime.control.LatchStore;
import dev.orrery.runtime.control.Latches;
import dev.orrery.runtime.recording.LogRecorded;
import dev.orrery.testing.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A jar dropped in while the runtime runs. */
class PluginArrivalTest {
  private static final String MINUTE = "Trigger.everySeconds(60)";

  @TempDir private Path folder;
  private final Rig rig = new Rig();
  private Path present = Path.of("");

  @BeforeEach
  void compile() {
    present = jar("present.jar", "here");
  }

  @Test
  void runsByItsDefaultsOnPaper() throws Exception {
    try (StrategyRuntime runtime = builder().build()) {
      runtime.start();
      PluginChange change = runtime.addPlugin(jar("new.jar", "late"));
      assertThat(change.kind()).isEqualTo(PluginChange.Kind.LOADED);
      assertThat(change.begun()).containsExactly("late");
      assertThat(runtime.strategies())
          .extracting(each -> each.name() + " on " + each.vault() + " " + each.state())
          .containsExactly("here on paper:here running", "late on paper:late running");
      Await.until(() -> rig.decisions("late").size() > 2);
      assertThat(rig.decisions("late").getFirst().identity().jarDigest())
          .isEqualTo(String.valueOf(change.after()));
      assertThat(events()).contains("plugin_loaded", "runner_started");
    }
  }

  @Test
  void runsByItsEntryWhenItsJarWasRefusedAtTheStart() throws Exception {
    Path broken = folder.resolve("late.jar");
    Files.writeString(broken, "broken");
    try (StrategyRuntime runtime =
        builder()
            .plugin(broken)
            .strategy("late", it -> it.vault("of its entry"))
            .withoutRefused()
            .build()) {
      runtime.start();
      assertThat(runtime.refusedPlugins()).hasSize(1);
      jar("late.jar", "late");
      assertThat(runtime.addPlugin(broken).begun()).containsExactly("late");
      assertThat(runtime.refusedPlugins()).isEmpty();
      assertThat(runtime.strategies().getLast().vault()).isEqualTo("of its entry");
    }
  }

  @Test
  void isRefusedWhenAnotherJarHasItsStrategy() throws Exception {
    try (StrategyRuntime runtime = builder().build()) {
      runtime.start();
      Path second = jar("second.jar", "here", "late");
      assertThatThrownBy(() -> runtime.addPlugin(second))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("plugin second.jar: has a strategy named here");
      assertThat(runtime.strategies()).hasSize(1);
      assertThat(runtime.refusedPlugins())
          .singleElement()
          .satisfies(jar -> assertThat(jar.strategies()).containsExactlyInAnyOrder("here", "late"));
      assertThat(runtime.replacePlugin(present, second).begun()).containsExactly("late");
      assertThat(runtime.refusedPlugins()).isEmpty();
      assertThat(runtime.plugins()).hasSize(1);
    }
  }

  @Test
  void runsAsTheHostDecides() throws Exception {
    List<String> asked = new ArrayList<>();
    Newcomers host =
        (jar, offered) -> {
          offered.forEach(each -> asked.add(jar.fileName() + " " + each.name()));
          if (offered.size() > 1) {
            throw new ProblemException(Problem.unreachable("rows", "are away", "wait"));
          }
          return List.of(StrategyOptions.named(offered.getFirst().name()).vault("hosted"));
        };
    try (StrategyRuntime runtime = builder().newcomers(host).build()) {
      runtime.start();
      runtime.addPlugin(jar("new.jar", "late"));
      assertThat(runtime.strategies().getLast().vault()).isEqualTo("hosted");
      assertThatThrownBy(() -> runtime.addPlugin(jar("more.jar", "three", "four")))
          .hasMessage("plugin more.jar: rows: are away (wait)");
      assertThat(runtime.strategies()).hasSize(2);
      Path clash = jar("clash.jar", "five");
      assertThatThrownBy(() -> runtime.addPlugin(clash))
          .hasMessageContaining("wants vault hosted, which strategy late has");
    }
    assertThat(asked)
        .containsExactly("new.jar late", "more.jar three", "more.jar four", "clash.jar five");
  }

  @Test
  void respectsWhatWasSwitchedOnItBefore() throws Exception {
    LatchStore latches =
        new LatchStore() {
          @Override
          public Latches load(String deployment) {
            return Latches.NONE.withPaused("last week", false);
          }

          @Override
          public void save(String deployment, Latches changed) {}
        };
    try (StrategyRuntime runtime = builder().latches(latches).build()) {
      runtime.start();
      runtime.addPlugin(jar("new.jar", "late"));
      assertThat(runtime.strategies().getLast().state()).isEqualTo("paused");
      Await.until(() -> !rig.decisions("late").isEmpty());
      assertThat(rig.decisions("late").getFirst().reasons()).containsExactly("paused: last week");
    }
  }

  private RuntimeBuilder builder() throws Exception {
    return rig.over(present, Replay.of(TestFiles.bars(folder, 3_000, 131), "BTC").speed(600));
  }

  private Path jar(String file, String... names) {
    Strategies strategies = new Strategies();
    for (String name : names) {
      strategies.add(name, MINUTE, "return noop();");
    }
    return strategies.build(folder.resolve(file));
  }

  private List<String> events() {
    return rig.journal.entries().stream()
        .filter(LogRecorded.class::isInstance)
        .map(each -> ((LogRecorded) each).event())
        .toList();
  }
}
