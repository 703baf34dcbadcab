package dev.orrery.runtime.plugin;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of a jar's classes: first of the threads they left, then of their loader. Run once. */
final class Unloading implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(Unloading.class);

  private final PluginHost host;
  private final StrategyArchive archive;
  private final StrategyClassLoader loader;
  private final LeftThreads threads;
  private final Lingering lingering;

  Unloading(
      PluginHost host,
      StrategyArchive archive,
      StrategyClassLoader loader,
      LeftThreads threads,
      Lingering lingering) {
    this.host = host;
    this.archive = archive;
    this.loader = loader;
    this.threads = threads;
    this.lingering = lingering;
  }

  @Override
  public void run() {
    List<Thread> staying = threads.end("plugin " + archive.fileName());
    host.unload(archive);
    if (!staying.isEmpty()) {
      lingering.add(archive.fileName(), loader, staying);
      log.warn("A plugin was unloaded, but: {}", String.join("; ", lingering.lines()));
    }
  }
}
