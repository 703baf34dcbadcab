package dev.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.kernel.ProblemException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BindAddressTest {
  @Test
  void isLoopbackUnlessTold() {
    assertThat(BindAddress.of(null, Map.of())).isEqualTo("127.0.0.1");
    assertThat(BindAddress.of(null, Map.of(BindAddress.VARIABLE, "0.0.0.0"))).isEqualTo("0.0.0.0");
    assertThat(BindAddress.of("10.0.0.7", Map.of(BindAddress.VARIABLE, "0.0.0.0")))
        .isEqualTo("10.0.0.7");
  }

  @Test
  void isToldAsThisHostReachesIt() {
    assertThat(BindAddress.url("127.0.0.1", 7070)).isEqualTo("http://127.0.0.1:7070");
    assertThat(BindAddress.url("0.0.0.0", 7070)).isEqualTo("http://127.0.0.1:7070");
    assertThat(BindAddress.url("10.0.0.7", 7070)).isEqualTo("http://10.0.0.7:7070");
    assertThat(BindAddress.url(BindAddress.of("::1", Map.of()), 7070))
        .isEqualTo("http://[0:0:0:0:0:0:0:1]:7070");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "localhost", "example.com", "1.2.3.4:80", "a\nb"})
  void isAnAddress(String wanted) {
    assertThatThrownBy(() -> BindAddress.of(wanted, Map.of()))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.problems().getFirst().line())
                    .startsWith("--bind: is no address: ")
                    .doesNotContain("\n"));
  }
}
