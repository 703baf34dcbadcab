package dev.orrery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.cli.print.JsonText;
import org.junit.jupiter.api.Test;

class ListeningTest {
  private final Listening listening =
      Listening.of(
          JsonText.read(
              """
              [{"name": "jump-fade", "triggers": ["every 30s", "event price-jump", "manual"]},
               {"name": "grid", "triggers": ["every 60s"]}]\
              """));

  @Test
  void knowsWhoHearsATopic() {
    assertThat(listening.strategies("price-jump")).containsExactly("jump-fade");
    assertThat(listening.strategies("pricejump")).isEmpty();
  }

  @Test
  void saysWhatIsListenedToWhenNobodyHears() {
    assertThat(listening.nobody("pricejump"))
        .isEqualTo("no strategy that runs listens to pricejump: they listen to price-jump");
    assertThat(Listening.of(JsonText.read("[]")).nobody("a"))
        .isEqualTo("no strategy that runs listens to a, nor to any event");
  }
}
