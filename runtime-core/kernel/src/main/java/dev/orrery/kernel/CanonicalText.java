package dev.orrery.kernel;

import org.jspecify.annotations.Nullable;

/** Shows canonical records as lines {@code type|part|part}. Confined to one thread. */
public final class CanonicalText implements Canonical {
  private final StringBuilder lines = new StringBuilder();

  @Override
  public Canonical begin(String type) {
    if (!lines.isEmpty()) {
      lines.append('\n');
    }
    lines.append(type);
    return this;
  }

  @Override
  public Canonical text(@Nullable String value) {
    lines.append('|').append(value == null ? "~" : value);
    return this;
  }

  @Override
  public Canonical number(long value) {
    lines.append('|').append(value);
    return this;
  }

  @Override
  public Canonical real(double value) {
    lines.append('|').append(value);
    return this;
  }

  @Override
  public String toString() {
    return lines.toString();
  }
}
