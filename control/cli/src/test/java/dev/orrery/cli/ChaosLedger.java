package dev.orrery.cli;

import dev.orrery.database.Database;
import dev.orrery.database.Outage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/**
 * What the database itself writes down of what is done to it, by triggers that nobody but this test
 * has, and the questions asked of that at the end.
 */
final class ChaosLedger {
  /** As many as the pool may hold of those that were cut. */
  private static final int MOST_CONNECTIONS = 16;

  private static final String TRIGGERS =
      """
      create table chaos_commands (at timestamptz not null, id uuid not null, kind text not null,
        deployment_id uuid not null, attempt int not null, epoch bigint, was_acked timestamptz,
        acked timestamptz);
      create function chaos_command() returns trigger language plpgsql security definer as $$
      begin
        insert into chaos_commands values (clock_timestamp(), new.id, new.kind, new.deployment_id,
          new.attempt, new.claimed_by_epoch, case tg_op when 'UPDATE' then old.acked_at end,
          new.acked_at);
        return null;
      end $$;
      create trigger chaos_command after insert or update on agent_commands
        for each row execute function chaos_command();

      create table chaos_epochs (at timestamptz not null, resource text not null,
        epoch bigint not null, holder text not null);
      create function chaos_epoch() returns trigger language plpgsql security definer as $$
      begin
        if tg_op = 'INSERT' or new.epoch <> old.epoch then
          insert into chaos_epochs values (clock_timestamp(), new.resource, new.epoch, new.holder);
        end if;
        return null;
      end $$;
      create trigger chaos_epoch after insert or update on deployment_leases
        for each row execute function chaos_epoch();

      create table chaos_orders (deployment_id uuid not null, cloid text not null,
        epoch bigint not null, lease bigint, known boolean not null, decided timestamptz not null);
      create function chaos_order() returns trigger language plpgsql security definer as $$
      begin
        insert into chaos_orders select new.deployment_id, new.cloid, new.epoch,
          (select epoch from deployment_leases
            where resource = 'deployment:' || new.deployment_id),
          exists (select from order_intents where cloid = new.cloid),
          new.valid_until - interval '5 seconds'; -- as long as an order may be sent
        return new;
      end $$;
      create trigger chaos_order before insert on order_intents
        for each row execute function chaos_order();
      """;

  private static final int MOST_TOLD = 5;

  /** Each finds what must not be. */
  private static final Map<String, String> NEVER = never();

  private final Database database;

  ChaosLedger(Database database) {
    this.database = database;
  }

  private static Map<String, String> never() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("commands without an answer", "select * from agent_commands where acked_at is null");
    all.put(
        "commands written twice",
        """
        select payload ->> 'reason', count(*) from agent_commands
        where payload ->> 'reason' ~ '^chaos [0-9]+$' group by 1 having count(*) > 1
        """);
    all.put(
        "commands answered twice, or taken up again after their answer",
        """
        select * from chaos_commands c where was_acked is not null
          and (acked is distinct from was_acked or attempt > (select max(attempt)
            from chaos_commands b where b.id = c.id and b.at < c.at))
        """);
    all.put(
        "commands taken up by an epoch that was over",
        """
        select * from (select *, lag(epoch) over (partition by id order by at) before
          from chaos_commands) taken where epoch < before
        """);
    all.put("commands given up", "select * from agent_commands where error like 'given up after%'");
    all.put(
        "orders of an epoch that was not the lease's",
        // What went to the spool while the database was away is written by the next process.
        """
        select * from chaos_orders o where epoch is distinct from lease
          and (epoch < lease and decided < (select min(e.at) from chaos_epochs e
            where e.resource = 'deployment:' || o.deployment_id and e.epoch > o.epoch)) is not true
        """);
    all.put("orders written twice", "select * from chaos_orders where known");
    all.put(
        "orders of an epoch among those of a later one",
        """
        select a.*, b.epoch, b.seq from order_intents a join order_intents b using (deployment_id)
        where a.epoch < b.epoch and a.seq > b.seq
        """);
    all.put(
        "orders with one cloid",
        "select cloid, count(*) from order_intents group by cloid having count(*) > 1");
    all.put(
        "orders filled beyond their size",
        """
        select i.deployment_id, i.cloid, i.size_base, sum(f.size_base)
        from order_intents i join fills f using (deployment_id, cloid)
        group by i.deployment_id, i.cloid, i.size_base having sum(f.size_base) > i.size_base
        """);
    all.put(
        "fills without an order",
        """
        select * from fills f where not liquidation and not exists (select from order_intents i
          where i.deployment_id = f.deployment_id and i.cloid = f.cloid)
        """);
    all.put(
        "decisions of a paused deployment",
        """
        select p.kind, p.acked_at, p.created_at, p.result, d.id, d.tick_at, d.verdict, d.origin,
          d.as_of, d.reasons, d.proposed_action, p.deployment_id, resumed
        from agent_commands p cross join lateral (select min(r.at) resumed from chaos_commands r
            where r.deployment_id = p.deployment_id and r.kind = 'resume' and r.attempt > 0
              and r.at > p.acked_at) r
          join decision_snapshots d on d.deployment_id = p.deployment_id
            and d.verdict is distinct from 'skipped' and d.tick_at - d.latency_us * interval '1 microsecond' > p.acked_at
            and d.tick_at < coalesce(resumed, 'infinity')
        where p.kind in ('pause', 'flatten') and p.error is null
        """);
    all.put(
        "failures without a reason",
        "select * from deployments where status = 'error' and coalesce(error_text, '') = ''");
    all.put(
        "decisions left open by those who ended",
        """
        select s.id, s.tick_at, d.stopped_at, d.id from decision_snapshots s
        join deployments d on d.id = s.deployment_id
        where s.verdict is null and d.status = 'stopped' and d.error_text is null
        """);
    return all;
  }

  /** Begins to write down. */
  void begin() {
    database.jdbi().useHandle(handle -> handle.execute(TRIGGERS));
  }

  /** What happened that must not: what it is, and the rows that say so. */
  Map<String, List<String>> broken() {
    Map<String, List<String>> found = new LinkedHashMap<>();
    NEVER.forEach((what, sql) -> {
      List<String> rows = rows(sql);
      if (!rows.isEmpty()) {
        found.put(what, rows.subList(0, Math.min(rows.size(), MOST_TOLD)));
      }
    });
    return found;
  }

  /** How much happened at all. */
  Map<String, Object> counts() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("orders", number("select count(*) from order_intents"));
    all.put("fills", number("select count(*) from fills"));
    all.put("decisions", number("select count(*) from decision_snapshots"));
    all.put(
        "epochs", number("select count(*) from chaos_epochs where resource like 'deployment:%'"));
    all.put("commands", number("select count(*) from agent_commands"));
    all.put(
        "taken_up_again",
        number("select coalesce(sum(attempt - 1), 0) from agent_commands where attempt > 1"));
    return all;
  }

  /** Rows as one text each, for whoever reads a failure. */
  List<String> rows(String sql) {
    return asked(handle ->
        handle.createQuery("select t::text from (" + sql + ") t").mapTo(String.class).list());
  }

  long number(String sql) {
    return asked(handle -> handle.createQuery(sql).mapTo(Long.class).one());
  }

  /** Connections of its own are cut as everybody's are. */
  private <T> T asked(Function<Handle, T> question) {
    for (int again = MOST_CONNECTIONS; ; again--) {
      try {
        return database.jdbi().withHandle(question::apply);
      } catch (JdbiException e) {
        if (again == 0 || !Outage.isBehind(e)) {
          throw e;
        }
      }
    }
  }
}
