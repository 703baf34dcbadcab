package dev.orrery.api;

import java.util.List;

/**
 * A convenient start for what a {@link StrategyFactory} makes: name, vault and triggers as bound.
 */
public abstract class BoundStrategy implements StrategyPlugin {
  private final StrategyBinding binding;

  /** Keeps the binding. */
  protected BoundStrategy(StrategyBinding binding) {
    this.binding = binding;
  }

  @Override
  public final String name() {
    return binding.name();
  }

  @Override
  public final String vaultId() {
    return binding.vaultId();
  }

  @Override
  public final List<Trigger> triggers() {
    return binding.triggers();
  }
}
