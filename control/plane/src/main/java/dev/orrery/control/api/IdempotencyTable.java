package dev.orrery.control.api;

import dev.orrery.database.Database;
import dev.orrery.deployment.http.HttpProblem;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.ProblemException;
import dev.orrery.kernel.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * What was answered under which key: a request that is sent again is answered again, and not
 * carried out again. One whose process died before it had an answer is carried out under the id
 * that it had, which says whether it was. Keys are a user's own and are kept for a day.
 * Thread-safe.
 */
final class IdempotencyTable {
  /** How long an answer is kept. */
  static final Duration KEPT = Duration.ofDays(1);

  /** A request without an answer for so long died with its process. */
  private static final Duration LOST = Duration.ofMinutes(1);

  private final Jdbi jdbi;

  IdempotencyTable(Database database) {
    this.jdbi = database.jdbi();
  }

  /** What is carried out at most once. */
  interface Work {
    /**
     * Carries it out, or finds that it was.
     *
     * @param made the id of what it makes
     */
    byte[] answer(UUID made) throws Exception;
  }

  private record Kept(String request, @Nullable String answer) {}

  /**
   * Carries it out, unless it was under this key.
   *
   * @param request of what the key stands for: the same key for another is refused
   * @throws HttpProblem 409 for a key of another request, and while the first is under way
   */
  byte[] once(UUID user, String key, Sha256 request, Work work) throws Exception {
    Optional<UUID> made = reserve(user, key, request);
    if (made.isEmpty()) {
      return kept(user, key, request);
    }
    byte[] answer;
    try {
      answer = work.answer(made.get());
    } catch (ProblemException | HttpProblem e) {
      // It was not done: the same key may try again, with another request, too.
      jdbi.useHandle(handle ->
          handle.execute("delete from idempotency_keys where user_id = ? and key = ?", user, key));
      throw e;
    } catch (Exception e) {
      forget(user, key, e);
      throw e;
    }
    jdbi.useHandle(handle ->
        handle.execute(
            "update idempotency_keys set answer = ? where user_id = ? and key = ?",
            new String(answer, StandardCharsets.UTF_8),
            user,
            key));
    return answer;
  }

  /** Nobody knows whether it was done: who asks again need not wait to find out. */
  private void forget(UUID user, String key, Exception cause) {
    try {
      jdbi.useHandle(handle ->
          handle.execute(
              """
              update idempotency_keys set created_at = created_at - make_interval(secs => ?)
              where user_id = ? and key = ?
              """,
              LOST.toSeconds(),
              user,
              key));
    } catch (JdbiException e) {
      cause.addSuppressed(e);
    }
  }

  /** The id of what is to be made; empty when it was made or is under way. */
  private Optional<UUID> reserve(UUID user, String key, Sha256 request) {
    return jdbi.inTransaction(handle -> {
      handle
          .createUpdate(
              """
              delete from idempotency_keys where user_id = :user
                and created_at < clock_timestamp() - make_interval(secs => :kept)
              """)
          .bind("user", user)
          .bind("kept", KEPT.toSeconds())
          .execute();
      return handle
          .createQuery(
              """
              insert into idempotency_keys as k (user_id, key, request_digest, created_at)
              values (:user, :key, :request, clock_timestamp())
              on conflict (user_id, key) do update set created_at = clock_timestamp()
                where k.answer is null and k.request_digest = :request
                  and k.created_at < clock_timestamp() - make_interval(secs => :lost)
              returning made
              """)
          .bind("user", user)
          .bind("key", key)
          .bind("request", request.hex())
          .bind("lost", LOST.toSeconds())
          .mapTo(UUID.class)
          .findOne();
    });
  }

  private byte[] kept(UUID user, String key, Sha256 request) {
    Optional<Kept> kept =
        jdbi.withHandle(handle ->
            handle
                .createQuery(
                    """
                    select request_digest, answer from idempotency_keys
                    where user_id = :user and key = :key
                    """)
                .bind("user", user)
                .bind("key", key)
                .map((row, context) ->
                    new Kept(row.getString("request_digest"), row.getString("answer")))
                .findOne());
    if (kept.isPresent() && !kept.get().request().equals(request.hex())) {
      throw refused("was used for another request", "choose another key");
    }
    String answer = kept.map(Kept::answer).orElse(null);
    if (answer == null) {
      throw refused("belongs to a request that is under way", "ask again in a moment");
    }
    return answer.getBytes(StandardCharsets.UTF_8);
  }

  private static HttpProblem refused(String cause, String wayOut) {
    return new HttpProblem(409, Problem.refused("Idempotency-Key", cause, wayOut));
  }
}
