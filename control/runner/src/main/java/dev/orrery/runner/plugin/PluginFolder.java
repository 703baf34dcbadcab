package dev.orrery.runner.plugin;

import dev.orrery.kernel.ProblemException;
import dev.orrery.runtime.plugin.PluginSources;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What changes in a folder of jars, told once it is quiet: a file that is being copied is not yet
 * what it will be, and one that is being replaced is away for a moment. A folder that is gone is no
 * order to remove everything in it: nothing is told until it is back. Confined to one thread.
 */
public final class PluginFolder {
  private static final Logger LOG = LoggerFactory.getLogger(PluginFolder.class);

  private final Path folder;
  private final long quietNanos;
  private final LongSupplier nanos;
  private final Map<Path, Seen> seen = new LinkedHashMap<>();
  private boolean missing;

  /** A file as it was when it was last looked at. */
  private static final class Seen {
    private FileMark mark;
    private long since;
    private boolean told;
    private boolean away;

    Seen(FileMark mark, long since) {
      this.mark = mark;
      this.since = since;
    }
  }

  /**
   * Something that has happened to a file, and is over.
   *
   * @param gone whether it is away; otherwise it is new, or another than before
   */
  record Change(Path file, boolean gone) {}

  /**
   * Takes what is there now as known: what is loaded afterwards is that, or has changed since.
   *
   * @param nanos the process's clock
   */
  public PluginFolder(Path folder, Duration quiet, LongSupplier nanos) {
    this.folder = folder;
    this.quietNanos = quiet.toNanos();
    this.nanos = nanos;
    long now = nanos.getAsLong();
    for (Path file : files(folder).orElse(List.of())) {
      FileMark.of(file)
          .ifPresent(mark -> {
            Seen known = new Seen(mark, now);
            known.told = true;
            seen.put(file, known);
          });
    }
  }

  /** What has become quiet since the last look: first what is there, by name, then what is gone. */
  List<Change> look() {
    Optional<List<Path>> files = files(folder);
    if (files.isEmpty() != missing) {
      missing = files.isEmpty();
      if (missing) {
        LOG.warn("The folder of plugins is gone, jars run on as they are folder={}", folder);
      } else {
        LOG.info("The folder of plugins is back folder={}", folder);
      }
    }
    if (missing) {
      return List.of();
    }
    long now = nanos.getAsLong();
    List<Change> changes = new ArrayList<>();
    Set<Path> there = new LinkedHashSet<>();
    for (Path file : files.orElseThrow()) {
      Optional<FileMark> mark = FileMark.of(file);
      if (mark.isPresent()) {
        there.add(file);
        if (isNews(file, mark.get(), now)) {
          changes.add(new Change(file, false));
        }
      }
    }
    for (Path file : List.copyOf(seen.keySet())) {
      if (!there.contains(file) && isGone(file, now)) {
        changes.add(new Change(file, true));
      }
    }
    return changes;
  }

  /** Tells of a file again, although it is the same. */
  void again(Path file) {
    Seen known = seen.get(file);
    if (known != null) {
      known.told = false;
    }
  }

  private boolean isNews(Path file, FileMark mark, long now) {
    Seen known = seen.computeIfAbsent(file, _ -> new Seen(mark, now));
    boolean other = !known.mark.equals(mark);
    if (other || known.away) {
      known.told = known.told && !other;
      known.mark = mark;
      known.since = now;
      known.away = false;
    }
    if (known.told || now - known.since < quietNanos) {
      return false;
    }
    known.told = true;
    return true;
  }

  private boolean isGone(Path file, long now) {
    Seen known = seen.get(file);
    if (known == null) {
      return false;
    }
    if (!known.away) {
      known.away = true;
      known.since = now;
    }
    if (now - known.since < quietNanos) {
      return false;
    }
    seen.remove(file);
    return true;
  }

  private static Optional<List<Path>> files(Path folder) {
    try {
      return Optional.of(PluginSources.in(folder));
    } catch (ProblemException e) {
      LOG.debug("no plugins to look at", e);
      return Optional.empty();
    }
  }
}
