package dev.orrery.runtime.plugin;

import dev.orrery.api.StrategyBinding;
import dev.orrery.api.StrategyFactory;
import dev.orrery.api.StrategyPlugin;
import dev.orrery.api.Subscription;
import dev.orrery.api.Trigger;
import dev.orrery.kernel.ProblemException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A factory: strategies with parameters, under any name. */
final class FactoryProvider implements StrategyProvider {
  private final JarScope jar;
  private final Recipe<?> recipe;
  private final StrategyDescriptor descriptor;

  /** A factory with its parameter type, so that the two stay together. */
  private record Recipe<P extends Record>(StrategyFactory<P> factory, Class<P> type, P defaults) {
    String of(String method) {
      return factory.getClass().getName() + "." + method;
    }
  }

  /** An instance and what was found out about it. */
  private record Made(
      StrategyPlugin instance,
      StrategyBinding binding,
      List<Subscription> subscriptions,
      String parameters) {}

  private FactoryProvider(JarScope jar, Recipe<?> recipe, StrategyDescriptor descriptor) {
    this.jar = jar;
    this.recipe = recipe;
    this.descriptor = descriptor;
  }

  /** Asks the factory everything, and has it make one strategy with its defaults on trial. */
  static FactoryProvider load(JarScope jar, ServiceFiles.Provider provider) throws PluginFault {
    ProviderClass<?> type = ProviderClass.load(jar, provider, StrategyFactory.class);
    StrategyFactory<?> factory = (StrategyFactory<?>) type.make();
    Recipe<?> recipe = recipe(jar, factory);
    PluginCalls calls = jar.calls();
    String name =
        calls.call(
            jar.loader(),
            recipe.of("name()"),
            () -> Answers.name(recipe.of("name()"), factory.name()));
    String vault =
        calls.call(
            jar.loader(),
            recipe.of("vaultId()"),
            () -> Answers.vault(recipe.of("vaultId()"), factory.vaultId()));
    Made trial = trial(jar, recipe, name, vault);
    PluginProvider.close(jar, trial.instance());
    List<StrategyParameter> parameters =
        calls.call(
            jar.loader(),
            "reading " + recipe.of("defaults()"),
            () -> ParametersText.describe(recipe.defaults()));
    return new FactoryProvider(
        jar,
        recipe,
        new StrategyDescriptor(
            name,
            vault,
            trial.binding().triggers(),
            trial.subscriptions(),
            true,
            parameters,
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
    Answers.name("the configuration", request.boundName());
    Made made = make(jar, recipe, request, request.vaultId().orElse(descriptor.vaultId()));
    return new LoadedStrategy(
        made.instance(), jar, descriptor, made.binding(), made.subscriptions(), made.parameters());
  }

  private static Made trial(JarScope jar, Recipe<?> recipe, String name, String vault)
      throws PluginFault {
    try {
      return make(jar, recipe, StrategyRequest.asDeclared(name), vault);
    } catch (ProblemException e) {
      throw PluginFault.of(
          recipe.of("defaults()") + " breaks its own constraints: ", e, "correct the defaults");
    }
  }

  private static <P extends Record> Recipe<P> recipe(JarScope jar, StrategyFactory<P> factory)
      throws PluginFault {
    String of = factory.getClass().getName();
    return jar.calls()
        .call(
            jar.loader(),
            of + ".defaults()",
            () -> {
              Class<P> type = factory.parameterType();
              P defaults = factory.defaults();
              if (type == null || !type.isRecord()) {
                throw new PluginFault(
                    of + ".parameterType() answered " + type, "answer the class of a record");
              }
              if (!type.isInstance(defaults)) {
                throw new PluginFault(
                    of + ".defaults() answered no " + type.getName(),
                    "answer parameters for a first run");
              }
              ParametersText.checkTypes(type);
              return new Recipe<>(factory, type, defaults);
            });
  }

  private static <P extends Record> Made make(
      JarScope jar, Recipe<P> recipe, StrategyRequest request, String vault) throws PluginFault {
    PluginCalls calls = jar.calls();
    ClassLoader loader = jar.loader();
    Map<String, Object> values = request.parameters();
    P parameters =
        calls.call(
            loader,
            "making " + recipe.type().getName(),
            () -> jar.parameters().bind(recipe.type(), recipe.defaults(), values));
    String text =
        calls.call(
            loader, "reading " + recipe.type().getName(), () -> ParametersText.of(parameters));
    List<Trigger> triggers = triggers(jar, recipe, request, parameters);
    StrategyBinding binding = new StrategyBinding(request.boundName(), vault, triggers);
    StrategyPlugin instance =
        calls.call(
            loader,
            recipe.of("create"),
            () -> {
              try {
                return made(recipe, recipe.factory().create(parameters, binding));
              } catch (IllegalArgumentException e) {
                // A factory that refuses what it was given says why; where it stands in its code
                // is nothing to whoever wrote the values.
                String why = values.isEmpty() ? "" : ThrownText.refusal(e);
                if (why.isEmpty()) {
                  throw e;
                }
                throw new PluginFault(why, "correct the parameters");
              }
            });
    try {
      List<Subscription> subscriptions =
          calls.call(loader, recipe.of("create"), () -> asked(recipe, instance, binding));
      return new Made(instance, binding, subscriptions, text);
    } catch (PluginFault e) {
      PluginProvider.close(jar, instance);
      throw e;
    }
  }

  private static <P extends Record> List<Trigger> triggers(
      JarScope jar, Recipe<P> recipe, StrategyRequest request, P parameters) throws PluginFault {
    if (request.triggers().isPresent()) {
      return request.triggers().get();
    }
    String asked = recipe.of("triggers(parameters)");
    return jar.calls()
        .call(
            jar.loader(),
            asked,
            () -> Answers.triggers(asked, recipe.factory().triggers(parameters), jar.triggers()));
  }

  private static StrategyPlugin made(Recipe<?> recipe, @Nullable StrategyPlugin instance)
      throws PluginFault {
    if (instance == null) {
      throw new PluginFault(recipe.of("create") + " answered null", "answer a strategy");
    }
    return instance;
  }

  private static List<Subscription> asked(
      Recipe<?> recipe, StrategyPlugin instance, StrategyBinding binding) throws PluginFault {
    String name = instance.name();
    if (!binding.name().equals(name)) {
      throw new PluginFault(
          recipe.of("create")
              + " made a strategy that calls itself "
              + name
              + " when bound as "
              + binding.name(),
          "answer the binding's name; BoundStrategy does that");
    }
    String asked = instance.getClass().getName() + ".subscriptions()";
    return Answers.list(asked, instance.subscriptions());
  }
}
