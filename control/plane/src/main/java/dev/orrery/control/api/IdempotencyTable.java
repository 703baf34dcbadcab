package dev.orrery.control.api;

import dev.orrery.database.Database;
import dev.orrery.deployment.http.HttpProblem;
import dev.orrery.kernel.Problem;
import dev.orrery.kernel.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * What was answered under which key: a request that is sent again is answered again, and not
 * carried out again. Keys are a user's own and are kept for a day. Thread-safe.
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
    byte[] answer() throws Exception;
  }

  private record Kept(String request, @Nullable String answer) {}

  /**
   * Carries it out, unless it was under this key.
   *
   * @param request of what the key stands for: the same key for another is refused
   * @throws HttpProblem 409 for a key of another request, and while the first is under way
   */
  byte[] once(UUID user, String key, Sha256 request, Work work) throws Exception {
    if (!reserve(user, key, request)) {
      return kept(user, key, request);
    }
    byte[] answer;
    try {
      answer = work.answer();
    } catch (Exception e) {
      // It was not done: the same key may try again.
      jdbi.useHandle(handle ->
          handle.execute("delete from idempotency_keys where user_id = ? and key = ?", user, key));
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

  private boolean reserve(UUID user, String key, Sha256 request) {
    return jdbi.inTransaction(handle -> {
      handle
          .createUpdate(
              """
              delete from idempotency_keys where user_id = :user
                and (created_at < clock_timestamp() - make_interval(secs => :kept)
                  or (key = :key and answer is null
                    and created_at < clock_timestamp() - make_interval(secs => :lost)))
              """)
          .bind("user", user)
          .bind("key", key)
          .bind("kept", KEPT.toSeconds())
          .bind("lost", LOST.toSeconds())
          .execute();
      return handle.execute(
              """
              insert into idempotency_keys (user_id, key, request_digest, created_at)
              values (?, ?, ?, clock_timestamp()) on conflict do nothing
              """,
              user,
              key,
              request.hex())
          == 1;
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
