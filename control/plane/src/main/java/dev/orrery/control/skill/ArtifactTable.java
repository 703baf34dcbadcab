package dev.orrery.control.skill;

import dev.orrery.database.Database;
import dev.orrery.kernel.Sha256;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Bytes by digest in the database: where machines get their jars from. Thread-safe. */
public final class ArtifactTable {
  private static final String JAR = "jar";

  private final Jdbi jdbi;

  /** Works on this database. */
  public ArtifactTable(Database database) {
    this.jdbi = database.jdbi();
  }

  /**
   * Keeps a jar; the same bytes again change nothing.
   *
   * @param name its file's name, for people
   */
  public Sha256 put(String name, byte[] jar) {
    Sha256 digest = Sha256.of(jar);
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                insert into artifacts (digest, kind, name, bytes)
                values (:digest, :kind, :name, :bytes) on conflict do nothing
                """)
            .bind("digest", digest.hex())
            .bind("kind", JAR)
            .bind("name", name)
            .bind("bytes", jar)
            .execute());
    return digest;
  }

  /** Whether a version of some skill consists of this jar. */
  public boolean isPublished(Sha256 digest) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                "select exists (select from skill_versions where payload ->> 'jar' = :digest)")
            .bind("digest", digest.hex())
            .mapTo(Boolean.class)
            .one());
  }

  /**
   * The bytes of a digest.
   *
   * @throws IllegalStateException when what is kept has another digest
   */
  public Optional<byte[]> find(Sha256 digest) {
    Optional<byte[]> found =
        jdbi.withHandle(handle ->
            handle
                .createQuery("select bytes from artifacts where digest = :digest")
                .bind("digest", digest.hex())
                .map((row, context) -> row.getBytes("bytes"))
                .findOne());
    found.ifPresent(bytes -> {
      if (!Sha256.of(bytes).equals(digest)) {
        throw new IllegalStateException("artifact " + digest.hex() + " was changed in its table");
      }
    });
    return found;
  }
}
