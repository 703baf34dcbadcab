package dev.orrery.runner.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "localhost:7070", "LocalHost:7070", "127.0.0.1:7070", "[::1]:7070"})
  void letsThisMachineIn(String host) {
    assertThat(Access.isLocal(host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "evil.example",
        "evil.example:7070",
        "localhost.evil.example",
        "127.0.0.1.evil.example:7070",
        "127.0.0.2",
        "localhost:7070@evil.example",
        "localhost:7070:80"
      })
  void refusesNamesThatPointHere(String host) {
    assertThat(Access.isLocal(host)).isFalse();
  }
}
