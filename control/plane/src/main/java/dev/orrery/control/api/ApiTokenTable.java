package dev.orrery.control.api;

import dev.orrery.control.command.Caller;
import dev.orrery.database.Database;
import dev.orrery.kernel.Secret;
import dev.orrery.kernel.Sha256;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Users and the tokens they show. A token is 32 random bytes; what is kept is its digest, which is
 * looked up whole: there is nothing to be guessed bit by bit. Thread-safe.
 */
public final class ApiTokenTable {
  private static final String PREFIX = "orr_";
  private static final int BYTES = 32;

  private final Jdbi jdbi;
  private final SecureRandom random;

  /** Works on this database. */
  public ApiTokenTable(Database database) {
    this.jdbi = database.jdbi();
    this.random = new SecureRandom();
  }

  /** What a token's holder may do. */
  public enum Role {
    /** Own deployments. */
    USER,
    /** Those of others, too, to make them safer; and panic. */
    OPERATOR;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Finds or makes a user of this name. */
  public UUID user(String name) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                insert into users (name) values (:name)
                on conflict (name) do update set name = excluded.name returning id
                """)
            .bind("name", name)
            .mapTo(UUID.class)
            .one());
  }

  /**
   * Makes a token.
   *
   * @param label which one it is, for people
   * @param lifetime null for ever
   * @return the only time that it can be seen
   */
  public Secret issue(UUID user, Role role, String label, @Nullable Duration lifetime) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    String token = PREFIX + HexFormat.of().formatHex(bytes);
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                insert into api_tokens (digest, user_id, role, label, expires_at)
                values (:digest, :user, :role, :label,
                  clock_timestamp() + make_interval(secs => cast(:seconds as double precision)))
                """)
            .bind("digest", Sha256.of(token).hex())
            .bind("user", user)
            .bind("role", role.text())
            .bind("label", label)
            .bind("seconds", lifetime == null ? null : lifetime.toSeconds())
            .execute());
    return Secret.of(token);
  }

  /** Takes all tokens of this label from a user; says how many. */
  public int revoke(UUID user, String label) {
    return jdbi.withHandle(handle ->
        handle.execute(
            """
            update api_tokens set revoked_at = clock_timestamp()
            where user_id = ? and label = ? and revoked_at is null
            """,
            user,
            label));
  }

  /** Whose token this is; empty for one that is unknown, over or revoked. */
  Optional<Caller> caller(String token) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select u.id, u.name, t.role from api_tokens t join users u on u.id = t.user_id
                where t.digest = :digest and t.revoked_at is null
                  and (t.expires_at is null or t.expires_at > clock_timestamp())
                """)
            .bind("digest", Sha256.of(token).hex())
            .map((row, context) ->
                new Caller(
                    row.getObject("id", UUID.class),
                    row.getString("name"),
                    Role.OPERATOR.text().equals(row.getString("role"))))
            .findOne());
  }
}
