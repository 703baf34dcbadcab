package dev.orrery.backtest.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.List;
import org.junit.jupiter.api.Test;

class DeflatedSharpeTest {
  /**
   * The numerical example of the paper: the best of 100 trials, whose Sharpe ratios of a year vary
   * by 1/2, has 2.5 over five years of 250 days, with skewness -3 and kurtosis 10. Luck alone is
   * expected to show 0.1132 a day, and the deflated ratio is 0.9004; of 46 trials it would be
   * 0.9505.
   */
  @Test
  void givesWhatThePaperGives() {
    DeflatedSharpe hundred = DeflatedSharpe.of(2.5 / Math.sqrt(250), 1_250, -3, 10, 100, 0.5 / 250);
    assertThat(hundred.expected()).isCloseTo(0.1132, offset(5e-5));
    assertThat(hundred.value()).isCloseTo(0.9004, offset(5e-5));
    assertThat(hundred.isDoubtful()).isTrue();
    DeflatedSharpe fewer = DeflatedSharpe.of(2.5 / Math.sqrt(250), 1_250, -3, 10, 46, 0.5 / 250);
    assertThat(fewer.value()).isCloseTo(0.9505, offset(5e-5));
    assertThat(fewer.isDoubtful()).isFalse();
  }

  @Test
  void takesTrialsAndTheirVarianceFromWhatRan() {
    List<Score> scores = List.of(score(0.1), score(0.2), score(Double.NaN), score(0.3));
    DeflatedSharpe of = DeflatedSharpe.of(scores.getLast(), scores).orElseThrow();
    assertThat(of.trials()).isEqualTo(3);
    assertThat(of.variance()).isCloseTo(0.01, offset(1e-12));
    assertThat(DeflatedSharpe.of(score(0.1), List.of(score(0.1)))).isEmpty();
    assertThat(DeflatedSharpe.of(score(Double.NaN), scores)).isEmpty();
  }

  @Test
  void knowsTheNormalDistribution() {
    assertThat(Normal.probability(0)).isEqualTo(0.5);
    assertThat(Normal.probability(1.959963984540054)).isCloseTo(0.975, offset(1e-14));
    assertThat(Normal.probability(-6)).isCloseTo(9.865876450376946e-10, offset(1e-15));
    assertThat(Normal.probability(40)).isEqualTo(1);
    assertThat(Normal.quantile(0.99)).isCloseTo(2.3263478740408408, offset(1e-12));
    assertThat(Normal.quantile(0.001)).isCloseTo(-3.090232306167813, offset(1e-12));
  }

  private static Score score(double sharpe) {
    return new Score(sharpe, sharpe, 100, 0, 3, 0.1, 0.1, 1, 1, false, "", "");
  }
}
