package dev.orrery.runtime.plugin;

import static dev.orrery.runtime.plugin.TestJar.jar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.api.StrategyBinding;
import dev.orrery.api.Trigger;
import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.Sha256;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From what the operator asks for to a strategy that can run. */
class StrategyCreationTest {
  static final String FACTORY =
      """
      package p;
      import dev.orrery.api.*;
      import dev.orrery.api.action.*;
      import dev.orrery.api.market.*;
      import dev.orrery.api.value.*;
      import jakarta.validation.constraints.*;
      import java.math.BigDecimal;
      import java.time.Duration;
      import java.util.*;
      public class Cross implements StrategyFactory<Cross.Settings> {
        public enum Mode { CALM, WILD }
        public record Settings(
            @Positive int fast, @Positive int slow, Mode mode, Interval bars, Usd size,
            BigDecimal ratio, List<String> symbols, Duration pause, double factor) {}
        @Override public String name() { return "cross"; }
        @Override public Class<Settings> parameterType() { return Settings.class; }
        @Override public Settings defaults() {
          return new Settings(10, 30, Mode.CALM, Interval.HOUR, Usd.of(500), new BigDecimal("0.50"),
              List.of("BTC"), Duration.ofSeconds(90), 1.5);
        }
        @Override public List<Trigger> triggers(Settings settings) {
          return List.of(Trigger.barClose("BTC", settings.bars()));
        }
        @Override public StrategyPlugin create(Settings settings, StrategyBinding binding) {
          if (settings.fast() >= settings.slow()) {
            throw new IllegalArgumentException("fast must be below slow");
          }
          return new Made(settings, binding);
        }
        static class Made extends BoundStrategy {
          final Settings settings;
          Made(Settings settings, StrategyBinding binding) { super(binding); this.settings = settings; }
          @Override public List<Subscription> subscriptions() {
            return List.of(new Subscription("BTC", settings.bars(), settings.slow()));
          }
          @Override public List<Action> decide(DecisionContext context) {
            return List.of(new Noop(settings.toString()));
          }
        }
      }
      """;

  @TempDir private static Path built;
  @TempDir private Path folder;
  private Shelf shelf;

  @BeforeAll
  static void build() {
    jar().source("p.Cross", FACTORY).factories("p.Cross").build(built.resolve("cross.jar"));
    jar()
        .strategy("Plain", "plain", "@Override public void close() { throw new Error(); }")
        .build(built.resolve("plain.jar"));
  }

  @BeforeEach
  void open() throws Exception {
    shelf = Shelf.in(folder);
    for (String name : List.of("cross.jar", "plain.jar")) {
      Files.copy(built.resolve(name), shelf.file(name));
    }
    shelf.load();
    assertThat(shelf.refusals()).isEmpty();
  }

  @AfterEach
  void close() {
    shelf.close();
  }

  private LoadedStrategy create(StrategyRequest request) {
    return shelf.library.create(request);
  }

