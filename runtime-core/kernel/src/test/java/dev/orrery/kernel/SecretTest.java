package dev.orrery.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;

class SecretTest {
  @Test
  void neverShowsItself() {
    Secret secret = Secret.of("hunter2");
    assertThat(secret).hasToString("***");
    assertThat("with " + secret).doesNotContain("hunter2");
    assertThat(Objects.toString(java.util.List.of(secret))).isEqualTo("[***]");
    assertThat(secret.reveal()).isEqualTo("hunter2");
  }

  @Test
  void matchesItselfOnly() {
    Secret secret = Secret.of("hunter2");
    assertThat(secret.matches("hunter2")).isTrue();
    assertThat(secret.matches("hunter")).isFalse();
    assertThat(secret.matches("")).isFalse();
    assertThat(secret).isEqualTo(Secret.of("hunter2")).hasSameHashCodeAs(Secret.of("hunter2"));
    assertThat(secret).isNotEqualTo(Secret.of("hunter3"));
  }
}
