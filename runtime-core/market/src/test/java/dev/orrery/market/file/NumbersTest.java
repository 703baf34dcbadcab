package dev.orrery.market.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.testing.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class NumbersTest {
  private static double decimal(String text) {
    byte[] bytes = ("," + text + ",").getBytes(StandardCharsets.UTF_8);
    return Numbers.decimal(bytes, 1, bytes.length - 1);
  }

  @Test
  void readsWhatTheJdkReadsToTheLastBit() {
    Seeds.each(
        20_000,
        random -> {
          StringBuilder text = new StringBuilder();
          int whole = random.nextInt(18);
          for (int i = 0; i < whole; i++) {
            text.append(random.nextInt(10));
          }
          text.append(whole == 0 ? "0" : "");
          if (random.nextBoolean()) {
            text.append('.');
            int fraction = random.nextInt(25);
            for (int i = 0; i < fraction; i++) {
              text.append(random.nextInt(3) == 0 ? 0 : random.nextInt(10));
            }
          }
          if (random.nextInt(10) == 0) {
            text.append('e').append(random.nextInt(-40, 40));
          }
          assertThat(decimal(text.toString()))
              .as(text.toString())
              .isEqualTo(Double.parseDouble(text.toString()));
        });
  }

  @Test
  void refusesWhatIsNotADecimal() {
    for (String text :
        List.of(
            "", ".", "-", "1.2.3", "abc", "NaN", "Infinity", "1d", "0x1p3", "1e", "1 2", "--1")) {
      assertThat(decimal(text)).as(text).isNaN();
    }
  }

  @Test
  void readsWholeNumbers() {
    byte[] bytes = "x1385337600-5y99999999999999999999".getBytes(StandardCharsets.UTF_8);
    assertThat(Numbers.whole(bytes, 1, 11)).isEqualTo(1_385_337_600L);
    assertThat(Numbers.whole(bytes, 11, 13)).isEqualTo(-5);
    assertThat(Numbers.whole(bytes, 0, 2)).isEqualTo(Long.MIN_VALUE);
    assertThat(Numbers.whole(bytes, 14, bytes.length)).isEqualTo(Long.MIN_VALUE);
    assertThat(Numbers.whole(bytes, 3, 3)).isEqualTo(Long.MIN_VALUE);
  }
}
