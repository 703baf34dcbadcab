package dev.orrery.runner.plugin;

import dev.orrery.kernel.ExitCode;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.Sha256;
import dev.orrery.runner.boot.Roster;
import dev.orrery.runtime.PluginChange;
import dev.orrery.runtime.StrategyRuntime;
import dev.orrery.runtime.plugin.LoadedJar;
import dev.orrery.runtime.plugin.PluginLimits;
import dev.orrery.runtime.plugin.RefusedJar;
import dev.orrery.runtime.plugin.StrategyDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands what changes in the folder of jars to a runtime: a file whose bytes are others, one that is
 * new, one that is gone. A jar that was refused because another had its strategies is tried again
 * when that one goes, in its place, so that {@code x-1.0.jar} can be replaced by {@code x-1.1.jar}.
 * Confined to one thread.
 */
public final class PluginWatch {
  private static final Logger LOG = LoggerFactory.getLogger(PluginWatch.class);
  private static final long TRY_AGAIN_NANOS = Duration.ofSeconds(5).toNanos();

  private final PluginFolder folder;
  private final StrategyRuntime runtime;
  private final Roster rows;
  private final LongSupplier nanos;

  /** What a file held when it was refused: the same bytes under a new time are no news. */
  private final Map<Path, Sha256> refused = new HashMap<>();

  /** Refused for a cause outside of them, and when to try again. */
  private final Map<Path, Long> later = new HashMap<>();

  /**
   * Over one folder; looks at nothing yet.
   *
   * @param rows follow what changes
   * @param nanos the process's clock
   */
  public PluginWatch(
      PluginFolder folder, StrategyRuntime runtime, Roster rows, LongSupplier nanos) {
    this.folder = folder;
    this.runtime = runtime;
    this.rows = rows;
    this.nanos = nanos;
  }

  /** Looks at the folder once. */
  public void look() {
    long now = nanos.getAsLong();
    later.forEach((file, at) -> {
      if (now - at >= 0) {
        refused.remove(file);
        folder.again(file);
      }
    });
    for (PluginFolder.Change change : folder.look()) {
      later.remove(change.file());
      if (change.gone()) {
        gone(change.file());
      } else {
        changed(change.file());
      }
    }
    rows.follow(runtime);
  }

  private void changed(Path file) {
    Optional<LoadedJar> present = inUse(file);
    Optional<Sha256> digest = digest(file);
    if (digest.isPresent() && present.map(LoadedJar::digest).equals(digest)) {
      refused.remove(file);
      runtime.forgetRefused(file);
      return;
    }
    if (digest.isPresent() && digest.get().equals(refused.get(file))) {
      return;
    }
    try {
      PluginChange change =
          present.isPresent() ? runtime.replacePlugin(file, file) : runtime.addPlugin(file);
      refused.remove(file);
      tryAgain(change.ended());
    } catch (ProblemException e) {
      digest.ifPresent(held -> refused.put(file, held));
      if (e.exit() == ExitCode.UNREACHABLE) {
        later.put(file, nanos.getAsLong() + TRY_AGAIN_NANOS);
      }
    }
  }

  private void gone(Path file) {
    refused.remove(file);
    Optional<LoadedJar> present = inUse(file);
    if (present.isEmpty()) {
      runtime.forgetRefused(file);
      return;
    }
    List<String> offered =
        present.get().strategies().stream().map(StrategyDescriptor::name).toList();
    for (RefusedJar candidate : holding(offered)) {
      if (!candidate.file().equals(file) && takesItsPlace(file, candidate.file())) {
        return;
      }
    }
    runtime.removePlugin(file);
    tryAgain(offered);
  }

  private boolean takesItsPlace(Path file, Path candidate) {
    try {
      PluginChange change = runtime.replacePlugin(file, candidate);
      refused.remove(candidate);
      tryAgain(change.ended());
      return true;
    } catch (ProblemException e) {
      LOG.debug("Does not take the place of {}", file, e);
      return false;
    }
  }

  /** What was refused because these strategies were there may come now. */
  private void tryAgain(Collection<String> free) {
    for (RefusedJar candidate : holding(free)) {
      if (inUse(candidate.file()).isEmpty()) {
        refused.remove(candidate.file());
        changed(candidate.file());
      }
    }
  }

  private List<RefusedJar> holding(Collection<String> strategies) {
    return runtime.refusedPlugins().stream()
        .filter(jar -> {
          Set<String> shared = new HashSet<>(jar.strategies());
          shared.retainAll(strategies);
          return !shared.isEmpty();
        })
        .toList();
  }

  private Optional<LoadedJar> inUse(Path file) {
    return runtime.plugins().stream().filter(jar -> jar.file().equals(file)).findFirst();
  }

  /**
   * Of its bytes; empty when they cannot be read, or when it is nothing that is: a pipe or a device
   * has no end. Whatever it is, the runtime says it better.
   */
  static Optional<Sha256> digest(Path file) {
    MessageDigest digest = Sha256.newDigest();
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > PluginLimits.DEFAULT.maxFileBytes()) {
        return Optional.empty();
      }
      try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      return Optional.of(new Sha256(HexFormat.of().formatHex(digest.digest())));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
