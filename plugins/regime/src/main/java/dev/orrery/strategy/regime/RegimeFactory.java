package dev.orrery.strategy.regime;

import dev.orrery.api.StrategyBinding;
import dev.orrery.api.StrategyFactory;
import dev.orrery.api.StrategyPlugin;
import dev.orrery.api.Trigger;
import dev.orrery.api.market.Interval;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Makes {@code regime}: a hidden Markov model's side, decided at each candle's close. */
public final class RegimeFactory implements StrategyFactory<RegimeParameters> {
  /** Trained on the first three days of the bundled recording, candles of five minutes, seed 7. */
  static final String BUNDLED = "btc-5m";

  @Override
  public String name() {
    return "regime";
  }

  @Override
  public Class<RegimeParameters> parameterType() {
    return RegimeParameters.class;
  }

  @Override
  public RegimeParameters defaults() {
    return new RegimeParameters(
        "BTC",
        Interval.FIVE_MINUTES,
        BUNDLED,
        "",
        144,
        1,
        new BigDecimal("0.8"),
        BigDecimal.valueOf(20),
        true);
  }

  @Override
  public List<Trigger> triggers(RegimeParameters parameters) {
    return List.of(Trigger.barClose(parameters.symbol(), parameters.interval()));
  }

  @Override
  public StrategyPlugin create(RegimeParameters parameters, StrategyBinding binding) {
    HiddenMarkov model = model(parameters.model());
    String digest = ModelText.digest(model);
    if (!digest.startsWith(parameters.modelDigest())) {
      throw new IllegalArgumentException(
          "modelDigest "
              + parameters.modelDigest()
              + " is not that of model "
              + parameters.model()
              + ", "
              + digest);
    }
    return new Regime(parameters, binding, model);
  }

  static HiddenMarkov model(String name) {
    try (InputStream in = RegimeFactory.class.getResourceAsStream(name + ".model")) {
      if (in == null) {
        throw new IllegalArgumentException("model " + name + " is not in the jar");
      }
      return ModelText.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read model " + name, e);
    }
  }
}
