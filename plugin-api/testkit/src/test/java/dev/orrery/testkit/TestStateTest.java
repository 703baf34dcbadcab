package dev.orrery.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

final class TestStateTest {
  private final TestState state = new TestState();

  @Test
  void writesOnlyOverTheExpectedValue() {
    assertThat(state.compareAndSet("k", null, "1")).isTrue();
    assertThat(state.compareAndSet("k", null, "2")).isFalse();
    assertThat(state.compareAndSet("k", "1", "2")).isTrue();
    assertThat(state.get("k")).contains("2");
    assertThat(state.compareAndSet("k", "2", null)).isTrue();
    assertThat(state.get("k")).isEmpty();
    assertThat(state.keys()).isEmpty();
  }

  @Test
  void comparesAbsentWithAbsent() {
    assertThat(state.compareAndSet("k", null, null)).isTrue();
    assertThat(state.compareAndSet("k", "1", null)).isFalse();
  }

  @Test
  void removesAbsentKeyWithoutError() {
    state.remove("k");

    assertThat(state.entries()).isEmpty();
  }

  @Test
  void refusesLongKeysAndValuesAndChangesNothing() {
    state.put("k".repeat(128), "v".repeat(65_536));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> state.put("k".repeat(129), "v"))
        .withMessageContaining("128");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> state.put("k", "é".repeat(32_769)))
        .withMessageContaining("65536");
    assertThatIllegalArgumentException().isThrownBy(() -> state.put("", "v"));
    assertThat(state.keys()).hasSize(1);
  }

  @Test
  void refusesTheThousandAndFirstKeyButNotOverwriting() {
    for (int i = 0; i < 1_000; i++) {
      state.put("k" + i, "v");
    }
    state.put("k0", "w");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> state.compareAndSet("one more", null, "v"))
        .withMessageContaining("1000");
  }

  @Test
  void refusesMoreThanAMegabyteInAllAndGivesRoomBack() {
    String big = "v".repeat(65_000);
    for (int i = 0; i < 16; i++) {
      state.put("k" + i, big);
    }

    assertThatIllegalArgumentException()
        .isThrownBy(() -> state.put("k16", big))
        .withMessageContaining("1048576");
    state.remove("k0");
    state.put("k16", big);
    assertThat(state.keys()).hasSize(16);
  }
}
