package dev.orrery.store;

import dev.orrery.database.Database;
import dev.orrery.trigger.event.Event;
import dev.orrery.trigger.event.EventInbox;
import dev.orrery.trigger.event.Topics;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;

/**
 * Durable events in {@code trading_events}, also those that other programs put there with {@code
 * orrery_emit}. Thread-safe.
 *
 * <p>Nothing need be held back: the table lets one transaction at a time insert, from drawing the
 * id until its commit is visible, so ids become visible in their order. An event is consumed by a
 * strategy when the firing it caused is in the journal; the row stays for the others.
 */
public final class PostgresInbox implements EventInbox {
  private final Jdbi jdbi;

  /** In one database. */
  public PostgresInbox(Database database) {
    this.jdbi = database.jdbi();
  }

  @Override
  public List<Event> pending(Set<String> topics, long afterId, int limit) {
    if (topics.isEmpty() || limit < 1) {
      return List.of();
    }
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select id, topic, payload, created_at from trading_events
                where topic = any (:topics) and id > :after order by id limit :limit\
                """)
            .bind("topics", topics.toArray(String[]::new))
            .bind("after", afterId)
            .bind("limit", limit)
            .map((row, _) ->
                new Event(
                    row.getLong(1),
                    row.getString(2),
                    row.getString(3),
                    row.getObject(4, OffsetDateTime.class).toInstant().toEpochMilli()))
            .list());
  }

  @Override
  public long emit(String topic, String payload) {
    Topics.check(topic, payload);
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select orrery_emit(:topic, :payload)")
            .bind("topic", topic)
            .bind("payload", Texts.clean(payload))
            .mapTo(Long.class)
            .one());
  }
}
