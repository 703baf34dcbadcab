package dev.orrery.runtime.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.pf4j.DefaultPluginDescriptor;
import org.pf4j.DefaultPluginManager;
import org.pf4j.Plugin;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginFactory;
import org.pf4j.PluginLoader;
import org.pf4j.PluginRepository;
import org.pf4j.PluginStatusProvider;

/**
 * PF4J as we use it: loads exactly what it is given, by digest, and unloads it again. No folder is
 * scanned, no descriptor read from a jar, no plugin class started; strategies are found through
 * service files. Confined to {@link PluginLibrary}, which guards it by its lock.
 */
final class PluginHost extends DefaultPluginManager {
  private final ClassLoader api = new ApiLoader();
  private final Map<Path, StrategyArchive> archives = new ConcurrentHashMap<>();

  PluginHost() {
    // The root that PF4J insists on: nothing is looked for in it.
    super(Path.of("plugins"));
  }

  /** A class loader over an archive that is not loaded. */
  StrategyClassLoader load(StrategyArchive archive) {
    archives.put(archive.kept(), archive);
    String id = loadPlugin(archive.kept());
    return (StrategyClassLoader) getPluginClassLoader(id);
  }

  /** Forgets an archive and closes its class loader. */
  void unload(StrategyArchive archive) {
    unloadPlugin(archive.digest().hex());
    archives.remove(archive.kept());
  }

  /** How many class loaders are open. */
  int loaded() {
    return getPlugins().size();
  }

  private StrategyArchive archive(Path kept) {
    StrategyArchive archive = archives.get(kept);
    if (archive == null) {
      throw new IllegalArgumentException("not handed in for loading: " + kept);
    }
    return archive;
  }

  private ClassLoader open(Path kept, PluginDescriptor descriptor) {
    StrategyArchive archive = archive(kept);
    List<Path> classPath = archive.parts().stream().map(ArchivePart::kept).toList();
    try {
      return new StrategyClassLoader(this, descriptor, api, classPath, archive.allowed());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open plugin " + kept, e);
    }
  }

  @Override
  protected PluginDescriptorFinder createPluginDescriptorFinder() {
    return new PluginDescriptorFinder() {
      @Override
      public boolean isApplicable(Path kept) {
        return true;
      }

      @Override
      public PluginDescriptor find(Path kept) {
        return new DefaultPluginDescriptor(
            archive(kept).digest().hex(), "", Plugin.class.getName(), "1.0.0", "", "", "");
      }
    };
  }

  @Override
  protected PluginLoader createPluginLoader() {
    return new PluginLoader() {
      @Override
      public boolean isApplicable(Path kept) {
        return true;
      }

      @Override
      public ClassLoader loadPlugin(Path kept, PluginDescriptor descriptor) {
        return open(kept, descriptor);
      }
    };
  }

  @Override
  protected PluginFactory createPluginFactory() {
    return wrapper -> new Plugin();
  }

  @Override
  protected PluginRepository createPluginRepository() {
    return new PluginRepository() {
      @Override
      public List<Path> getPluginPaths() {
        return List.of();
      }

      @Override
      public boolean deletePluginPath(Path kept) {
        return false;
      }
    };
  }

  @Override
  protected PluginStatusProvider createPluginStatusProvider() {
    return new PluginStatusProvider() {
      @Override
      public boolean isPluginDisabled(String id) {
        return false;
      }

      @Override
      public void disablePlugin(String id) {
        throw new IllegalStateException("plugins are refused or loaded, never disabled: " + id);
      }

      @Override
      public void enablePlugin(String id) {
        throw new IllegalStateException("plugins are refused or loaded, never disabled: " + id);
      }
    };
  }
}
