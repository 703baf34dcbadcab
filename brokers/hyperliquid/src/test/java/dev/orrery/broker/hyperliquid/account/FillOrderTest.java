package dev.orrery.broker.hyperliquid.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.hyperliquid.wire.BookSide;
import dev.orrery.hyperliquid.wire.info.Fill;
import dev.orrery.testing.Seeds;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FillOrderTest {
  @Test
  void chainsFillsOfOneMillisecondByTheirPositions() {
    Fill first = fill("BTC", 5, BookSide.BID, "0", "1", 3);
    Fill second = fill("BTC", 5, BookSide.BID, "1", "2", 1);
    Fill third = fill("BTC", 5, BookSide.ASK, "3", "5", 2);

    assertThat(FillOrder.sorted(List.of(third, second, first)))
        .containsExactly(first, second, third);
  }

  @Test
  void keepsFillsThatAreInNoChainAsTheyCame() {
    Fill one = fill("BTC", 5, BookSide.BID, "4", "1", 1);
    Fill other = fill("BTC", 5, BookSide.BID, "9", "1", 2);

    assertThat(FillOrder.sorted(List.of(one, other))).containsExactly(one, other);
  }

  @Test
  void bringsAnyMixtureBackIntoOneThatEndsWhereTheAccountEnded() {
    Seeds.each(
        300,
        random -> {
          List<Fill> happened = flow(random);
          List<Fill> mixed = new ArrayList<>(happened);
          Collections.shuffle(mixed, new Random(random.nextLong()));

          List<Fill> sorted = FillOrder.sorted(mixed);

          assertThat(sorted).containsExactlyInAnyOrderElementsOf(happened);
          assertThat(sorted).isSortedAccordingTo((a, b) -> Long.compare(a.time(), b.time()));
          for (String coin : List.of("BTC", "ETH")) {
            List<Fill> ofCoin = sorted.stream().filter(it -> it.coin().equals(coin)).toList();
            for (int i = 1; i < ofCoin.size(); i++) {
              assertThat(ofCoin.get(i).startPosition())
                  .isEqualByComparingTo(FillOrder.after(ofCoin.get(i - 1)));
            }
          }
        });
  }

  /** Positions only grow here, so that there is one chain. */
  private static List<Fill> flow(SplittableRandom random) {
    List<Fill> fills = new ArrayList<>();
    BigDecimal[] positions = {BigDecimal.ZERO, BigDecimal.ZERO};
    long time = 1;
    for (int i = 0; i < random.nextInt(1, 25); i++) {
      int market = random.nextInt(2);
      time += random.nextInt(3) == 0 ? 1 : 0;
      BigDecimal size = new BigDecimal(random.nextInt(1, 9));
      fills.add(
          fill(
              market == 0 ? "BTC" : "ETH",
              time,
              BookSide.BID,
              positions[market].toPlainString(),
              size.toPlainString(),
              i));
      positions[market] = positions[market].add(size);
    }
    return fills;
  }

  static Fill fill(String coin, long time, BookSide side, String start, String size, long tid) {
    return new Fill(
        coin,
        new BigDecimal("100"),
        new BigDecimal(size),
        side,
        time,
        new BigDecimal(start),
        "Open Long",
        BigDecimal.ZERO,
        "0x" + "0".repeat(64),
        7,
        true,
        new BigDecimal("0.01"),
        null,
        tid,
        "USDC",
        null,
        null,
        null);
  }
}
