package dev.orrery.runtime.plugin;

import dev.orrery.api.StrategyFactory;
import dev.orrery.api.StrategyPlugin;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;

/**
 * From the name in a service file to instances, each step told apart, so that the refusal can say
 * which one failed. Thread-safe.
 *
 * @param <T> {@link StrategyPlugin} or {@link StrategyFactory}
 */
final class ProviderClass<T> {
  private final JarScope jar;
  private final String name;
  private final Constructor<? extends T> constructor;

  private ProviderClass(JarScope jar, String name, Constructor<? extends T> constructor) {
    this.jar = jar;
    this.name = name;
    this.constructor = constructor;
  }

  /** Finds, checks and initialises the class. */
  static <T> ProviderClass<T> load(JarScope jar, ServiceFiles.Provider provider, Class<T> service)
      throws PluginFault {
    String name = provider.className();
    Constructor<? extends T> constructor =
        jar.calls()
            .call(jar.loader(), "loading " + name, () -> constructor(jar, provider, service));
    jar.calls()
        .run(
            jar.loader(),
            "the static initialiser of " + name,
            () -> Class.forName(name, true, jar.loader()));
    return new ProviderClass<>(jar, name, constructor);
  }

  String name() {
    return name;
  }

  /** A new instance. */
  T make() throws PluginFault {
    return jar.calls()
        .call(jar.loader(), "the constructor of " + name, () -> constructor.newInstance());
  }

  private static <T> Constructor<? extends T> constructor(
      JarScope jar, ServiceFiles.Provider provider, Class<T> service) throws PluginFault {
    Class<?> type = find(jar, provider);
    String named = provider.file() + " names " + type.getName() + ", which ";
    if (!service.isAssignableFrom(type)) {
      throw new PluginFault(
          named + "is not a " + service.getSimpleName(), otherService(type, service));
    }
    if (Modifier.isAbstract(type.getModifiers())) {
      throw new PluginFault(named + "is abstract", "name a class that can be made");
    }
    if (!Modifier.isPublic(type.getModifiers())) {
      throw new PluginFault(named + "is not public", "make it public");
    }
    try {
      return type.asSubclass(service).getConstructor();
    } catch (NoSuchMethodException e) {
      throw new PluginFault(
          named + "has no public constructor without arguments",
          "add one; what needs parameters is made by a StrategyFactory");
    }
  }

  private static Class<?> find(JarScope jar, ServiceFiles.Provider provider) throws PluginFault {
    try {
      return Class.forName(provider.className(), false, jar.loader());
    } catch (ClassNotFoundException e) {
      throw new PluginFault(
          provider.file() + " names " + provider.className() + ", which is not in it",
          "correct the name, or build the jar with the class");
    }
  }

  private static String otherService(Class<?> type, Class<?> service) {
    Class<?> other = service == StrategyPlugin.class ? StrategyFactory.class : StrategyPlugin.class;
    return other.isAssignableFrom(type)
        ? "name it in META-INF/services/" + other.getName()
        : "let it implement " + service.getName();
  }
}
