package dev.orrery.broker.hyperliquid.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class MissedTest {
  private static final int FULL = 2_000;

  /** Comparing each row with each would take minutes. */
  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS)
  void putsPagesTogetherWithEachRowOnce() {
    List<Long> asked = new ArrayList<>();
    List<Row> rows =
        Missed.pages(
            0,
            FULL,
            from -> {
              asked.add(from);
              return LongStream.range(from, from + FULL).mapToObj(Row::new).toList();
            },
            Row::time);

    // The last row of a page is the first of the next one.
    assertThat(asked).hasSize(25).startsWith(0L, 1_999L, 3_998L);
    assertThat(rows).hasSize(25 * FULL - 24).doesNotHaveDuplicates();
    assertThat(rows.getLast()).isEqualTo(new Row(25 * (FULL - 1)));
  }

  @Test
  void endsWithAPageThatIsNotFull() {
    assertThat(Missed.pages(5, FULL, from -> List.of(new Row(from)), Row::time))
        .containsExactly(new Row(5));
  }

  private record Row(long time) {}
}
