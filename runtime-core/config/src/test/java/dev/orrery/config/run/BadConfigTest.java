package dev.orrery.config.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.orrery.config.ConfigLoader;
import dev.orrery.config.Draft;
import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad files and every line they are answered with. */
class BadConfigTest {
  private static final KnownStrategies KNOWN =
      new KnownStrategies(
          Map.of("sma-cross", "paper:sma-cross", "grid", "paper:grid", "jump-fade", "paper:jump"),
          Set.of("refused-one"),
          expression ->
              expression.split(" ").length < 6
                  ? Optional.of("has fewer than six fields")
                  : Optional.empty());

  @ParameterizedTest
  @ValueSource(strings = {"many", "entries"})
  void tellsEveryProblemAtOnce(String name) throws IOException {
    String expected = resource(name + ".txt");
    assertThat(problems(resource(name + ".yaml"))).isEqualTo(expected.strip());
  }

  @Test
  void endsWithTheExitCodeOfConfiguration() {
    Draft<RunConfig> draft = ConfigLoader.of(RunConfig.class).text("o.yaml", "port: x").read();
    ProblemException e = catchThrowableOfType(ProblemException.class, draft::require);
    assertThat(e.exit()).isEqualTo(ExitCode.CONFIGURATION);
  }

  @Test
  void neverShowsASecretThatWasWrittenIntoTheFile() {
    assertThat(problems("store: {password: hunter2}")).doesNotContain("hunter2");
    assertThat(problems("store: {url: 'jdbc:postgresql://h/d?password=hunter2'}"))
        .contains("url must not hold a password")
        .doesNotContain("hunter2");
    assertThat(problems("store: {url: 'jdbc:postgresql://me:hunter2@h/d'}"))
        .contains("url must not hold a password")
        .doesNotContain("hunter2");
  }

  private static String problems(String yaml) {
    Draft<RunConfig> draft = ConfigLoader.of(RunConfig.class).text("orrery.yaml", yaml).read();
    ProblemException e =
        catchThrowableOfType(
            ProblemException.class, () -> draft.require(RunChecks.check(draft, KNOWN)));
    return e == null ? "" : String.valueOf(e.getMessage());
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = BadConfigTest.class.getResourceAsStream("/bad/" + name)) {
      assertThat(in).as(name).isNotNull();
      return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
