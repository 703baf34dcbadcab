package dev.orrery.strategy.regime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The model's arithmetic, held against what can be worked out in another way. */
final class HiddenMarkovTest {
  /** Calm and rising; wild and falling. */
  private static final HiddenMarkov PLANTED =
      new HiddenMarkov(
          new double[] {0.5, 0.5},
          new double[][] {{0.97, 0.03}, {0.06, 0.94}},
          new double[] {0.0004, -0.001},
          new double[] {0.001, 0.004});

  private static double[] drawn(HiddenMarkov model, int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] returns = new double[length];
    int state = random.nextDouble() < model.start()[0] ? 0 : 1;
    for (int t = 0; t < length; t++) {
      double normal = -6;
      for (int i = 0; i < 12; i++) {
        normal += random.nextDouble();
      }
      returns[t] = model.mean()[state] + model.deviation()[state] * normal;
      state = random.nextDouble() < model.moves()[state][0] ? 0 : 1;
    }
    return returns;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void filtersAsAllPathsTogetherSay(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int states = 2 + random.nextInt(2);
    HiddenMarkov model = any(states, random);
    double[] returns = new double[1 + random.nextInt(7)];
    for (int t = 0; t < returns.length; t++) {
      returns[t] = 0.01 * (random.nextDouble() - 0.5);
    }
    double[] ends = new double[states];
    int paths = (int) Math.round(Math.pow(states, returns.length));
    for (int path = 0; path < paths; path++) {
      int rest = path;
      int state = rest % states;
      double probability = model.start()[state] * model.density(state, returns[0]);
      for (int t = 1; t < returns.length; t++) {
        rest /= states;
        int next = rest % states;
        probability *= model.moves()[state][next] * model.density(next, returns[t]);
        state = next;
      }
      ends[state] += probability;
    }
    double all = 0;
    for (double end : ends) {
      all += end;
    }
    Forward forward = new Forward(model);
    for (double value : returns) {
      forward.take(value);
    }
    for (int state = 0; state < states; state++) {
      assertThat(forward.belief()[state]).isCloseTo(ends[state] / all, within(1e-12));
    }
    assertThat(forward.logLikelihood()).isCloseTo(Math.log(all), within(1e-9));
  }

  private static HiddenMarkov any(int states, SplittableRandom random) {
    double[] mean = new double[states];
    double[] deviation = new double[states];
    double[][] moves = new double[states][];
    for (int state = 0; state < states; state++) {
      mean[state] = 0.002 * (random.nextDouble() - 0.5);
      deviation[state] = 0.001 + 0.004 * random.nextDouble();
      moves[state] = shares(states, random);
    }
    return new HiddenMarkov(shares(states, random), moves, mean, deviation);
  }

  private static double[] shares(int states, SplittableRandom random) {
    double[] shares = new double[states];
    double sum = 0;
    for (int i = 0; i < states; i++) {
      shares[i] = 0.1 + random.nextDouble();
      sum += shares[i];
    }
    for (int i = 0; i < states; i++) {
      shares[i] /= sum;
    }
    return shares;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {11, 12, 13})
  void trainingFindsAPlantedModelAgain(long seed) {
    HiddenMarkov found = BaumWelch.train(drawn(PLANTED, 6_000, seed), 2, seed);
    for (int state = 0; state < 2; state++) {
      assertThat(found.deviation()[state])
          .isCloseTo(PLANTED.deviation()[state], within(0.1 * PLANTED.deviation()[state]));
      assertThat(found.mean()[state]).isCloseTo(PLANTED.mean()[state], within(4e-4));
      assertThat(found.moves()[state][state])
          .isCloseTo(PLANTED.moves()[state][state], within(0.02));
    }
  }

  @Test
  void trainingGivesTheSameForTheSameSeed() {
    double[] returns = drawn(PLANTED, 1_000, 5);
    HiddenMarkov first = BaumWelch.train(returns, 2, 9);
    assertThat(BaumWelch.train(returns, 2, 9)).isEqualTo(first);
    assertThat(ModelText.parse(ModelText.of(first))).isEqualTo(first);
    assertThat(ModelText.digest(first)).hasSize(64);
  }

  @Test
  void trainingNeverMakesItLessLikely() {
    double[] returns = drawn(PLANTED, 800, 6);
    Forward planted = new Forward(PLANTED);
    Forward trained = new Forward(BaumWelch.train(returns, 2, 1));
    for (double value : returns) {
      planted.take(value);
      trained.take(value);
    }
    assertThat(trained.logLikelihood()).isGreaterThan(planted.logLikelihood());
  }

  @Test
  void doesNotLookAhead() {
    double[] returns = drawn(PLANTED, 100, 8);
    Forward forward = new Forward(PLANTED);
    for (int t = 0; t < 100; t++) {
      forward.take(returns[t]);
      assertThat(forward.belief()).isEqualTo(Forward.after(PLANTED, Arrays.copyOf(returns, t + 1)));
    }
  }

  @Test
  void survivesWhatNoStateExpects() {
    double[] belief = Forward.after(PLANTED, new double[] {0.001, 5, -5});
    assertThat(belief[0] + belief[1]).isCloseTo(1, within(1e-12));
  }

  @Test
  void refusesWhatIsNoModelAndNoData() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelText.parse("start 1 0\nmean 0 0\n"))
        .withMessageContaining("two states or more");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelText.parse(ModelText.of(PLANTED).replace("0.97", "0.9")))
        .withMessageContaining("must add up to 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BaumWelch.train(new double[10], 2, 1))
        .withMessageContaining("too few returns");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BaumWelch.train(new double[100], 2, 1))
        .withMessageContaining("all the same");
  }
}
