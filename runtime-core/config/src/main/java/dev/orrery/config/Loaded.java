package dev.orrery.config;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A valid configuration.
 *
 * @param value the record
 * @param settings every value in force with its origin, in the order of the record
 * @param <T> the record's type
 */
public record Loaded<T>(T value, List<Setting> settings) {
  /** Copies. */
  public Loaded {
    settings = List.copyOf(settings);
  }

  /** Where the value of {@code key} came from; {@link Origin#DEFAULT} for a key nobody wrote. */
  public Origin origin(String key) {
    return settings.stream()
        .filter(setting -> setting.key().equals(key))
        .map(Setting::origin)
        .findFirst()
        .orElse(Origin.DEFAULT);
  }

  /** One line for each value, with its origin; no secret is in it. */
  public String show() {
    return settings.stream().map(Setting::line).collect(Collectors.joining("\n"));
  }
}
