package dev.orrery.deployment;

import dev.orrery.database.Database;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * The rows of deployments. Status and latches are written here by whoever hosts a deployment, in
 * one transaction, and only along {@link DeploymentStatus#next}. Thread-safe.
 */
public final class DeploymentTable {
  static final String SELECT =
      """
      select d.id, d.user_id, d.skill_id, d.skill_version, d.strategy, d.vault, d.broker_kind,
        d.host_kind, d.wanted, d.status, d.error_text, d.paused, d.paused_reason,
        d.halted, d.halted_reason, d.flatten, d.flatten_reason, d.stopping, d.stopping_reason,
        d.quarantined, d.quarantined_reason, d.quarantined_at,
        d.tick_interval_seconds, d.created_at, d.started_at, d.stopped_at
      from deployments d
      """;

  private final Jdbi jdbi;

  /** Works on this database. */
  public DeploymentTable(Database database) {
    this.jdbi = database.jdbi();
  }

  /** One of the user's. */
  public Optional<Deployment> find(UUID user, UUID id) {
    return jdbi.withHandle(handle -> find(handle, user, id, ""));
  }

  /**
   * One of the user's.
   *
   * @throws ProblemException REFUSED when the user has none of this id
   */
  public Deployment get(UUID user, UUID id) {
    return find(user, id).orElseThrow(() -> none(id.toString()));
  }

  /** Whose it is: for operators, who act on those of others. */
  public Optional<UUID> owner(UUID id) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select user_id from deployments where id = :id")
            .bind("id", id)
            .mapTo(UUID.class)
            .findOne());
  }

  /** The user's deployment of this name: the one that is not stopped, else the latest. */
  public Optional<Deployment> findByName(UUID user, String name) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                SELECT
                    + """
                    where d.user_id = :user and d.strategy = :name
                    order by (d.status = 'stopped'), d.created_at desc, d.id limit 1
                    """)
            .bind("user", user)
            .bind("name", name)
            .map((row, context) -> read(row))
            .findOne());
  }

  /** All of the user's, by name, the latest first. */
  public List<Deployment> list(UUID user) {
    return jdbi.withHandle(handle -> list(handle, user));
  }

  /** Those of the user's that may hold a place, a machine, positions, in the order of their ids. */
  public List<Deployment> standing(UUID user) {
    return jdbi.withHandle(handle -> standing(handle, user));
  }

  /**
   * Its runner is up and serves it. What was provisioning becomes what its latches say; what is
   * stopping, stopped or failed stays so.
   *
   * @return the status it has now
   */
  public DeploymentStatus started(UUID user, UUID id) {
    return jdbi.inTransaction(handle -> {
      Deployment row = locked(handle, user, id);
      if (!DeploymentStatus.OCCUPYING.contains(row.status())) {
        return row.status();
      }
      DeploymentStatus status = row.latches().status();
      handle
          .createUpdate(
              """
              update deployments
              set status = :status, started_at = clock_timestamp(), error_text = null
              where id = :id
              """)
          .bind("status", status.text())
          .bind("id", id)
          .execute();
      return status;
    });
  }

  /** How its latches stand. */
  public Latches latches(UUID user, UUID id) {
    return get(user, id).latches();
  }

  /** Keeps the latches; the status of a deployment that is up follows. Durable when it returns. */
  public void saveLatches(UUID user, UUID id, Latches latches) {
    jdbi.useTransaction(handle -> {
      Deployment row = locked(handle, user, id);
      write(handle, id, latches);
      DeploymentStatus said = latches.status();
      boolean follows =
          DeploymentStatus.UP.contains(row.status()) || said == DeploymentStatus.STOPPING;
      if (follows && row.status().mayBecome(said, row.host())) {
        write(handle, id, said, row.errorText());
      }
    });
  }

  /**
   * Moves it to another status; nothing happens when it is there.
   *
   * @param errorText why it failed or how it ended, null for nothing to say
   * @throws IllegalStateException when the status machine knows no such transition
   */
  public void move(UUID user, UUID id, DeploymentStatus to, @Nullable String errorText) {
    jdbi.useTransaction(handle -> move(handle, locked(handle, user, id), to, errorText));
  }

  /**
   * The process that was to host them did not come up: what takes a place has failed, with the
   * event {@code runner_fatal}. Latches, and what is wanted, stand; the next start tries again.
   *
   * @param silence whoever was heard within it is hosted by another process, and left alone
   * @return how many
   */
  public int bootFailed(UUID user, String errorText, Duration silence) {
    return jdbi.withHandle(handle ->
        handle
            .createUpdate(
                """
                with failed as (
                  update deployments set status = 'error', error_text = :error
                  where user_id = :user and host_kind = 'run'
                    and status in ('provisioning', 'running', 'paused', 'halted', 'error')
                    and not exists (select from agent_state s where s.deployment_id = id
                      and s.updated_at > clock_timestamp() - make_interval(secs => :silence))
                  returning id)
                insert into agent_logs (deployment_id, level, event, message)
                select id, 'error', 'runner_fatal', :error from failed
                """)
            .bind("error", storable(errorText))
            .bind("user", user)
            .bind("silence", silence.toSeconds())
            .execute());
  }

  /**
   * Says something of it, while its status stays as it is.
   *
   * @param text null for nothing any more
   */
  public void note(UUID user, UUID id, @Nullable String text) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                "update deployments set error_text = :text where user_id = :user and id = :id")
            .bind("text", storable(text))
            .bind("user", user)
            .bind("id", id)
            .execute());
  }

  /**
   * Takes a stopped deployment of one process up again, by an explicit act: it is wanted, and
   * provisioning; a halt and an unfinished flatten stand.
   */
  public void reopen(UUID user, UUID id) {
    jdbi.useTransaction(handle -> {
      Deployment row = locked(handle, user, id);
      Latches old = row.latches();
      write(handle, id, new Latches(null, old.halted(), old.flatten(), null, old.quarantine()));
      handle.execute("update deployments set wanted = 'running' where id = ?", id);
      move(handle, row, DeploymentStatus.PROVISIONING, null);
    });
  }

  static ProblemException none(String which) {
    return new ProblemException(
        Problem.refused(
            "deployment " + which, "you have none of this name or id", "see: orrery deployments"));
  }

  static Optional<Deployment> find(Handle handle, UUID user, UUID id, String lock) {
    return handle
        .createQuery(SELECT + "where d.user_id = :user and d.id = :id " + lock)
        .bind("user", user)
        .bind("id", id)
        .map((row, context) -> read(row))
        .findOne();
  }

  /** Those that may hold a place, a machine, positions; not locked. */
  static List<Deployment> standing(Handle handle, UUID user) {
    return handle
        .createQuery(SELECT + "where d.user_id = :user and d.status <> 'stopped' order by d.id")
        .bind("user", user)
        .map((row, context) -> read(row))
        .list();
  }

  /** Held until the transaction ends: rules are judged on what stands then. */
  static Deployment locked(Handle handle, UUID user, UUID id) {
    return find(handle, user, id, "for no key update").orElseThrow(() -> none(id.toString()));
  }

  static List<Deployment> list(Handle handle, UUID user) {
    return handle
        .createQuery(
            SELECT + "where d.user_id = :user order by d.strategy, d.created_at desc, d.id")
        .bind("user", user)
        .map((row, context) -> read(row))
        .list();
  }

  static Optional<Deployment> inRun(Handle handle, UUID user, UUID skill) {
    return handle
        .createQuery(
            SELECT
                + """
                where d.user_id = :user and d.skill_id = :skill and d.host_kind = 'run'
                for no key update
                """)
        .bind("user", user)
        .bind("skill", skill)
        .map((row, context) -> read(row))
        .findOne();
  }

  static void move(Handle handle, Deployment row, DeploymentStatus to, @Nullable String errorText) {
    if (row.status() == to) {
      return;
    }
    if (!row.status().mayBecome(to, row.host())) {
      throw new IllegalStateException(
          "deployment %s cannot go from %s to %s"
              .formatted(row.id(), row.status().text(), to.text()));
    }
    write(handle, row.id(), to, errorText);
  }

  private static void write(
      Handle handle, UUID id, DeploymentStatus status, @Nullable String errorText) {
    handle
        .createUpdate(
            """
            update deployments set status = :status, error_text = :error,
              stopped_at = case :status when 'stopped' then clock_timestamp() end
            where id = :id
            """)
        .bind("status", status.text())
        .bind("error", errorText)
        .bind("id", id)
        .execute();
  }

  private static void write(Handle handle, UUID id, Latches latches) {
    Quarantine quarantine = latches.quarantine();
    handle
        .createUpdate(
            """
            update deployments set
              paused = :isPaused, paused_reason = :paused,
              halted = :isHalted, halted_reason = :halted,
              flatten = :isFlatten, flatten_reason = :flatten,
              stopping = :isStopping, stopping_reason = :stopping,
              quarantined = :isQuarantined, quarantined_reason = :quarantined,
              quarantined_at = :quarantinedAt
            where id = :id
            """)
        .bind("isPaused", latches.paused() != null)
        .bind("paused", storable(latches.paused()))
        .bind("isHalted", latches.halted() != null)
        .bind("halted", storable(latches.halted()))
        .bind("isFlatten", latches.flatten() != null)
        .bind("flatten", storable(latches.flatten()))
        .bind("isStopping", latches.stopping() != null)
        .bind("stopping", storable(latches.stopping()))
        .bind("isQuarantined", quarantine != null)
        .bind("quarantined", quarantine == null ? null : storable(quarantine.reason()))
        .bind(
            "quarantinedAt",
            quarantine == null ? null : quarantine.since().atOffset(ZoneOffset.UTC))
        .bind("id", id)
        .execute();
  }

  /** PostgreSQL keeps any character but this one. */
  private static @Nullable String storable(@Nullable String reason) {
    return reason == null ? null : reason.replace("\0", "");
  }

  static Deployment read(ResultSet row) throws SQLException {
    return new Deployment(
        Rows.uuid(row, "id"),
        Rows.uuid(row, "user_id"),
        Rows.uuid(row, "skill_id"),
        row.getInt("skill_version"),
        row.getString("strategy"),
        row.getString("vault"),
        BrokerKind.of(row.getString("broker_kind")),
        HostKind.of(row.getString("host_kind")),
        Wanted.of(row.getString("wanted")),
        DeploymentStatus.of(row.getString("status")),
        Rows.latches(row),
        Rows.textOrNull(row, "error_text"),
        Duration.ofSeconds(row.getInt("tick_interval_seconds")),
        Rows.instant(row, "created_at"),
        Rows.instantOrNull(row, "started_at"),
        Rows.instantOrNull(row, "stopped_at"));
  }
}
