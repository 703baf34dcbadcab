package dev.orrery.store;

import dev.orrery.database.Database;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The table {@code mainnet_orders}: where did this money go, one row an order on a real venue. A
 * projection of the journal that nothing reads to decide; it is made of the journal's own tables,
 * so that it comes out the same however often and however late it is made. Thread-safe.
 */
public final class MainnetOrders {
  private static final String PROJECT =
      """
      with touched as (
        select cloid from order_intents
          where deployment_id = :deployment and seq > :since and seq <= :until
        union
        select cloid from order_events
          where deployment_id = :deployment and seq > :since and seq <= :until
        union
        select cloid from fills
          where deployment_id = :deployment and seq > :since and seq <= :until
      ),
      filled as (
        select cloid, min(symbol) as symbol, min(side) as side, sum(size_base) as size,
          sum(price * size_base) / sum(size_base) as price, sum(fee_usd) as fee,
          bool_or(liquidation) as liquidation, min(as_of) as first, max(as_of) as last
        from fills where deployment_id = :deployment and cloid in (select cloid from touched)
        group by cloid
      ),
      ended as (
        select distinct on (cloid) cloid, kind, detail, as_of
        from order_events
        where deployment_id = :deployment and cloid in (select cloid from touched)
          and kind in ('closed', 'place_rejected')
        order by cloid, seq desc
      ),
      sized as (
        select distinct on (cloid) cloid, split_part(detail, ' ', 1)::numeric as remaining, seq
        from order_events
        where deployment_id = :deployment and cloid in (select cloid from touched)
          and kind = 'amended'
        order by cloid, seq desc
      ),
      orders as (
        select t.cloid, coalesce(i.symbol, f.symbol) as symbol, coalesce(i.side, f.side) as side,
          coalesce(
            s.remaining + coalesce((
              select sum(size_base) from fills
              where deployment_id = :deployment and cloid = t.cloid and seq < s.seq), 0),
            i.size_base, f.size) as size,
          coalesce(f.size, 0) as filled, f.price, coalesce(f.fee, 0) as fee,
          coalesce(i.as_of, f.first) as placed, e.kind, e.detail, e.as_of as ended, f.last,
          i.cloid is null as venues, f.liquidation
        from touched t
        left join order_intents i on i.deployment_id = :deployment and i.cloid = t.cloid
        left join filled f on f.cloid = t.cloid
        left join ended e on e.cloid = t.cloid
        left join sized s on s.cloid = t.cloid
        where i.cloid is not null or f.cloid is not null
      )
      insert into mainnet_orders as m (deployment_id, cloid, symbol, side, status, size_base,
        filled_size_base, avg_fill_price, fee_usd, placed_at, settled_at)
      select :deployment, cloid, symbol, side,
        case
          when venues and liquidation then 'liquidated'
          when filled >= size and filled > 0 then 'filled'
          when kind = 'place_rejected' then 'rejected'
          when detail like 'never_sent%' then 'never_sent'
          when detail like 'rejected%' then 'rejected'
          when kind = 'closed' then 'cancelled'
          when filled > 0 then 'partially_filled'
          else 'open'
        end,
        size, filled, price, fee, placed,
        case
          when filled >= size and filled > 0 then last
          when kind is not null then greatest(ended, last)
        end
      from orders
      on conflict (deployment_id, cloid) do update
      set status = excluded.status, size_base = excluded.size_base,
        filled_size_base = excluded.filled_size_base, avg_fill_price = excluded.avg_fill_price,
        fee_usd = excluded.fee_usd, settled_at = excluded.settled_at
      """;

  private final Jdbi jdbi;

  /** How far the journal of a deployment is in the table. */
  private final Map<UUID, Long> until = new ConcurrentHashMap<>();

  /** In one database. */
  public MainnetOrders(Database database) {
    this.jdbi = database.jdbi();
  }

  /** Brings the rows of a deployment up to what its journal holds; all of it the first time. */
  public void project(UUID deployment) {
    long since = until.getOrDefault(deployment, Long.MIN_VALUE);
    jdbi.useTransaction(handle -> {
      long now = newest(handle, deployment);
      if (now > since) {
        handle
            .createUpdate(PROJECT)
            .bind("deployment", deployment)
            .bind("since", since)
            .bind("until", now)
            .execute();
        until.put(deployment, now);
      }
    });
  }

  private static long newest(Handle handle, UUID deployment) {
    return handle
        .createQuery(
            """
            select coalesce(max(seq), :never) from account_journal
            where deployment_id = :deployment\
            """)
        .bind("never", Long.MIN_VALUE)
        .bind("deployment", deployment)
        .mapTo(Long.class)
        .one();
  }
}
