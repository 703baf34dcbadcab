package dev.orrery.deployment;

import dev.orrery.database.Database;
import dev.orrery.kernel.OneLine;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * The releases that machines run, and which one is current: new deployments are pinned to it, those
 * that are there keep theirs. A release does not change; what is current does. Thread-safe.
 */
public final class ReleaseTable {
  private static final int LONGEST_IMAGE = 300;
  private static final int LONGEST_NOTES = 2000;

  private final Jdbi jdbi;

  /** Works on this database. */
  public ReleaseTable(Database database) {
    this.jdbi = database.jdbi();
  }

  /**
   * One release.
   *
   * @param image by digest, or what a provider calls a distribution
   * @param version for people
   * @param actor who published it
   */
  public record Release(
      String image,
      String version,
      String notes,
      String actor,
      Instant createdAt,
      boolean current) {}

  /**
   * What a deployment is pinned to.
   *
   * @param image null where it is not known, or it has no machine of its own
   * @param outdated whether another one is current, and it can be upgraded
   */
  public record Pin(UUID deployment, String name, @Nullable String image, boolean outdated) {}

  /** All of them, the latest first. */
  public List<Release> all() {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                "select image, version, notes, actor, created_at, current"
                    + " from runner_release_list()")
            .map((row, context) ->
                new Release(
                    row.getString("image"),
                    row.getString("version"),
                    row.getString("notes"),
                    row.getString("actor"),
                    Rows.instant(row, "created_at"),
                    row.getBoolean("current")))
            .list());
  }

  /** What new deployments run; empty where none was published. */
  public Optional<String> currentLiveRunnerImage() {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                "select current_live_runner_image() where current_live_runner_image() <> ''")
            .mapTo(String.class)
            .findOne());
  }

  /**
   * Writes down a release, and makes it current if that is wanted. Machines that are there are left
   * alone. The same again changes nothing but what is current.
   *
   * @throws ProblemException REFUSED when the image was published as another version
   */
  public Release publish(
      String image, String version, String notes, String actor, boolean current) {
    require("image", image, LONGEST_IMAGE);
    require("version", version, LONGEST_IMAGE);
    if (notes.length() > LONGEST_NOTES) {
      throw refused(image, "its notes are longer than " + LONGEST_NOTES, "shorten them");
    }
    jdbi.useTransaction(handle -> {
      handle.execute("select pg_advisory_xact_lock(hashtext('orrery releases'))");
      handle.execute(
          """
          insert into runner_releases (image, version, notes, actor) values (?, ?, ?, ?)
          on conflict (image) do nothing
          """,
          image,
          version,
          notes,
          actor);
      String known =
          handle
              .createQuery("select version from runner_releases where image = :image")
              .bind("image", image)
              .mapTo(String.class)
              .one();
      if (!known.equals(version)) {
        throw refused(image, "was published as " + known, "a release is not changed");
      }
      if (current) {
        handle.execute("update runner_releases set current = false where current");
        handle.execute("update runner_releases set current = true where image = ?", image);
      }
    });
    return all().stream().filter(it -> it.image().equals(image)).findFirst().orElseThrow();
  }

  /** Of all of a user's deployments that have a machine of their own and have not ended. */
  public List<Pin> pins(UUID user) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select id, strategy, fly_image,
                  coalesce(fly_image <> current_live_runner_image()
                    and (machine_id is not null or status = 'error') and wanted <> 'stopped'
                    and status in ('running', 'paused', 'halted', 'error'), false) as outdated
                from deployments
                where user_id = :user and host_kind = 'machine' and status <> 'stopped'
                order by strategy, created_at desc, id
                """)
            .bind("user", user)
            .map((row, context) ->
                new Pin(
                    Rows.uuid(row, "id"),
                    row.getString("strategy"),
                    Rows.textOrNull(row, "fly_image"),
                    row.getBoolean("outdated")))
            .list());
  }

  private static void require(String subject, String text, int longest) {
    if (text.isBlank() || text.length() > longest || !text.equals(OneLine.of(text, longest))) {
      throw refused(
          OneLine.of(text, 100), "is no " + subject, "one line of at most " + longest + " letters");
    }
  }

  private static ProblemException refused(String image, String cause, String wayOut) {
    return new ProblemException(Problem.refused("release " + image, cause, wayOut));
  }
}
