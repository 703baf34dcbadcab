package dev.orrery.control.skill;

import dev.orrery.config.run.DefaultsConfig;
import dev.orrery.kernel.IoFailure;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jars that come with a distribution, published under the names of their strategies with the
 * shipped caps of paper. A jar that a version consists of is left alone. Thread-safe.
 */
public final class BundledSkills {
  private static final Logger LOG = LoggerFactory.getLogger(BundledSkills.class);

  /** Each verifies in a process of its own. */
  private static final int AT_ONCE = 2;

  private final Skills skills;
  private final ArtifactTable artifacts;

  /** Publishes through these. */
  public BundledSkills(Skills skills, ArtifactTable artifacts) {
    this.skills = skills;
    this.artifacts = artifacts;
  }

  /**
   * Publishes what is new. A jar that is refused is logged and left out.
   *
   * @return what was published, in the order of the jars
   */
  public List<Skills.Published> publish(UUID user, List<Path> jars) {
    List<Skills.Published> published = new ArrayList<>();
    try (ExecutorService few = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<List<Skills.Published>>> all =
          jars.stream().map(jar -> few.submit(() -> publish(user, jar))).toList();
      for (Future<List<Skills.Published>> one : all) {
        published.addAll(one.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
    return published;
  }

  private List<Skills.Published> publish(UUID user, Path jar) {
    String name = String.valueOf(jar.getFileName());
    try {
      byte[] bytes = Files.readAllBytes(jar);
      if (artifacts.isPublished(Sha256.of(bytes))) {
        return List.of();
      }
      Publication plain = Publication.with(DefaultsConfig.defaults().paper());
      return List.of(skills.publish(user, name, bytes, plain));
    } catch (IOException e) {
      LOG.warn("a bundled jar cannot be read jar={} cause={}", name, IoFailure.cause(e));
    } catch (ProblemException e) {
      LOG.warn("a bundled jar is not published jar={} cause={}", name, e.getMessage());
    }
    return List.of();
  }
}
