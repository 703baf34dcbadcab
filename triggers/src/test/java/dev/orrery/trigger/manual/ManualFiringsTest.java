package dev.orrery.trigger.manual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.ProblemException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManualFiringsTest {
  private final ManualFirings manual = new ManualFirings();
  private final List<ManualRequest> fired = new ArrayList<>();
  private boolean refuses;

  private final ManualTarget target =
      new ManualTarget() {
        @Override
        public String firingId(ManualRequest request) {
          return request.strategy() + "-" + request.originId();
        }

        @Override
        public void fire(ManualRequest request) {
          if (refuses) {
            throw new IllegalStateException("not now");
          }
          fired.add(request);
        }
      };

  @Test
  void oneRequestIdFiresOnce() {
    manual.register("sma", target);
    ManualRequest request = new ManualRequest("sma", "r1", "{}");
    assertThat(manual.request(request)).isEqualTo("sma-request:r1");
    assertThat(manual.request(request)).isEqualTo("sma-request:r1");
    assertThat(manual.request(new ManualRequest("sma", "r2", "{}"))).isEqualTo("sma-request:r2");
    assertThat(fired).containsExactly(request, new ManualRequest("sma", "r2", "{}"));
  }

  @Test
  void refusesAnUnknownStrategyNamingThoseThatRun() {
    manual.register("sma", target);
    Runnable gone = manual.register("grid", target);
    gone.run();
    gone.run();
    assertThatThrownBy(() -> manual.request(new ManualRequest("grid", "r1", null)))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.exit()).isEqualTo(ExitCode.REFUSED))
        .hasMessageContainingAll("grid", "is not known", "running are sma");
  }

  @Test
  void refusesAnotherPayloadUnderOneRequestId() {
    manual.register("sma", target);
    manual.request(new ManualRequest("sma", "r1", "a"));
    assertThatThrownBy(() -> manual.request(new ManualRequest("sma", "r1", "b")))
        .hasMessageContaining("another payload");
    assertThatThrownBy(() -> manual.request(new ManualRequest("sma", "r1", null)))
        .hasMessageContaining("another payload");
    assertThat(fired).hasSize(1);
  }

  @Test
  void aRequestThatFailedMayBeMadeAgain() {
    manual.register("sma", target);
    refuses = true;
    ManualRequest request = new ManualRequest("sma", "r1", null);
    assertThatThrownBy(() -> manual.request(request)).isInstanceOf(IllegalStateException.class);
    refuses = false;
    manual.request(request);
    assertThat(fired).containsExactly(request);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void refusesBlankRequestIds(String id) {
    manual.register("sma", target);
    assertThatThrownBy(() -> manual.request(new ManualRequest("sma", id, null)))
        .hasMessageContaining("is blank");
    assertThatThrownBy(() -> manual.request(new ManualRequest("sma", "x".repeat(129), null)))
        .hasMessageContaining("longer than 128");
  }
}