  private void refuses(StrategyRequest request, String... parts) {
    assertThatThrownBy(() -> create(request))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.exit()).isEqualTo(ExitCode.CONFIGURATION);
              assertThat(e).hasMessageContainingAll(parts);
            });
  }

  @Test
  void describesParametersWithTheirDefaults() {
    StrategyDescriptor cross = shelf.library.find("cross").orElseThrow();
    assertThat(cross.configurable()).isTrue();
    assertThat(cross.vaultId()).isEqualTo("paper:cross");
    assertThat(cross.parameters())
        .contains(
            new StrategyParameter("fast", "int", "10", "10", "Positive"),
            new StrategyParameter("mode", "Mode", "\"CALM\"", "CALM", "one of CALM, WILD"),
            new StrategyParameter("symbols", "List<String>", "[\"BTC\"]", "[BTC]", ""),
            new StrategyParameter("ratio", "BigDecimal", "0.5", "0.5", ""),
            new StrategyParameter("pause", "Duration", "\"PT1M30S\"", "90s", ""));
  }

  @Test
  void runsAsDeclaredWhenNothingIsAsked() {
    LoadedStrategy plain = create(StrategyRequest.asDeclared("plain"));
    assertThat(plain.binding())
        .isEqualTo(new StrategyBinding("plain", "v", List.of(Trigger.everySeconds(60))));
    assertThat(plain.parameters()).isEqualTo("{}");
    assertThat(plain.plugin().name()).isEqualTo("plain");
  }

  @Test
  void bindsWhatTheOperatorAsksFor() {
    LoadedStrategy cross =
        create(
            StrategyRequest.asDeclared("cross")
                .named("cross-eth")
                .on("paper-2")
                .wokenBy(List.of(Trigger.manual()))
                .parameter("fast", 5)
                .parameter("bars", "15m")
                .parameter("size", "250")
                .parameter("mode", "WILD"));
    assertThat(cross.binding())
        .isEqualTo(new StrategyBinding("cross-eth", "paper-2", List.of(Trigger.manual())));
    assertThat(cross.plugin().name()).isEqualTo("cross-eth");
    assertThat(cross.subscriptions()).singleElement().asString().contains("15m", "30");
    assertThat(cross.parameters())
        .isEqualTo(
            "{\"bars\":\"15m\",\"factor\":1.5,\"fast\":5,\"mode\":\"WILD\",\"pause\":\"PT1M30S\","
                + "\"ratio\":0.5,\"size\":\"250\",\"slow\":30,\"symbols\":[\"BTC\"]}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"250", "250 USD", "250 USDC", "250usdc"})
  void readsMoneyWithAndWithoutItsUnit(String size) {
    StrategyRequest request = StrategyRequest.asDeclared("cross").parameter("size", size);
    assertThat(create(request).parameters()).contains("\"size\":\"250\"");
  }

  @Test
  void refusesMoneyOfAnotherUnit() {
    refuses(
        StrategyRequest.asDeclared("cross").parameter("size", "250 EUR"),
        "parameter size: ",
        "250 EUR");
  }

  @Test
  void givesTriggersThatFollowTheParameters() {
    LoadedStrategy cross = create(StrategyRequest.asDeclared("cross").parameter("bars", "5m"));
    assertThat(cross.binding().triggers())
        .containsExactly(Trigger.barClose("BTC", dev.orrery.api.market.Interval.FIVE_MINUTES));
  }

  @Test
  void identifiesEqualParametersEqually() throws Exception {
    StrategyRequest asked = StrategyRequest.asDeclared("cross");
    var one = create(asked.parameter("ratio", "0.5")).identity();
    assertThat(create(asked.named("other")).identity()).isEqualTo(one);
    assertThat(create(asked.parameter("ratio", "0.51")).identity()).isNotEqualTo(one);
    assertThat(one.jarDigest())
        .isEqualTo(Sha256.of(Files.readAllBytes(shelf.file("cross.jar"))).hex());
    assertThat(one.strategy()).isEqualTo("cross");
    assertThat(one.apiVersion()).isEqualTo("1.0");
    assertThat(one.parameterDigest()).isEqualTo(Sha256.of(create(asked).parameters()).hex());
  }

  @Test
  void refusesParametersThatDoNotFit() {
    StrategyRequest asked = StrategyRequest.asDeclared("cross");
    refuses(asked.parameter("fast", 0), "parameter fast", "must be greater than 0");
    refuses(asked.parameter("fats", 5), "fats", "fast");
    refuses(asked.parameter("fast", "many"), "parameter fast", "many");
    assertThatThrownBy(() -> create(asked.parameter("fast", 40)))
        .hasMessage("strategy cross: fast must be below slow (correct the parameters)");
    refuses(asked.parameter("fast", 0).parameter("slow", 0), "parameter fast", "parameter slow");
  }

  @Test
  void refusesParametersForAStrategyWithoutAny() {
    refuses(
        StrategyRequest.asDeclared("plain").parameter("fast", 1),
        "strategy plain: takes no parameters, but is given fast");
  }

  @Test
  void refusesAnotherNameForAStrategyWithItsNameInCode() {
    refuses(StrategyRequest.asDeclared("plain").named("x"), "cannot run under the name x");
  }

  @Test
  void refusesTriggersThatCannotBeUsed() {
    StrategyRequest asked = StrategyRequest.asDeclared("plain");
    refuses(
        asked.wokenBy(List.of(Trigger.cron("0 0 25 * * ?"))),
        "is given a trigger that cannot be used",
        "0 0 25 * * ?");
    refuses(asked.wokenBy(List.of()), "is given no trigger");
  }

  @Test
  void closesWhateverTheStrategyDoes() {
    LoadedStrategy plain = create(StrategyRequest.asDeclared("plain"));
    plain.close();
    plain.close();
  }

  @Test
  void refusesAJarWhoseDefaultsBreakTheirConstraints() {
    refusesFactory(FACTORY.replace("new Settings(10,", "new Settings(0,"), "greater than 0");
  }

  @Test
  void refusesAJarWhoseParametersHaveOddTypes() {
    refusesFactory(
        FACTORY.replace("double factor)", "Locale factor)").replace("1.5);", "Locale.ROOT);"),
        "is of type Locale, which a parameter cannot have");
  }

  @Test
  void refusesAJarWhoseStrategiesIgnoreTheirName() {
    refusesFactory(
        FACTORY.replace("super(binding)", "super(new StrategyBinding(\"x\", \"v\", List.of()))"),
        "calls itself x when bound as cross");
  }

  @Test
  void refusesAJarWhoseFactoryMakesNothing() {
    refusesFactory(
        FACTORY.replace("return new Made(settings, binding);", "return null;"),
        "p.Cross.create answered null");
  }

  private void refusesFactory(String source, String part) {
    Path file = shelf.file("odd.jar");
    jar()
        .source("p.Cross", source.replace("return \"cross\"", "return \"odd\""))
        .factories("p.Cross")
        .build(file);
    shelf.library.add(file);
    assertThat(shelf.refusals())
        .singleElement()
        .asString()
        .contains("plugin odd.jar: ")
        .contains(part.replace("bound as cross", "bound as odd"));
  }
}
