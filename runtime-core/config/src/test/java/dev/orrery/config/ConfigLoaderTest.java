package dev.orrery.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ConfigLoaderTest {
  private static ConfigLoader<Sample> sample(String yaml) {
    return ConfigLoader.of(Sample.class).text("f.yaml", yaml);
  }

  private static ConfigLoader<Sample.Root> root(String yaml) {
    return ConfigLoader.of(Sample.Root.class).text("f.yaml", yaml);
  }

  private static List<String> lines(ConfigLoader<?> loader) {
    return loader.read().problems().stream().map(Problem::line).toList();
  }

  @Test
  void missingFileIsAProblem() {
    assertThatThrownBy(() -> ConfigLoader.of(Sample.class).file(Path.of("no/such.yaml")))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.exit()).isEqualTo(ExitCode.CONFIGURATION))
        .hasMessage("no/such.yaml: there is no such file (correct the path)");
  }

  @Nested
  class Overlays {
    private static final String FILE =
        """
        whole: 5
        large: 5
        duration: 5s
        inner:
          name: file
        named:
          my-one: { period: 2m }
        free: { depth: 3 }
        """;

    private final Loaded<Sample> loaded =
        sample(FILE)
            .environment(
                Map.of(
                    "ORRERY_LARGE", "6",
                    "ORRERY_DURATION", "6s",
                    "ORRERY_LIST", "x, y",
                    "ORRERY_NAMED_MY_ONE_NAME", "environment",
                    "ORRERY_FREE_DEPTH", "4",
                    "ORRERY_HOME", "/somewhere",
                    "PATH", "/bin"))
            .reserved(Set.of("ORRERY_HOME"))
            .flag("duration", "--duration", "7s")
            .flag("inner.period", "--set", "3m")
            .flag("set", "--set", "[8, 9]")
            .flag("text", "--text", null)
            .read()
            .require();

    @Test
    void flagsWinOverEnvironmentOverFileOverDefaults() {
      Sample value = loaded.value();
      assertThat(value.text()).isEqualTo("text");
      assertThat(value.whole()).isEqualTo(5);
      assertThat(value.large()).isEqualTo(6);
      assertThat(value.duration()).isEqualTo(Duration.ofSeconds(7));
      assertThat(value.list()).containsExactly("x", "y");
      assertThat(value.set()).containsExactly(8, 9);
      assertThat(value.inner()).isEqualTo(new Sample.Inner("file", Duration.ofMinutes(3), null));
      assertThat(value.named())
          .containsEntry("my-one", new Sample.Inner("environment", Duration.ofMinutes(2), null));
    }

    @Test
    void everyValueKnowsWhereItCameFrom() {
      assertThat(loaded.origin("text")).isEqualTo(Origin.DEFAULT);
      assertThat(loaded.origin("whole")).isEqualTo(Origin.file("f.yaml", 1));
      assertThat(loaded.origin("large")).isEqualTo(Origin.environment("ORRERY_LARGE"));
      assertThat(loaded.origin("duration")).isEqualTo(Origin.flag("--duration"));
      assertThat(loaded.show().lines())
          .contains(
              "text: text   # default",
              "whole: 5   # f.yaml:1",
              "duration: 7s   # flag --duration",
              "named.my-one.name: environment   # environment ORRERY_NAMED_MY_ONE_NAME",
              "named.my-one.period: 2m   # f.yaml:7",
              "free.depth: 4   # environment ORRERY_FREE_DEPTH",
              "list: [x, y]   # environment ORRERY_LIST",
              "inner.period: 3m   # flag --set");
    }

    @Test
    void problemsNameVariableOrFlag() {
      assertThat(
              lines(
                  sample("named: {a-b: {}, a_b: {}}")
                      .environment(
                          Map.of(
                              "ORRERY_WHOLE", "many",
                              "ORRERY_WHOEL", "1",
                              "ORRERY_NAMED_A_B_NAME", "x",
                              "ORRERY_SOMETHING_ELSE", "1"))
                      .flag("durration", "--set", "1s")
                      .flag("truth", "--truth", "no")))
          .containsExactlyInAnyOrder(
              "environment ORRERY_WHOEL: is no setting (did you mean ORRERY_WHOLE?)",
              "environment ORRERY_SOMETHING_ELSE: is no setting (unset it)",
              "environment ORRERY_NAMED_A_B_NAME: could mean more than one key (use the file or a"
                  + " flag)",
              "environment ORRERY_WHOLE: whole: must be a whole number, is many (digits only)",
              "flag --set: durration: is no setting (did you mean duration?)",
              "flag --truth: truth: must be true or false, is no");
    }
  }

  @Nested
  class Secrets {
    @Test
    void areReadFromTheEnvironmentAndNeverPrinted() {
      Loaded<Sample.Root> loaded =
          root("login: {user: me, password: '${env:DB_PASSWORD}'}")
              .environment(Map.of("DB_PASSWORD", "hunter2"))
              .read()
              .require();
      Sample.Login login = Objects.requireNonNull(loaded.value().login());
      assertThat(login.password()).isEqualTo(Secret.of("hunter2"));
      assertThat(loaded.show()).contains("login.password: ***").doesNotContain("hunter2");
      assertThat(loaded.toString()).doesNotContain("hunter2");
      assertThat(new ConfigPrinter(Scalars.standard()).print(loaded.value()))
          .doesNotContain("hunter2");
    }

    @Test
    void mayComeAsAVariableOfTheirOwn() {
      Loaded<Sample.Root> loaded =
          root("login: {user: me}")
              .environment(Map.of("ORRERY_LOGIN_PASSWORD", "hunter2"))
              .read()
              .require();
      assertThat(Objects.requireNonNull(loaded.value().login()).password())
          .isEqualTo(Secret.of("hunter2"));
      assertThat(loaded.show()).doesNotContain("hunter2");
    }

    @Test
    void areRefusedInFilesAndOnTheCommandLine() {
      assertThat(lines(root("login: {user: me, password: hunter2}")))
          .containsExactly(
              "f.yaml:1: login.password: a secret must not be written here (put it into an"
                  + " environment variable and write ${env:NAME})");
      assertThat(lines(root("login: {user: me}").flag("login.password", "--set", "hunter2")))
          .singleElement()
          .asString()
          .startsWith("flag --set: login.password: a secret must not")
          .doesNotContain("hunter2");
    }

    @Test
    void needTheirVariable() {
      assertThat(lines(root("login: {user: me, password: '${env:DB_PASSWORD}'}")))
          .containsExactly(
              "f.yaml:1: login.password: needs the environment variable DB_PASSWORD, which is not"
                  + " set (export it, or remove the key)");
    }
  }

  @Nested
  class Constrained {
    @Test
    void everyBrokenRuleIsToldAlsoBesideValuesThatCannotBeRead() {
      assertThat(
              lines(
                  root(
                      """
                      guarded:
                        bounded: 11
                        names: [a, " ", c]
                        mail: nobody
                        share: 0
                      needs:
                        first: x
                      """)))
          .containsExactly(
              "f.yaml:2: guarded.bounded: must be less than or equal to 10, is 11",
              "f.yaml:3: guarded.names: must have at most 2, is [a,  , c]",
              "f.yaml:3: guarded.names[1]: must not be blank, is  ",
              "f.yaml:4: guarded.mail: must be a well-formed email address, is nobody",
              "f.yaml:5: guarded.share: must be greater than 0, is 0",
              "f.yaml:6: needs.second: is missing (it has no default: write a list such as [BTC])",
              "f.yaml:7: needs.first: must be a whole number, is x (digits only)");
    }

    @Test
    void rulesOverAWholeRecordAreChecked() {
      assertThat(lines(root("guarded: {bounded: 7}")))
          .containsExactly("f.yaml:1: guarded: bounded must not be 7");
    }
  }

  @Test
  void goodPartsOfABadFileCanBeLookedAt() {
    Draft<Sample.Root> draft = root("guarded: {bounded: 3}\nneeds: 5").read();
    assertThat(draft.problems()).hasSize(1);
    assertThat(draft.part(Sample.Guarded.class, "guarded")).isPresent();
    assertThat(draft.part(Sample.Needs.class, "needs")).isEmpty();
    assertThatThrownBy(() -> draft.require(List.of(Origin.CODE.problem("more", "is wrong", ""))))
        .hasMessage("f.yaml:2: needs: must hold settings by name, is 5\nmore: is wrong");
  }
}
