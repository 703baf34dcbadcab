package dev.orrery.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.api.StrategyFactory;
import dev.orrery.api.StrategyPlugin;
import dev.orrery.kernel.ProblemException;
import dev.orrery.market.replay.Replay;
import dev.orrery.runtime.plugin.TestJar;
import dev.orrery.runtime.recording.DecisionRecord;
import dev.orrery.runtime.recording.LogRecorded;
import dev.orrery.testing.Await;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bad replacement leaves the old version running, and says so in one line. */
class SwapRefusalTest {
  /** A factory of {@code sized}, whose operator gives {@code fast: 5}. */
  private static final String SIZED =
      """
      package p;
      import dev.orrery.api.*;
      import dev.orrery.api.action.*;
      import jakarta.validation.constraints.*;
      import java.util.*;
      public class Sized implements StrategyFactory<Sized.Settings> {
        public record Settings(@Max(100) int fast) {}
        @Override public String name() { return "sized"; }
        @Override public Class<Settings> parameterType() { return Settings.class; }
        @Override public Settings defaults() { return new Settings(1); }
        @Override public List<Trigger> triggers(Settings settings) {
          return List.of(Trigger.everySeconds(3_600));
        }
        @Override public StrategyPlugin create(Settings settings, StrategyBinding binding) {
          return new BoundStrategy(binding) {
            @Override public List<Action> decide(DecisionContext context) {
              return List.of(new Noop("fast " + settings.fast()));
            }
          };
        }
      }
      """;

  @TempDir private Path folder;
  private final List<PluginChange> told = new CopyOnWriteArrayList<>();
  private final Rig rig = new Rig();
  private List<WeakReference<ClassLoader>> loaders = List.of();
  private StrategyRuntime runtime;
  private Path file = Path.of("");
  private String digest = "";
  private int asked;

  @BeforeEach
  void start() throws Exception {
    loaders = Versions.countLoaders();
    file = good().build(folder.resolve("a.jar"));
    Path other = jar("Other", "other", "").build(folder.resolve("b.jar"));
    Replay market = Replay.of(TestFiles.bars(folder, 600, 91), "BTC").speed(60);
    runtime =
        rig.over(file, market)
            .plugin(other)
            .humanOperated("paper:human")
            .strategy("sized", it -> it.vault("s").parameter("fast", 5))
            .strategy("plain", it -> {})
            .andTheRest()
            .listener(fact -> {
              if (fact instanceof RuntimeFact.PluginChanged changed) {
                told.add(changed.change());
              }
            })
            .build();
    runtime.start();
    digest = runtime.plugins().getFirst().digest().hex();
  }

  @AfterEach
  void stop() {
    runtime.close();
    Versions.forgetLoaders();
  }

  @Test
  void ofAFileThatIsNoJar() throws Exception {
    Files.writeString(file, "no jar at all");
    refuses("is not a jar");
  }

