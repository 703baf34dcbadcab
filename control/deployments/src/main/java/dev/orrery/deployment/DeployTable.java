package dev.orrery.deployment;

import dev.orrery.database.Database;
import dev.orrery.kernel.IdSource;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;

/**
 * Makes deployments that get a machine of their own. The rules are judged, predecessors told to end
 * and the row written in one transaction; when two do it at the same moment, one of them meets an
 * index and gets the rule's message. Thread-safe.
 */
public final class DeployTable {
  private static final String UNIQUE_VIOLATION = "23505";

  private final Jdbi jdbi;
  private final IdSource ids;
  private final CommandTable commands;

  /** Works on this database. */
  public DeployTable(Database database, IdSource ids, Commands commands) {
    this.jdbi = database.jdbi();
    this.ids = ids;
    this.commands = commands.table();
  }

  /**
   * A deployment was made.
   *
   * @param replaced those that were told to end; none of them takes a place any more, but they may
   *     trade until {@link HandoverTable} says that they are over
   */
  public record Made(Deployment deployment, List<UUID> replaced) {
    /** Copies. */
    public Made {
      replaced = List.copyOf(replaced);
    }
  }

  /** Whether there is room for one more, by what only a transaction can count. */
  @FunctionalInterface
  public interface Room {
    /** Why there is none; empty when there is. Whoever asks at the same moment waits. */
    Optional<Problem> refusal(Handle handle, DeployOrder order);
  }

  /** One row of skills. */
  private record Skill(UUID id, String name, int latest, Instant now) {}

  /**
   * {@code createDeployment}: a row that is provisioning and waits for its machine.
   *
   * @param actor who is named on the stop of what is replaced
   * @throws ProblemException REFUSED by a gate or rule, for a skill or version the user does not
   *     have, and for an agent that does not fit
   */
  public Made create(UUID user, DeployOrder order, DeployGates gates, Actor actor) {
    return create(user, order, gates, actor, (_, _) -> Optional.empty());
  }

  /**
   * The same, where there has to be room for it.
   *
   * @throws ProblemException REFUSED also when there is no room
   */
  public Made create(UUID user, DeployOrder order, DeployGates gates, Actor actor, Room room) {
    try {
      return jdbi.inTransaction(handle -> {
        Optional<Deployment> there = there(handle, user, order);
        if (there.isPresent()) {
          return new Made(there.get(), List.of());
        }
        refuse(room.refusal(handle, order));
        return create(handle, user, order, gates, actor);
      });
    } catch (UnableToExecuteStatementException e) {
      if (e.getCause() instanceof SQLException cause
          && UNIQUE_VIOLATION.equals(cause.getSQLState())) {
        throw new ProblemException(taken(user, order), e);
      }
      throw e;
    }
  }

  private static Optional<Deployment> there(Handle handle, UUID user, DeployOrder order) {
    UUID id = order.id();
    return id == null ? Optional.empty() : DeploymentTable.find(handle, user, id, "");
  }

  /** What the predicates would have said, had the other one been there already. */
  private Problem taken(UUID user, DeployOrder order) {
    return jdbi.withHandle(handle -> {
      Skill skill = skill(handle, user, order);
      List<Deployment> standing = DeploymentTable.standing(handle, user);
      return DeployRules.blocker(standing, skill.id(), order.broker())
          .map(holder -> DeployRules.mainnetTaken(skill.name(), holder))
          .orElseGet(() -> DeployRules.placeTaken("deployment " + skill.name(), order.broker()));
    });
  }

  private Made create(Handle handle, UUID user, DeployOrder order, DeployGates gates, Actor actor) {
    refuse(gates.refusal(order.skill(), order.broker(), PanicTable.read(handle)));
    Skill skill = skill(handle, user, order);
    int version = order.version() == null ? skill.latest() : order.version();
    SkillPayload payload = payload(handle, skill, version);
    DeployRules.Agent agent = agent(handle, user, order);
    refuse(DeployRules.agentRefusal(skill.name(), order.broker(), agent, skill.now()));
    List<Deployment> standing = DeploymentTable.standing(handle, user);
    DeployRules.blocker(standing, skill.id(), order.broker())
        .ifPresent(holder -> {
          throw new ProblemException(DeployRules.mainnetTaken(skill.name(), holder));
        });
    UUID wanted = order.id();
    UUID id = wanted == null ? ids.next() : wanted;
    List<UUID> replaced =
        DeployRules.sameSkillBrokerCollisions(standing, skill.id(), order.broker()).stream()
            .filter(each -> stopColliding(handle, each, id, actor))
            .map(Deployment::id)
            .toList();
    insert(handle, user, id, skill, version, order, agent, payload);
    return new Made(DeploymentTable.locked(handle, user, id), replaced);
  }

