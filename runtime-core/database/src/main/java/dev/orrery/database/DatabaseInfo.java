package dev.orrery.database;

import java.util.List;

/**
 * What {@code db status} shows.
 *
 * @param url the address, without a password
 * @param user who this connection is
 * @param serverVersion as the server gives it, such as {@code 18.6}
 * @param schemaVersion the newest applied migration; empty for an empty database
 * @param pending migrations that {@link Database#migrate} would apply, in order: {@code "2
 *     wallets"}
 * @param sizeBytes what the database takes on disk
 */
public record DatabaseInfo(
    String url,
    String user,
    String serverVersion,
    String schemaVersion,
    List<String> pending,
    long sizeBytes) {
  /** Copies the list. */
  public DatabaseInfo {
    pending = List.copyOf(pending);
  }
}