  @Test
  void ofAJarThatWasCutOff() throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    refuses("damaged");
  }

  @Test
  void ofAFileThatIsGone() throws Exception {
    Files.delete(file);
    refuses("does not exist");
  }

  @Test
  void ofAJarWithoutStrategies() {
    TestJar.jar().file("README", "nothing").build(file);
    refuses("META-INF/services");
  }

  @Test
  void ofAnotherApi() {
    good().manifest("Orrery-Api-Version", "9.0").build(file);
    refuses("9.0");
  }

  @Test
  void ofAConstructorThatThrows() {
    sized(jar("Plain", "plain", "public Plain() { throw new IllegalStateException(\"no\"); }"))
        .build(file);
    refuses("the constructor of p.Plain threw IllegalStateException: no");
  }

  @Test
  void ofParametersThatAreNoMore() {
    sized(jar("Plain", "plain", ""), SIZED.replace("fast", "quick")).build(file);
    refuses("strategy sized", "fast");
  }

  @Test
  void ofParametersThatBreakANewRule() {
    sized(jar("Plain", "plain", ""), SIZED.replace("@Max(100)", "@Max(3)")).build(file);
    refuses("strategy sized", "fast", "3");
  }

  @Test
  void ofParametersTheFactoryCannotUse() {
    String picky =
        SIZED.replace(
            "return new BoundStrategy",
            "if (settings.fast() == 5) { throw new IllegalArgumentException(\"five\"); }"
                + " return new BoundStrategy");
    sized(jar("Plain", "plain", ""), picky).build(file);
    refuses("strategy sized: five", "correct the parameters");
  }

  @Test
  void ofANameThatAnotherJarHas() {
    good().strategy("Second", "other", "").build(file);
    refuses("has a strategy named other, and so has b.jar");
  }

  @Test
  void ofAnotherAccount() {
    TestJar moved =
        TestJar.jar()
            .source("p.Plain", source("Plain", "plain", "").replace("\"v\"", "\"elsewhere\""))
            .service(StrategyPlugin.class, "p.Plain");
    sized(moved).build(file);
    refuses("strategy plain: names vault elsewhere, but trades on v");
  }

  @Test
  void ofANewcomerWhoseAccountAPersonOperates() {
    good().strategy("Human", "human", "").build(file);
    refuses("strategy human wants vault paper:human, which is operated by a person");
  }

  @Test
  void ofCandlesTheMarketDoesNotHave() {
    String doge =
        "@Override public List<Subscription> subscriptions() {"
            + " return List.of(new Subscription(\"DOGE\", Interval.HOUR, 3)); }";
    sized(jar("Plain", "plain", doge)).build(file);
    refuses("strategy plain: wants candles of DOGE, which the market does not know");
  }

  @Test
  void ofClosesTheMarketDoesNotHave() {
    String source =
        source("Plain", "plain", "")
            .replace("Trigger.everySeconds(60)", "Trigger.barClose(\"DOGE\", Interval.HOUR)");
    sized(TestJar.jar().source("p.Plain", source).service(StrategyPlugin.class, "p.Plain"))
        .build(file);
    refuses("strategy plain: wants candles of DOGE");
  }

  @Test
  void ofANewcomerThatCannotBeMade() {
    String never = SIZED.replace("\"sized\"", "\"never\"").replace("Sized", "Never");
    String second =
        never
            .replace(
                "return new BoundStrategy",
                "if (made++ > 0) { throw new IllegalStateException(\"never\"); }"
                    + " return new BoundStrategy")
            .replace("public record", "static int made; public record");
    good().source("p.Never", second).service(StrategyFactory.class, "p.Never").build(file);
    refuses("strategy never", "IllegalStateException: never");
    assertThat(runtime.strategies()).extracting(StrategyStatus::name).doesNotContain("never");
  }

  @Test
  void ofWhatIsInUseAlreadyDoesNothing() {
    assertThat(runtime.replacePlugin(file, file).kind()).isEqualTo(PluginChange.Kind.SAME);
    assertThat(told).isEmpty();
    assertThatThrownBy(() -> runtime.addPlugin(file)).hasMessageContaining("is in use already");
    Path nowhere = folder.resolve("nowhere.jar");
    assertThatThrownBy(() -> runtime.replacePlugin(nowhere, file))
        .hasMessageContaining("is not in use");
    assertThatThrownBy(() -> runtime.removePlugin(nowhere)).hasMessageContaining("is not in use");
  }

  private void refuses(String... parts) {
    assertThatThrownBy(() -> runtime.replacePlugin(file, file))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> {
              assertThat(refused.problems()).hasSize(1);
              assertThat(refused.getMessage())
                  .startsWith("plugin a.jar: ")
                  .contains(parts)
                  .contains("; version " + digest.substring(0, 12) + " runs on")
                  .doesNotContain("\n");
            });
    assertThat(runtime.plugins().getFirst().digest().hex()).isEqualTo(digest);
    assertThat(runtime.refusedPlugins())
        .singleElement()
        .satisfies(jar -> assertThat(jar.problem().line()).contains(parts).contains(" runs on"));
    assertDecides("plain");
    assertDecides("sized");
    assertThat(runtime.strategies())
        .filteredOn(each -> !each.name().equals("other"))
        .allSatisfy(each -> {
          assertThat(each.notice()).startsWith("plugin a.jar: ");
          assertThat(each.state()).isEqualTo("running");
        });
    Await.until(() -> told.size() == 1);
    assertThat(told.getFirst().kind()).isEqualTo(PluginChange.Kind.REFUSED);
    assertThat(logged("plugin_refused")).hasSize(2);
    Await.until(() -> Versions.alive(loaders) <= 2);
    goesOnWithAGoodOne();
  }

  private void goesOnWithAGoodOne() {
    good().file("README", "mended").build(file);
    PluginChange change = runtime.replacePlugin(file, file);
    assertThat(change.replaced()).containsExactlyInAnyOrder("plain", "sized");
    assertThat(runtime.refusedPlugins()).isEmpty();
    assertThat(runtime.strategies()).extracting(StrategyStatus::notice).containsOnlyNulls();
    digest = String.valueOf(change.after());
    assertDecides("sized");
    assertThat(logged("plugin_replaced")).hasSize(2);
  }

  private void assertDecides(String strategy) {
    String id = runtime.trigger(strategy, "by hand " + asked++, null);
    Await.until(() -> rig.decisions(strategy).stream().anyMatch(each -> each.id().equals(id)));
    DecisionRecord last = rig.decisions(strategy).getLast();
    assertThat(last.identity().jarDigest()).isEqualTo(digest);
    assertThat(last.reasons())
        .containsExactly(strategy.equals("sized") ? "fast 5" : "nothing to do");
  }

  private List<LogRecorded> logged(String event) {
    return rig.journal.entries().stream()
        .filter(LogRecorded.class::isInstance)
        .map(LogRecorded.class::cast)
        .filter(each -> each.event().equals(event))
        .toList();
  }

  private static TestJar good() {
    return sized(jar("Plain", "plain", ""));
  }

  private static TestJar jar(String className, String name, String members) {
    return TestJar.jar()
        .source("p." + className, source(className, name, members))
        .service(StrategyPlugin.class, "p." + className);
  }

  private static String source(String className, String name, String members) {
    String count =
        """
        static {
          List<java.lang.ref.WeakReference<ClassLoader>> loaders =
              (List<java.lang.ref.WeakReference<ClassLoader>>)
                  System.getProperties().get("orrery.test.loaders");
          if (loaders != null) {
            loaders.add(new java.lang.ref.WeakReference<>(%s.class.getClassLoader()));
          }
        }
        """
            .formatted(className);
    return TestJar.strategySource(className, name, count + members);
  }

  private static TestJar sized(TestJar jar) {
    return sized(jar, SIZED);
  }

  private static TestJar sized(TestJar jar, String source) {
    return jar.source("p.Sized", source).service(StrategyFactory.class, "p.Sized");
  }
}
