package dev.orrery.control.skill;

import dev.orrery.deployment.SkillTable;
import dev.orrery.kernel.OneLine;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.Sha256;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes jars as versions of skills. A version never changes: publishing the same again gives
 * the version that is there, anything else a new one. Thread-safe.
 */
public final class Skills {
  /** Most bytes of a jar. */
  public static final int MOST_BYTES = 64 * 1024 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(Skills.class);
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final int MOST_TOLD = 100;

  private final JarVerifier verifier;
  private final ArtifactTable artifacts;
  private final SkillTable skills;

  /** Keeps what this verifier lets pass. */
  public Skills(JarVerifier verifier, ArtifactTable artifacts, SkillTable skills) {
    this.verifier = verifier;
    this.artifacts = artifacts;
    this.skills = skills;
  }

  /** A version that can be deployed. */
  public record Published(UUID skill, String name, int version, Sha256 jar) {}

  /**
   * Verifies a jar, keeps its bytes, and saves a version.
   *
   * @param file its name, for messages
   * @throws ProblemException REFUSED when a runner would not load the jar, when it does not offer
   *     the strategy, and for a name that is none
   */
  public Published publish(UUID user, String file, byte[] jar, Publication publication) {
    String shown = OneLine.of(file, MOST_TOLD);
    if (jar.length > MOST_BYTES) {
      throw refused("jar " + shown, "has more than " + MOST_BYTES + " bytes", "make it smaller");
    }
    String strategy =
        switch (verifier.verify(shown, jar)) {
          case JarVerifier.Verdict.Refused refused ->
              throw refused("jar " + shown, refused.reason(), "see: orrery plugins verify");
          case JarVerifier.Verdict.Loads loads -> chosen(shown, loads.strategies(), publication);
        };
    String name = publication.name() == null ? strategy : publication.name();
    if (!NAME.matcher(name).matches()) {
      throw refused(
          "skill " + OneLine.of(name, MOST_TOLD),
          "is no name: letters, digits, dot, dash and underscore, 64 at most",
          "choose another with --name");
    }
    Sha256 digest = artifacts.put(shown, jar);
    SkillTable.Version saved = skills.save(user, name, publication.payload(digest, strategy));
    LOG.info(
        "published skill={} version={} strategy={} jar={}",
        name,
        saved.version(),
        strategy,
        digest.hex());
    return new Published(saved.skill(), name, saved.version(), digest);
  }

  private static String chosen(String file, List<String> offered, Publication publication) {
    String wanted = publication.strategy();
    if (wanted != null && offered.contains(wanted)) {
      return wanted;
    }
    if (wanted == null && offered.size() == 1) {
      return offered.getFirst();
    }
    String names = String.join(", ", offered);
    throw refused(
        "jar " + file,
        wanted == null ? "offers several strategies" : "does not offer the strategy " + wanted,
        "it offers " + names);
  }

  private static ProblemException refused(String subject, String cause, String wayOut) {
    return new ProblemException(Problem.refused(subject, cause, wayOut));
  }
}
