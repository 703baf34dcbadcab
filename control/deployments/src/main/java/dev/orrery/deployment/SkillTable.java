package dev.orrery.deployment;

import dev.orrery.database.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Skills, which are named strategies, and their versions, which never change. Thread-safe: two who
 * save at once get two versions, or one when they save the same.
 */
public final class SkillTable {
  private final Jdbi jdbi;

  /** Works on this database. */
  public SkillTable(Database database) {
    this.jdbi = database.jdbi();
  }

  /** One version of a skill. */
  public record Version(UUID skill, int version) {}

  /** Saves what is new: the skill, and a version of it when this is not the latest already. */
  public Version save(UUID user, String name, SkillPayload payload) {
    return jdbi.inTransaction(handle -> save(handle, user, name, payload));
  }

  /** What a version consists of; empty when the user has no such. */
  public Optional<SkillPayload> payload(UUID user, UUID skill, int version) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select v.payload from skill_versions v join skills s on s.id = v.skill_id
                where s.user_id = :user and s.id = :skill and v.version = :version
                """)
            .bind("user", user)
            .bind("skill", skill)
            .bind("version", version)
            .mapTo(String.class)
            .findOne()
            .map(SkillPayload::of));
  }

  /** The latest version of the user's skill of this name. */
  public Optional<Version> latest(UUID user, String name) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                "select id, latest_version from skills where user_id = :user and slug = :name")
            .bind("user", user)
            .bind("name", name)
            .map((row, context) -> new Version(Rows.uuid(row, "id"), row.getInt(2)))
            .findOne());
  }

  /**
   * A skill.
   *
   * @param latest its latest version
   */
  public record Skill(UUID id, String name, int latest, Instant createdAt) {}

  /** One saved version of a skill. */
  public record Saved(int version, SkillPayload payload, Instant createdAt) {}

  /** The user's skill of this name. */
  public Optional<Skill> find(UUID user, String name) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select id, slug, latest_version, created_at from skills
                where user_id = :user and slug = :name
                """)
            .bind("user", user)
            .bind("name", name)
            .map((row, context) -> skill(row))
            .findOne());
  }

  /**
   * Some of the user's skills, by name.
   *
   * @param after the name of the last one of the page before; null for the first page
   */
  public List<Skill> page(UUID user, @Nullable String after, int limit) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select id, slug, latest_version, created_at from skills
                where user_id = :user and (cast(:after as text) is null or slug > :after)
                order by slug limit :limit
                """)
            .bind("user", user)
            .bind("after", after)
            .bind("limit", limit)
            .map((row, context) -> skill(row))
            .list());
  }

  /** All versions of one of the user's skills, the latest first. */
  public List<Saved> versions(UUID user, UUID skill) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select v.version, v.payload, v.created_at
                from skill_versions v join skills s on s.id = v.skill_id
                where s.user_id = :user and s.id = :skill order by v.version desc
                """)
            .bind("user", user)
            .bind("skill", skill)
            .map((row, context) ->
                new Saved(
                    row.getInt("version"),
                    SkillPayload.of(row.getString("payload")),
                    Rows.instant(row, "created_at")))
            .list());
  }

  private static Skill skill(ResultSet row) throws SQLException {
    return new Skill(
        Rows.uuid(row, "id"),
        row.getString("slug"),
        row.getInt("latest_version"),
        Rows.instant(row, "created_at"));
  }

  static Version save(Handle handle, UUID user, String name, SkillPayload payload) {
    UUID skill =
        handle
            .createQuery(
                """
                insert into skills (user_id, name, slug) values (:user, :name, :name)
                on conflict (user_id, slug) do update set name = excluded.name returning id
                """)
            .bind("user", user)
            .bind("name", name)
            .mapTo(UUID.class)
            .one();
    String json = payload.json();
    Optional<Integer> same =
        handle
            .createQuery(
                """
                select v.version from skill_versions v
                where v.skill_id = :skill and v.payload = cast(:payload as jsonb)
                  and v.version = (select max(version) from skill_versions where skill_id = :skill)
                """)
            .bind("skill", skill)
            .bind("payload", json)
            .mapTo(Integer.class)
            .findOne();
    return new Version(skill, same.orElseGet(() -> add(handle, skill, json)));
  }

  private static int add(Handle handle, UUID skill, String json) {
    int version =
        handle
            .createQuery(
                """
                insert into skill_versions (skill_id, version, payload)
                select :skill, coalesce(max(version), 0) + 1, cast(:payload as jsonb)
                from skill_versions where skill_id = :skill
                returning version
                """)
            .bind("skill", skill)
            .bind("payload", json)
            .mapTo(Integer.class)
            .one();
    handle.execute("update skills set latest_version = ? where id = ?", version, skill);
    return version;
  }
}
