package dev.orrery.deployment.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {
  @ParameterizedTest
  @ValueSource(strings = {"\"true\"", "1", "\"false\"", "null", "[]", "{}"})
  void takesNothingButTrueAndFalseForAFlag(String value) {
    assertThat(refused(() -> fields("{\"preview\": " + value + "}").flag("preview")))
        .isEqualTo("field preview: is not true or false");
  }

  @Test
  void readsFlags() {
    assertThat(fields("{\"preview\": true}").flag("preview")).isTrue();
    assertThat(fields("{\"preview\": false}").flag("preview")).isFalse();
    assertThat(fields("{}").flag("preview")).isFalse();
  }

  @Test
  void refusesFieldsItDoesNotKnow() {
    assertThat(refused(() -> fields("{\"Preview\": true, \"extra\": 1}")))
        .isEqualTo("field Preview, extra: is not known here: there are preview, name, reason");
  }

  @Test
  void refusesAFieldThatIsThereTwice() {
    assertThat(refused(() -> fields("{\"name\": \"a\", \"name\": \"b\"}")))
        .startsWith("the body: is no JSON: ")
        .contains("name");
  }

  @Test
  void saysWhereAFaultIsWithoutNamingASource() {
    assertThat(refused(() -> fields("{\"name\": \"a\"")))
        .isEqualTo(
            "the body: is no JSON: Unexpected end-of-input: expected close marker for Object"
                + " (line 1, column 13)");
  }

  @Test
  void saysWhichFieldIsNoText() {
    assertThat(refused(() -> fields("{\"reason\": 5}").reason("reason")))
        .isEqualTo("field reason: is no text");
    assertThat(refused(() -> fields("{}").reason("reason"))).isEqualTo("field reason: is missing");
  }

  private static Fields fields(String body) {
    return Fields.of(
        Json.object(body.getBytes(StandardCharsets.UTF_8)), List.of("preview", "name", "reason"));
  }

  private static String refused(Runnable reading) {
    List<String> said = new java.util.ArrayList<>();
    assertThatExceptionOfType(HttpProblem.class)
        .isThrownBy(reading::run)
        .satisfies(problem -> {
          assertThat(problem.status()).isEqualTo(400);
          said.add(problem.getMessage());
        });
    return said.getFirst();
  }
}
