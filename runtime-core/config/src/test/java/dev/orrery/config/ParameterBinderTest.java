package dev.orrery.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.kernel.ProblemException;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ParameterBinderTest {
  /** Stands for a value type of the plugin API. */
  private record Bars(int count) {
    Bars {
      if (count < 1) {
        throw new IllegalArgumentException("bars must be at least 1");
      }
    }

    static Bars of(String text) {
      if (!text.matches("\\d{1,4} bars")) {
        throw new IllegalArgumentException("'" + text + "' is not like 30 bars");
      }
      return new Bars(Integer.parseInt(text.substring(0, text.indexOf(' '))));
    }

    @Override
    public String toString() {
      return count + " bars";
    }
  }

  private enum Mode {
    LONG_ONLY,
    BOTH
  }

  private record Parameters(
      @NotBlank String symbol,
      @Min(2) @Max(200) int fast,
      @Max(400) int slow,
      @Positive BigDecimal sharePct,
      Duration hold,
      Mode mode,
      Bars bars,
      List<Bars> windows) {
    Parameters {
      if (fast >= slow) {
        throw new IllegalArgumentException("fast " + fast + " must be below slow " + slow);
      }
    }
  }

  private static final Parameters DEFAULTS =
      new Parameters(
          "BTC",
          10,
          30,
          new BigDecimal("20"),
          Duration.ofMinutes(5),
          Mode.BOTH,
          new Bars(30),
          List.of(new Bars(1)));

  private final ParameterBinder binder =
      new ParameterBinder(Scalars.standard().with(Bars.class, Bars::of));

  private Parameters bind(Map<String, ?> values) {
    return binder.bind(Parameters.class, DEFAULTS, ConfigNode.of(values));
  }

  @Test
  void nothingGivenIsTheDefaults() {
    assertThat(bind(Map.of())).isEqualTo(DEFAULTS);
  }

  @Test
  void valuesOfAProgramReplaceDefaults() {
    assertThat(
            bind(
                Map.of(
                    "fast",
                    12,
                    "slow",
                    48L,
                    "sharePct",
                    12.5,
                    "hold",
                    Duration.ofSeconds(90),
                    "mode",
                    Mode.LONG_ONLY,
                    "bars",
                    new Bars(7),
                    "windows",
                    List.of(new Bars(2), "3 bars"))))
        .isEqualTo(
            new Parameters(
                "BTC",
                12,
                48,
                new BigDecimal("12.5"),
                Duration.ofSeconds(90),
                Mode.LONG_ONLY,
                new Bars(7),
                List.of(new Bars(2), new Bars(3))));
  }

  @Test
  void everyProblemIsNamedByItsParameter() {
    assertThatThrownBy(() -> bind(Map.of("fast", 900, "symbl", "ETH", "bars", "x")))
        .isInstanceOf(ProblemException.class)
        .message()
        .satisfies(message ->
            assertThat(message.lines())
                .containsExactlyInAnyOrder(
                    "parameter symbl: is no setting (did you mean symbol?)",
                    "parameter fast: must be less than or equal to 200, is 900",
                    "parameter bars: is x: 'x' is not like 30 bars"));
  }

  @Test
  void problemsOfAFileHaveItsLine() {
    ConfigNode.Mapping file =
        YamlReader.file("orrery.yaml", "\nfast: 900\nhold: 5\n", new Findings());
    assertThatThrownBy(() -> binder.bind(Parameters.class, DEFAULTS, file))
        .hasMessage(
            """
            orrery.yaml:2: parameter fast: must be less than or equal to 200, is 900
            orrery.yaml:3: parameter hold: must be a duration such as 30s, is 5: the unit is missing \
            (write 5s, 5m or 5h)\
            """);
  }

  @Test
  void whatTheRecordRefusesIsAProblem() {
    assertThatThrownBy(() -> bind(Map.of("fast", 40)))
        .hasMessage("parameters: fast 40 must be below slow 30");
  }

  @Test
  void defaultsThatBreakTheirOwnRulesAreToldToo() {
    Parameters broken =
        new Parameters(
            "", 10, 30, BigDecimal.ONE, Duration.ZERO, Mode.BOTH, new Bars(1), List.of());
    assertThatThrownBy(() -> binder.bind(Parameters.class, broken, ConfigNode.of(Map.of())))
        .hasMessage("parameter symbol: must not be blank, is ''");
  }
}