  /** Before the replacement is inserted: the index looks at every statement. */
  private boolean stopColliding(Handle handle, Deployment seen, UUID successor, Actor actor) {
    Deployment now = DeploymentTable.locked(handle, seen.userId(), seen.id());
    if (!DeployRules.isToEnd(now)) {
      return false;
    }
    Map<String, String> payload = Map.of("reason", "replaced by deployment " + successor);
    commands.insert(handle, now.id(), CommandKind.STOP, payload, actor);
    DeploymentTable.move(handle, now, DeploymentStatus.STOPPING, now.errorText());
    return true;
  }

  private static void insert(
      Handle handle,
      UUID user,
      UUID id,
      Skill skill,
      int version,
      DeployOrder order,
      DeployRules.@Nullable Agent agent,
      SkillPayload payload) {
    String own = order.vault() == null ? "paper:" + skill.name() : order.vault();
    handle
        .createUpdate(
            """
            insert into deployments (id, user_id, skill_id, skill_version, strategy, vault,
              broker_kind, host_kind, hyperliquid_agent_id, tick_interval_seconds, fly_image)
            values (:id, :user, :skill, :version, :strategy, :vault, :broker, 'machine',
              cast(:agent as uuid), :seconds, current_live_runner_image())
            """)
        .bind("id", id)
        .bind("user", user)
        .bind("skill", skill.id())
        .bind("version", version)
        .bind("strategy", skill.name())
        .bind("vault", agent == null ? own : agent.master())
        .bind("broker", order.broker().text())
        .bind("agent", agent == null ? null : agent.id())
        .bind("seconds", payload.tickInterval().toSeconds())
        .execute();
  }

  private static Skill skill(Handle handle, UUID user, DeployOrder order) {
    return handle
        .createQuery(
            """
            select id, slug, latest_version, clock_timestamp() as now from skills
            where user_id = :user and slug = :slug
            """)
        .bind("user", user)
        .bind("slug", order.skill())
        .map((row, context) ->
            new Skill(
                Rows.uuid(row, "id"),
                row.getString("slug"),
                row.getInt("latest_version"),
                Rows.instant(row, "now")))
        .findOne()
        .orElseThrow(() ->
            new ProblemException(
                Problem.refused(
                    "skill " + order.skill(),
                    "you have none of this name",
                    "publish its jar first: orrery publish JAR")));
  }

  private static SkillPayload payload(Handle handle, Skill skill, int version) {
    return handle
        .createQuery(
            "select payload from skill_versions where skill_id = :skill and version = :version")
        .bind("skill", skill.id())
        .bind("version", version)
        .mapTo(String.class)
        .findOne()
        .map(SkillPayload::of)
        .orElseThrow(() ->
            new ProblemException(
                Problem.refused(
                    "skill " + skill.name(),
                    "has no version " + version,
                    "its latest is " + skill.latest())));
  }

  private static DeployRules.@Nullable Agent agent(Handle handle, UUID user, DeployOrder order) {
    if (order.agent() == null) {
      return null;
    }
    return handle
        .createQuery(
            """
            select a.id, w.address, a.valid_until, a.revoked_at
            from hyperliquid_agents a join hyperliquid_master_wallets w on w.id = a.master_wallet_id
            where a.user_id = :user and a.id = :id
            """)
        .bind("user", user)
        .bind("id", order.agent())
        .map((row, context) ->
            new DeployRules.Agent(
                Rows.uuid(row, "id"),
                row.getString("address"),
                Rows.instantOrNull(row, "valid_until"),
                Rows.instantOrNull(row, "revoked_at")))
        .findOne()
        .orElseThrow(() ->
            new ProblemException(
                Problem.refused(
                    "agent wallet " + order.agent(),
                    "you have none of this id",
                    "approve one of your wallet")));
  }

  private static void refuse(Optional<Problem> refusal) {
    refusal.ifPresent(problem -> {
      throw new ProblemException(problem);
    });
  }
}
