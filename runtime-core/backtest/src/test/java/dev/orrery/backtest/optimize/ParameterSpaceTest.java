package dev.orrery.backtest.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.kernel.ProblemException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParameterSpaceTest {
  private static ParameterSpace space(String... axes) {
    return new ParameterSpace(List.of(axes).stream().map(Axis::of).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          fast=5..50/15    | fast | 5,20,35,50
          fast=5..49/15    | fast | 5,20,35
          fast=3..5        | fast | 3,4,5
          size=0.5..2/0.75 | size | 0.5,1.25,2.00
          x=-2..2/2        | x    | -2,0,2
          slow=20, 50      | slow | 20,50
          interval=5m,1h   | interval | 5m,1h
          on=true,false    | on   | true,false
          one=7            | one  | 7
          """)
  void readsRangesAndLists(String text, String name, String values) {
    assertThat(Axis.of(text)).isEqualTo(new Axis(name, List.of(values.split(","))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          fast           | grid fast: names no values
          fast=          | grid fast=: names no values
          =3             | grid =3: names no values
          fast=5..1      | grid fast=5..1: has no values
          fast=1..5/0    | grid fast=1..5/0: has no values
          fast=1,,2      | grid fast=1,,2: has an empty value
          fast=1,2,1     | grid fast=1,2,1: has a value twice
          fast=1..9999999| grid fast=1..9999999: has more than 100000 values
          """)
  void refusesWhatIsNeither(String text, String line) {
    assertThatThrownBy(() -> Axis.of(text))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(line);
  }

  @Test
  void namesEveryCombinationOnceTheLastParameterFastest() {
    assertThat(space("a=1,2", "b=x,y,z").all())
        .containsExactly(
            Map.of("a", "1", "b", "x"),
            Map.of("a", "1", "b", "y"),
            Map.of("a", "1", "b", "z"),
            Map.of("a", "2", "b", "x"),
            Map.of("a", "2", "b", "y"),
            Map.of("a", "2", "b", "z"));
  }

  @Test
  void drawsTheSameForTheSameSeedAndNoneTwice() {
    ParameterSpace wide = space("a=1..1000", "b=1..1000", "c=1..1000");
    List<Map<String, String>> drawn = wide.drawn(500, 7);
    assertThat(drawn).hasSize(500).doesNotHaveDuplicates().isEqualTo(wide.drawn(500, 7));
    assertThat(wide.drawn(500, 8)).isNotEqualTo(drawn);
    ParameterSpace narrow = space("a=1..5", "b=1..4");
    assertThat(new HashSet<>(narrow.drawn(100, 3))).isEqualTo(new HashSet<>(narrow.all()));
    assertThat(narrow.drawn(20, 3)).doesNotHaveDuplicates().isNotEqualTo(narrow.all());
  }

  @Test
  void refusesWhatIsTooMuchOrTwice() {
    assertThatThrownBy(() -> space("a=1..1001", "b=1..1000").all())
        .hasMessageContaining("1001000 combinations");
    assertThatThrownBy(() -> space("a=1", "a=2")).hasMessageContaining("grid a: is given twice");
    assertThatThrownBy(() -> space()).hasMessageContaining("names no parameter");
  }
}
