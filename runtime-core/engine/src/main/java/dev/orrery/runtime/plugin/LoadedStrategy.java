package dev.orrery.runtime.plugin;

import dev.orrery.api.StrategyBinding;
import dev.orrery.api.StrategyPlugin;
import dev.orrery.api.Subscription;
import dev.orrery.runtime.bytecode.PollGate;
import dev.orrery.runtime.bytecode.Refusal;
import dev.orrery.runtime.recording.StrategyIdentity;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running strategy: the plugin's instance and what was found out about it when it was bound.
 * Once closed it holds nothing of the plugin. Thread-safe as far as the plugin is.
 */
public final class LoadedStrategy implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LoadedStrategy.class);

  /** Both until it is closed. Not volatile: whoever decides began before that. */
  private @Nullable StrategyPlugin plugin;

  private @Nullable StrategyClassLoader classLoader;

  private final StrategyDescriptor descriptor;
  private final StrategyBinding binding;
  private final List<Subscription> subscriptions;
  private final String parameters;
  private final StrategyIdentity identity;
  private final PluginCalls calls;
  private final AtomicBoolean closed = new AtomicBoolean();

  LoadedStrategy(
      StrategyPlugin plugin,
      JarScope jar,
      StrategyDescriptor descriptor,
      StrategyBinding binding,
      List<Subscription> subscriptions,
      String parameters) {
    this.plugin = plugin;
    this.classLoader = jar.loader();
    this.descriptor = descriptor;
    this.binding = binding;
    this.subscriptions = List.copyOf(subscriptions);
    this.parameters = parameters;
    this.identity =
        new StrategyIdentity(
            jar.digest().hex(),
            descriptor.name(),
            ParametersText.digest(parameters).hex(),
            parameters,
            jar.apiVersion().toString());
    this.calls = jar.calls();
  }

  /** The plugin's instance. Only to be entered with {@link #classLoader} as context loader. */
  public StrategyPlugin plugin() {
    return present(plugin);
  }

  /** The loader of its jar. */
  public ClassLoader classLoader() {
    return present(classLoader);
  }

  /** Whether classes of this loader are its own; no longer once it is closed. */
  @SuppressWarnings("ReferenceEquality") // a loader is itself only
  public boolean isOf(@Nullable ClassLoader loader) {
    return loader != null && classLoader == loader;
  }

  /** Whether its jar may make a call that is refused to others; no longer once it is closed. */
  public boolean isAllowed(Refusal call) {
    StrategyClassLoader loader = classLoader;
    return loader != null && loader.allowed().contains(call);
  }

  /** What ends a thread in its jar's code. */
  public PollGate gate() {
    return present(classLoader).gate();
  }

  /** What its jar declares. */
  public StrategyDescriptor descriptor() {
    return descriptor;
  }

  /** Name, account and triggers in force. */
  public StrategyBinding binding() {
    return binding;
  }

  /** Candles that must be there before its first firing. */
  public List<Subscription> subscriptions() {
    return subscriptions;
  }

  /** The parameters in force as canonical JSON; {@code {}} without. */
  public String parameters() {
    return parameters;
  }

  /** What exactly decides. */
  public StrategyIdentity identity() {
    return identity;
  }

  /**
   * Tells the plugin that it is over; what goes wrong there is logged. To be called after its last
   * decision has returned; further calls do nothing.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      calls.run(classLoader(), "close() of strategy " + binding.name(), plugin()::close);
    } catch (PluginFault e) {
      log.warn("strategy did not close strategy={} cause={}", binding.name(), e.getMessage());
    } finally {
      plugin = null;
      classLoader = null;
    }
  }

  private <T> T present(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("strategy " + binding.name() + " is closed");
    }
    return part;
  }
}
