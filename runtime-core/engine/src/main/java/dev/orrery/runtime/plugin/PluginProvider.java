package dev.orrery.runtime.plugin;

import dev.orrery.api.StrategyBinding;
import dev.orrery.api.StrategyPlugin;
import dev.orrery.api.Subscription;
import dev.orrery.api.Trigger;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A strategy with a constructor without arguments: what it is, is in its code. */
final class PluginProvider implements StrategyProvider {
  private static final Logger log = LoggerFactory.getLogger(PluginProvider.class);

  /** What an instance says of itself, asked once. */
  private record Answered(
      String name, String vaultId, List<Trigger> triggers, List<Subscription> subscriptions) {}

  private final JarScope jar;
  private final ProviderClass<StrategyPlugin> type;
  private final StrategyDescriptor descriptor;

  private PluginProvider(
      JarScope jar, ProviderClass<StrategyPlugin> type, StrategyDescriptor descriptor) {
    this.jar = jar;
    this.type = type;
    this.descriptor = descriptor;
  }

  /** Makes one instance, asks it everything, and closes it. */
  static PluginProvider load(JarScope jar, ServiceFiles.Provider provider) throws PluginFault {
    ProviderClass<StrategyPlugin> type = ProviderClass.load(jar, provider, StrategyPlugin.class);
    StrategyPlugin instance = type.make();
    Answered answered = ask(jar, instance);
    close(jar, instance);
    return new PluginProvider(
        jar,
        type,
        new StrategyDescriptor(
            answered.name(),
            answered.vaultId(),
            answered.triggers(),
            answered.subscriptions(),
            false,
            List.of(),
            type.name(),
            jar.fileName(),
            jar.digest(),
            jar.apiVersion()));
  }

  @Override
  public StrategyDescriptor descriptor() {
    return descriptor;
  }

  @Override
  public LoadedStrategy create(StrategyRequest request) throws PluginFault {
    if (!request.parameters().isEmpty()) {
      throw new PluginFault(
          "takes no parameters, but is given " + String.join(", ", request.parameters().keySet()),
          "remove them");
    }
    if (!request.boundName().equals(descriptor.name())) {
      throw new PluginFault(
          "cannot run under the name " + request.boundName() + ": its name is in its code",
          "use its own name; only a StrategyFactory can be run under others");
    }
    StrategyPlugin instance = type.make();
    try {
      Answered answered = ask(jar, instance);
      if (!answered.name().equals(descriptor.name())) {
        throw new PluginFault(
            "called itself " + descriptor.name() + ", now calls itself " + answered.name(),
            "let name() answer a constant");
      }
      StrategyBinding binding =
          new StrategyBinding(
              answered.name(),
              request.vaultId().orElse(answered.vaultId()),
              request.triggers().orElse(answered.triggers()));
      return new LoadedStrategy(
          instance, jar, descriptor, binding, answered.subscriptions(), ParametersText.NONE);
    } catch (PluginFault e) {
      close(jar, instance);
      throw e;
    }
  }

  private static Answered ask(JarScope jar, StrategyPlugin instance) throws PluginFault {
    String of = instance.getClass().getName() + ".";
    PluginCalls calls = jar.calls();
    ClassLoader loader = jar.loader();
    return new Answered(
        calls.call(loader, of + "name()", () -> Answers.name(of + "name()", instance.name())),
        calls.call(
            loader, of + "vaultId()", () -> Answers.vault(of + "vaultId()", instance.vaultId())),
        calls.call(
            loader,
            of + "triggers()",
            () -> Answers.triggers(of + "triggers()", instance.triggers(), jar.triggers())),
        calls.call(
            loader,
            of + "subscriptions()",
            () -> Answers.list(of + "subscriptions()", instance.subscriptions())));
  }

  /** An instance that is not going to run. */
  static void close(JarScope jar, StrategyPlugin instance) {
    String what = "close() of " + instance.getClass().getName();
    try {
      jar.calls().run(jar.loader(), what, instance::close);
    } catch (PluginFault e) {
      log.warn("strategy did not close jar={} cause={}", jar.fileName(), e.getMessage());
    }
  }
}
