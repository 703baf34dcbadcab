package dev.orrery.runtime.plugin;

import dev.orrery.api.market.Interval;
import dev.orrery.api.value.Price;
import dev.orrery.api.value.Quantity;
import dev.orrery.api.value.Usd;
import dev.orrery.config.ConfigNode;
import dev.orrery.config.ParameterBinder;
import dev.orrery.config.Scalars;
import java.util.Map;

/** Parameters written as all configuration is, with the values of the plugin API besides. */
public final class ConfiguredParameters implements ParameterBinding {
  private final ParameterBinder binder =
      new ParameterBinder(
          Scalars.standard()
              .with(Interval.class, Interval::of)
              .with(Usd.class, text -> Usd.of(text.replaceFirst("(?i) ?USDC?$", "")))
              .with(Price.class, Price::of)
              .with(Quantity.class, Quantity::of));

  @Override
  public <P extends Record> P bind(Class<P> type, P defaults, Map<String, ?> values) {
    return binder.bind(type, defaults, ConfigNode.of(values));
  }
}
