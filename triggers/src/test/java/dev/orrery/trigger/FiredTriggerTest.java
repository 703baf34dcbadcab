package dev.orrery.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.api.Trigger;
import dev.orrery.api.market.Interval;
import dev.orrery.kernel.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FiredTriggerTest {
  private static final BoundTrigger SCHEDULED =
      new BoundTrigger("d1", "sma", Trigger.everySeconds(300));
  private static final BoundTrigger EVENT = new BoundTrigger("d1", "sma", Trigger.event("jump"));

  @Test
  void sameFiringHasSameId() {
    FiredTrigger again =
        new BoundTrigger("d1", "sma", Trigger.every(Duration.ofMinutes(5))).firing(600_000);
    assertThat(again.id()).isEqualTo(SCHEDULED.firing(600_000).id()).matches("[0-9a-f]{32}");
    assertThat(again).isEqualTo(SCHEDULED.firing(600_000));
    assertThat(HexFormat.of().formatHex(again.idBytes())).isEqualTo(again.id());
  }

  @Test
  void idIsPinned() {
    assertThat(SCHEDULED.firing(600_000).id()).isEqualTo("500568288dbcefd652fa8351b6bd1096");
    assertThat(EVENT.firing(1, "event:17", null).id())
        .isEqualTo("b99c2c05a32d17f59a3dd08fe28f425d");
  }

  @Test
  void differentFiringsHaveDifferentIds() {
    Stream<FiredTrigger> firings =
        Stream.of(
            SCHEDULED.firing(600_000),
            SCHEDULED.firing(900_000),
            new BoundTrigger("d2", "sma", Trigger.everySeconds(300)).firing(600_000),
            new BoundTrigger("d1", "sma2", Trigger.everySeconds(300)).firing(600_000),
            new BoundTrigger("d1s", "ma", Trigger.everySeconds(300)).firing(600_000),
            new BoundTrigger("d1", "sma", Trigger.everySeconds(60)).firing(600_000),
            new BoundTrigger("d1", "sma", Trigger.barClose("BTC", Interval.FIVE_MINUTES))
                .firing(600_000),
            EVENT.firing(600_000, "event:1", null),
            EVENT.firing(600_000, "event:2", null));
    assertThat(firings.map(FiredTrigger::id)).doesNotHaveDuplicates().hasSize(9);
  }

  @Test
  void whenAnEventIsTakenIsNoPartOfItsId() {
    assertThat(EVENT.firing(1, "event:17", "a").id())
        .isEqualTo(EVENT.firing(2, "event:17", "b").id());
    assertThat(EVENT.firing(1_000, "event:17", "a").at()).isEqualTo(Instant.ofEpochSecond(1));
  }

  @Test
  void refusesPayloadOverTheLimit() {
    String longest = "x".repeat(Trigger.MAX_PAYLOAD_BYTES);
    assertThat(EVENT.firing(1, "event:1", longest).payload()).contains(longest);
    for (String tooLong : List.of(longest + "x", "é".repeat(4_000))) {
      assertThatThrownBy(() -> EVENT.firing(1, "event:1", tooLong))
          .isInstanceOf(ProblemException.class)
          .hasMessageContainingAll("event:jump", "sma", "8000 bytes", "7999");
    }
  }
}
