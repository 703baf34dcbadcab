package dev.orrery.strategy.jumpfade;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JumpTest {
  @Test
  void readsSymbolAndMove() {
    assertThat(
            Jump.parse(
                "{\"symbol\":\"BTC\",\"movePct\":\"-1.8\",\"price\":\"812.5\",\"seconds\":60}"))
        .contains(new Jump("BTC", new BigDecimal("-1.8")));
  }

  @Test
  void readsBareNumbersAnyOrderAndWhiteSpace() {
    assertThat(Jump.parse(" {\n \"movePct\" : 2.25 ,\n \"symbol\" : \"BTC\" } "))
        .contains(new Jump("BTC", new BigDecimal("2.25")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "null",
        "[]",
        "jump",
        "{\"symbol\":\"BTC\"}",
        "{\"movePct\":\"1\"}",
        "{\"symbol\":\"\",\"movePct\":\"1\"}",
        "{\"symbol\":\"BTC\",\"movePct\":\"0\"}",
        "{\"symbol\":\"BTC\",\"movePct\":\"NaN\"}",
        "{\"symbol\":\"BTC\",\"movePct\":\"1e999999999\"}",
        "{\"symbol\":\"BTC\",\"movePct\":\"1\"",
        "{\"symbol\":\"BTC\" \"movePct\":\"1\"}",
        "{\"symbol\":\"BTC\",\"movePct\":\"1\",}",
        "{\"a\":{\"symbol\":\"BTC\",\"movePct\":\"1\"}}",
        "[{\"symbol\":\"BTC\",\"movePct\":\"1\"}]",
        "{\"symbol\":\"BTC\",\"movePct\":\"1\"} and more"
      })
  void readsNothingOutOfAnythingElse(String payload) {
    assertThat(Jump.parse(payload)).isEmpty();
  }

  @Test
  void staysQuickOnHostileText() {
    assertThat(Jump.parse("{" + "\"a\":1,".repeat(1_300))).isEmpty();
    assertThat(Jump.parse("{" + " ".repeat(7_900))).isEmpty();
    assertThat(Jump.parse("\"".repeat(7_999))).isEmpty();
  }
}
