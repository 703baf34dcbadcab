package dev.orrery.exchange.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.hyperliquid.Address;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FaultsTest {
  private static final Address ANN = new Address("0x" + "a".repeat(40));
  private static final Address BOB = new Address("0x" + "b".repeat(40));
  private static final Asked ORDER = new Asked(true, "order", Set.of(ANN), Set.of("BTC"));
  private static final Asked MIDS = new Asked(false, "allMids", Set.of(), Set.of());
  private static final Told FILLS = new Told("userFills", ANN, Set.of("BTC"));

  private final Faults faults = new Faults(7);

  @Test
  void leaveEverythingAloneWhenThereAreNone() {
    assertThat(faults.of(ORDER)).isEqualTo(RequestFate.GOOD);
    assertThat(faults.of(FILLS)).isEqualTo(MessageFate.SENT);
    assertThat(faults.due(Long.MAX_VALUE)).isEmpty();
  }

  @Nested
  class ComeWithRequests {
    @Test
    void thatMatchInEverythingThatIsNamed() {
      add(Fault.of(new Trouble.LostReply()).matching(new Match(ANN, "order", null, null, "BTC")));
      assertThat(faults.of(ORDER).lost()).isTrue();
      assertThat(lost(new Asked(true, "order", Set.of(BOB), Set.of("BTC")))).isFalse();
      assertThat(lost(new Asked(true, "order", Set.of(ANN), Set.of("ETH")))).isFalse();
      assertThat(lost(new Asked(true, "cancel", Set.of(ANN), Set.of("BTC")))).isFalse();
      assertThat(lost(new Asked(false, "order", Set.of(ANN), Set.of("BTC")))).isFalse();
    }

    @Test
    void ofAnyKindWhenNothingIsNamed() {
      add(Fault.of(new Trouble.Status(502, false)));
      assertThat(faults.of(ORDER).takesEffect()).isFalse();
      assertThat(faults.of(MIDS).status()).isEqualTo(new Trouble.Status(502, false));
    }

    @Test
    void afterThoseThatAreSkippedAndAsOftenAsAsked() {
      add(Fault.of(new Trouble.LostReply()).after(2).times(3));
      assertThat(IntStream.range(0, 8).mapToObj(i -> lost(ORDER)).toList())
          .containsExactly(false, false, true, true, true, false, false, false);
      assertThat(faults.standing())
          .extracting(Standing::seen, Standing::come)
          .containsExactly(Tuple.tuple(8L, 3L));
    }

    @Test
    void togetherWithOthers() {
      add(Fault.of(new Trouble.Delay(Duration.ofMillis(100), false)));
      add(Fault.of(new Trouble.Delay(Duration.ofMillis(50), false)));
      add(Fault.of(new Trouble.Delay(Duration.ofSeconds(1), true)));
      add(Fault.of(new Trouble.RejectOrders(1, 1, "no")));
      add(Fault.of(new Trouble.Restart(Duration.ZERO)).matching(action("order")));
      RequestFate fate = faults.of(ORDER);
      assertThat(fate.after()).isEqualTo(Duration.ofMillis(150));
      assertThat(fate.before()).isEqualTo(Duration.ofSeconds(1));
      assertThat(fate.rejections()).containsExactly(new Trouble.RejectOrders(1, 1, "no"));
      assertThat(fate.events()).hasSize(1);
    }

    @Test
    void neverForMessages() {
      add(Fault.of(new Trouble.LostReply()));
      assertThat(faults.of(FILLS)).isEqualTo(MessageFate.SENT);
    }
  }

  @Nested
  class ComeWithMessages {
    @Test
    void ofTheirChannelUserAndCoin() {
      add(
          Fault.of(new Trouble.Duplicate())
              .matching(new Match(ANN, null, null, "userFills", "BTC")));
      assertThat(faults.of(FILLS)).isEqualTo(MessageFate.TWICE);
      assertThat(faults.of(new Told("user", ANN, Set.of("BTC")))).isEqualTo(MessageFate.SENT);
      assertThat(faults.of(new Told("userFills", BOB, Set.of("BTC")))).isEqualTo(MessageFate.SENT);
      assertThat(faults.of(new Told("userFills", ANN, Set.of("ETH")))).isEqualTo(MessageFate.SENT);
    }

    @Test
    void ofWhichTheFirstDecides() {
      add(Fault.of(new Trouble.Missing()).matching(channel("userFills")).times(1));
      add(Fault.of(new Trouble.Reorder()).matching(channel("userFills")));
      assertThat(List.of(faults.of(FILLS), faults.of(FILLS)))
          .containsExactly(MessageFate.NEVER, MessageFate.LATER);
    }
  }

  @Nested
  class ComeByTheClock {
    @Test
    void onceAtTheirTime() {
      Fault drop = fault(new Trouble.Drop(), Duration.ofSeconds(10), null, 0);
      faults.add(drop, 1_000);
      assertThat(faults.due(10_999)).isEmpty();
      assertThat(faults.due(11_000)).containsExactly(drop);
      assertThat(faults.due(99_000)).isEmpty();
    }

    @Test
    void againAndAgainAsOftenAsAsked() {
      Fault fund = fault(new Trouble.Fund(), Duration.ZERO, Duration.ofSeconds(5), 3);
      faults.add(fund, 0);
      long came =
          IntStream.rangeClosed(0, 40).filter(i -> !faults.due(i * 1_000L).isEmpty()).count();
      assertThat(came).isEqualTo(3);
    }

    @Test
    void butNotWhenTheyNameARequest() {
      faults.add(Fault.of(new Trouble.Drop()).matching(action("order")), 0);
      assertThat(faults.due(Long.MAX_VALUE)).isEmpty();
      assertThat(faults.of(ORDER).events()).hasSize(1);
    }
  }

  @Test
  void drawTheSameWithTheSameSeed() {
    assertThat(drawn(7)).isEqualTo(drawn(7)).isNotEqualTo(drawn(8));
    assertThat(drawn(7).stream().filter(it -> it).count()).isBetween(60L, 140L);
  }

  @Test
  void drawEachForItself() {
    Faults alone = new Faults(7);
    alone.add(Fault.of(new Trouble.LostReply()).likely(0.5), 0);
    Faults among = new Faults(7);
    among.add(Fault.of(new Trouble.LostReply()).likely(0.5), 0);
    among.add(Fault.of(new Trouble.Status(502, true)).likely(0.5), 0);
    assertThat(IntStream.range(0, 100).mapToObj(i -> among.of(ORDER).lost()).toList())
        .isEqualTo(IntStream.range(0, 100).mapToObj(i -> alone.of(ORDER).lost()).toList());
  }

  @Test
  void areTakenBackByName() {
    String id = add(Fault.of(new Trouble.LostReply()));
    assertThat(faults.remove(id)).isTrue();
    assertThat(faults.remove(id)).isFalse();
    assertThat(faults.of(ORDER).lost()).isFalse();
  }

  private static List<Boolean> drawn(long seed) {
    Faults faults = new Faults(seed);
    faults.add(Fault.of(new Trouble.LostReply()).likely(0.1), 0);
    return IntStream.range(0, 1_000).mapToObj(i -> faults.of(ORDER).lost()).toList();
  }

  private String add(Fault fault) {
    return faults.add(fault, 0);
  }

  private boolean lost(Asked asked) {
    return faults.of(asked).lost();
  }

  private static Match action(String type) {
    return new Match(null, type, null, null, null);
  }

  private static Match channel(String name) {
    return new Match(null, null, null, name, null);
  }

  private static Fault fault(Trouble trouble, Duration at, @Nullable Duration every, int count) {
    return new Fault(trouble, Match.ALL, 1, 0, count, at, every);
  }
}
