-- The core schema. Instants are timestamptz. Where a row has two, tick_at, recorded_at, ts and
-- created_at are the wall's, as_of and scheduled_at the timeline's.
--
-- Tables that the journal writes at a high rate carry no foreign keys and few indexes.

-- Sessions of people and tools count days and months in UTC too.
do $$
begin
  execute format('alter database %I set timezone to %L', current_database(), 'UTC');
  execute format('alter role %I in database %I set timezone to %L', current_user, current_database(), 'UTC');
exception when insufficient_privilege then
  raise notice 'the default time zone of this database stays %', current_setting('timezone');
end $$;

---------------------------------------------------------------------------------------------------
-- Who, and what may be deployed

create table users (
  id uuid primary key default gen_random_uuid(),
  name text not null unique,
  email text unique,
  created_at timestamptz not null default now()
);

-- The owner of what one process hosts without accounts.
insert into users (id, name) values ('00000000-0000-0000-0000-000000000001', 'local');

create table skills (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references users (id),
  name text not null,
  slug text not null,
  latest_version int not null default 1,
  created_at timestamptz not null default now(),
  unique (user_id, slug)
);

create table skill_versions (
  skill_id uuid not null references skills (id),
  version int not null check (version > 0),
  payload jsonb not null,
  created_at timestamptz not null default now(),
  primary key (skill_id, version),
  constraint skill_versions_payload_has_risk check (jsonb_typeof(payload -> 'risk') = 'object')
);

create table break_glass_log (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  role_name text not null,
  table_name text not null,
  before jsonb not null,
  after jsonb
);

-- A version does not change. Only the role that owns the table may, by hand, and it is written down.
create function skill_versions_are_immutable() returns trigger language plpgsql as $$
begin
  if not pg_has_role(current_user, (select relowner from pg_class where oid = tg_relid), 'member') then
    raise exception 'skill version % of % is immutable: save a new version', old.version, old.skill_id
      using errcode = 'insufficient_privilege';
  end if;
  insert into break_glass_log (role_name, table_name, before, after)
  values (current_user, tg_table_name, to_jsonb(old), case tg_op when 'UPDATE' then to_jsonb(new) end);
  if tg_op = 'DELETE' then
    return old;
  end if;
  return new;
end $$;

create trigger skill_versions_are_immutable before update or delete on skill_versions
  for each row execute function skill_versions_are_immutable();

-- Bytes by digest: jars and canonical parameters, kept as long as a decision refers to them.
create table artifacts (
  digest text primary key check (digest ~ '^[0-9a-f]{64}$'),
  kind text not null,
  name text not null default '',
  bytes bytea not null,
  created_at timestamptz not null default now()
);

---------------------------------------------------------------------------------------------------
-- Wallets and agents

create table hyperliquid_master_wallets (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references users (id),
  address text not null check (address ~ '^0x[0-9a-fA-F]{40}$'),
  verified_at timestamptz,
  pairing_sig_hash text,
  unpaired_at timestamptz,
  created_at timestamptz not null default now()
);
create unique index hyperliquid_master_wallets_one_active_pairing
  on hyperliquid_master_wallets (lower(address)) where unpaired_at is null;

create table wallet_challenges (
  hash text primary key,
  user_id uuid not null references users (id),
  address text not null,
  expires_at timestamptz not null,
  consumed_at timestamptz,
  created_at timestamptz not null default now()
);

-- An address that once was an agent is never one again.
create table hyperliquid_agents (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references users (id),
  master_wallet_id uuid not null references hyperliquid_master_wallets (id),
  agent_address text not null unique,
  agent_name text not null,
  vault_key_id uuid not null,
  approved_at timestamptz not null default now(),
  valid_until timestamptz,
  revoked_at timestamptz,
  approval_tx_hash text,
  created_at timestamptz not null default now()
);

create table pending_hyperliquid_agents (
  vault_key_id uuid primary key,
  user_id uuid not null references users (id),
  master_wallet_id uuid not null references hyperliquid_master_wallets (id),
  agent_address text not null,
  agent_name text not null,
  nonce_ms bigint not null,
  created_at timestamptz not null default now()
);

---------------------------------------------------------------------------------------------------
-- Deployments

create table deployments (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references users (id),
  skill_id uuid not null,
  skill_version int not null,
  strategy text not null,
  vault text not null,
  broker_kind text not null check (broker_kind in ('paper', 'hyperliquid-mainnet')),
  host_kind text not null default 'machine' check (host_kind in ('run', 'machine')),
  -- What people want, and what the runner says is so: one writer each.
  wanted text not null default 'running' check (wanted in ('running', 'paused', 'stopped')),
  status text not null default 'provisioning' check (status in
    ('provisioning', 'running', 'paused', 'halted', 'stopping', 'stopped', 'error')),
  error_text text,
  -- Latches outlive restarts and upgrades.
  paused boolean not null default false,
  paused_reason text,
  halted boolean not null default false,
  halted_reason text,
  flatten boolean not null default false,
  flatten_reason text,
  stopping boolean not null default false,
  stopping_reason text,
  hyperliquid_agent_id uuid references hyperliquid_agents (id),
  machine_provider text,
  machine_id text,
  fly_machine_id text,
  fly_region text,
  fly_image text,
  tick_interval_seconds int not null default 300 check (tick_interval_seconds > 0),
  created_at timestamptz not null default now(),
  started_at timestamptz,
  stopped_at timestamptz,
  foreign key (skill_id, skill_version) references skill_versions (skill_id, version),
  constraint deployments_agent_fits_broker
    check ((broker_kind = 'paper') = (hyperliquid_agent_id is null))
);

-- Backstops of the deploy rules; occupying statuses are the active ones without stopping.
create unique index deployments_one_active_mainnet_per_user on deployments (user_id)
  where broker_kind = 'hyperliquid-mainnet'
    and status in ('provisioning', 'running', 'paused', 'halted');
create unique index deployments_one_active_per_skill_broker
  on deployments (user_id, skill_id, broker_kind)
  where status in ('provisioning', 'running', 'paused', 'halted');
create index deployments_by_status on deployments (status);
-- A strategy of one process keeps its row, and with it its state, over restarts and new versions.
create unique index deployments_one_row_per_skill_in_run on deployments (user_id, skill_id)
  where host_kind = 'run';

-- The portfolio people look at, and the heartbeat. Nothing reads it to decide.
create table agent_state (
  deployment_id uuid primary key references deployments (id),
  equity_usd numeric,
  day_pnl numeric,
  positions jsonb not null default '[]',
  open_orders jsonb not null default '[]',
  health text not null default '',
  as_of timestamptz,
  updated_at timestamptz not null default now()
);

create table agent_commands (
  id uuid primary key default gen_random_uuid(),
  seq bigint generated always as identity,
  deployment_id uuid not null references deployments (id),
  kind text not null check (kind in
    ('stop', 'pause', 'resume', 'flatten', 'kill', 'snapshot', 'clear_halt')),
  payload jsonb not null default '{}',
  actor text not null default 'operator',
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  claimed_by_epoch bigint,
  attempt int not null default 0,
  acked_at timestamptz,
  result jsonb,
  error text
);
create index agent_commands_by_deployment on agent_commands (deployment_id, seq desc);
create index agent_commands_unacked on agent_commands (deployment_id, seq) where acked_at is null;

-- Whoever inserts a command wakes its runner. The row is the truth, the notification a hint.
create function agent_commands_wake() returns trigger language plpgsql as $$
begin
  perform pg_notify('agent_commands_' || new.deployment_id, new.id::text);
  return null;
end $$;

create trigger agent_commands_wake after insert on agent_commands
  for each row execute function agent_commands_wake();

-- Latches for everything at once; panic is read with the permit before every open.
create table operator_latches (
  name text primary key,
  engaged boolean not null default false,
  reason text,
  actor text,
  updated_at timestamptz not null default now()
);
insert into operator_latches (name) values ('panic');

create function operator_latches_wake() returns trigger language plpgsql as $$
begin
  perform pg_notify('operator_latches', new.name);
  return null;
end $$;

create trigger operator_latches_wake after insert or update on operator_latches
  for each row execute function operator_latches_wake();

create table deployment_leases (
  resource text primary key,
  holder text not null,
  token uuid not null,
  epoch bigint not null,
  expires_at timestamptz not null
);

---------------------------------------------------------------------------------------------------
-- The journal
--
-- Every entry has a number. A writer takes a block of a million numbers at its start, whenever it
-- takes over a deployment, and when a block is used up; it never goes back to an older block. So
-- numbers are unique over all writers and grow within a deployment, without a round trip each.

create sequence journal_block as bigint minvalue 1;

create function journal_take_block() returns bigint language sql as
  $$ select nextval('journal_block') * 1000000 $$;

-- How far each writer has come: what is in a spool and not above it is here already.
create table journal_position (
  writer text primary key,
  seq bigint not null,
  updated_at timestamptz not null default now()
);

-- What accounts are folded from, in order, exactly as the writer put it.
create table account_journal (
  deployment_id uuid not null,
  seq bigint not null,
  kind text not null,
  body text not null,
  as_of timestamptz not null,
  recorded_at timestamptz not null default now(),
  primary key (deployment_id, seq)
);

-- The same for people: what was sent, what became of it, what was executed.
create table order_intents (
  deployment_id uuid not null,
  cloid text not null,
  seq bigint not null,
  strategy text not null,
  origin text not null,
  symbol text not null,
  side text not null,
  size_base numeric not null,
  terms text not null,
  reduce_only boolean not null,
  entry_cloid text,
  label text not null default '',
  epoch bigint not null default 0,
  valid_until timestamptz,
  as_of timestamptz not null,
  recorded_at timestamptz not null default now(),
  primary key (deployment_id, cloid)
);
create index order_intents_by_origin on order_intents (origin);

create table order_events (
  deployment_id uuid not null,
  seq bigint not null,
  cloid text not null,
  kind text not null,
  detail text not null default '',
  as_of timestamptz not null,
  recorded_at timestamptz not null default now(),
  primary key (deployment_id, seq)
);
create index order_events_by_order on order_events (deployment_id, cloid, seq);

create table fills (
  deployment_id uuid not null,
  fill_id text not null,
  seq bigint not null,
  cloid text not null,
  symbol text not null,
  side text not null,
  price numeric not null,
  size_base numeric not null,
  fee_usd numeric not null,
  maker boolean not null,
  liquidation boolean not null default false,
  as_of timestamptz not null,
  recorded_at timestamptz not null default now(),
  primary key (deployment_id, fill_id)
);
create index fills_by_order on fills (deployment_id, cloid);
create index fills_by_time on fills (deployment_id, seq);

create table funding_payments (
  deployment_id uuid not null,
  payment_id text not null,
  seq bigint not null,
  symbol text not null,
  amount_usd numeric not null,
  hourly_rate numeric not null,
  size_base numeric not null,
  as_of timestamptz not null,
  recorded_at timestamptz not null default now(),
  primary key (deployment_id, payment_id)
);

create table strategy_state (
  deployment_id uuid not null,
  strategy text not null,
  key text not null,
  value text not null,
  seq bigint not null,
  as_of timestamptz not null,
  updated_at timestamptz not null default now(),
  primary key (deployment_id, strategy, key)
);

-- One row for each firing that was decided or skipped: at most one decision for an id. Apart from
-- the decisions, because a unique key of a partitioned table must contain the partition key.
create table firings (
  id text primary key,
  deployment_id uuid not null,
  strategy text not null,
  trigger text not null,
  scheduled_at timestamptz not null,
  origin text,
  source_event_id bigint,
  tick_at timestamptz not null
);
create index firings_by_age on firings using brin (tick_at);
-- What events and people asked for: known by id at the start, for those there is no mark.
create index firings_with_origin on firings (deployment_id, tick_at desc) where origin is not null;
create index firings_by_event on firings (deployment_id, strategy, source_event_id)
  where source_event_id is not null;

-- The latest scheduled instant that was decided or skipped.
create table schedule_marks (
  deployment_id uuid not null,
  strategy text not null,
  trigger text not null,
  scheduled_at timestamptz not null,
  primary key (deployment_id, strategy, trigger)
);

create table decision_snapshots (
  id text not null,
  deployment_id uuid not null,
  seq bigint not null,
  strategy text not null,
  vault text not null,
  firing_id text not null,
  trigger text not null,
  scheduled_at timestamptz not null,
  origin text,
  payload text,
  tick_at timestamptz not null,
  as_of timestamptz not null,
  -- Null while its orders are under way.
  verdict text check (verdict in ('noop', 'executed', 'partially_executed', 'denied', 'rejected',
    'unresolved', 'failed', 'timed_out', 'skipped')),
  reasons jsonb not null default '[]',
  proposed_action jsonb not null default '{"actions": [], "sizeUsd": 0}',
  engine_result jsonb not null default '{}',
  final_text text,
  prompt_tokens int not null default 0,
  completion_tokens int not null default 0,
  cost_usd numeric not null default 0,
  latency_us bigint not null default 0,
  error text,
  jar_digest text not null default '',
  parameter_digest text not null default '',
  api_version text not null default '',
  reads jsonb not null default '[]',
  series jsonb not null default '{}',
  overran boolean not null default false,
  primary key (id, tick_at)
) partition by range (tick_at);
create index decision_snapshots_by_deployment on decision_snapshots (deployment_id, tick_at desc);
create index decision_snapshots_by_time on decision_snapshots (tick_at desc);
create index decision_snapshots_under_way on decision_snapshots (deployment_id)
  where verdict is null or verdict = 'unresolved';
create table decision_snapshots_default partition of decision_snapshots default;

-- One candle that decisions have read. Its digest covers the digest before it in its block, so a
-- decision names a run of candles by the last. Kept: a decision of today may read a candle that was
-- first read a year ago.
create table series_points (
  digest text primary key,
  previous text not null,
  symbol text not null,
  interval_ms bigint not null,
  open_time timestamptz not null,
  open double precision not null,
  high double precision not null,
  low double precision not null,
  close double precision not null,
  volume double precision not null
);

create table market_cursors (
  feed text primary key,
  position jsonb not null,
  as_of timestamptz,
  updated_at timestamptz not null default now()
);

create table agent_logs (
  id bigint generated always as identity,
  deployment_id uuid not null,
  ts timestamptz not null default now(),
  level text not null check (level in ('debug', 'info', 'warn', 'error')),
  event text not null,
  message text not null default '',
  data jsonb not null default '{}',
  primary key (id, ts)
) partition by range (ts);
create index agent_logs_by_deployment on agent_logs (deployment_id, ts desc);
create table agent_logs_default partition of agent_logs default;

-- Where did this money go: one row an order on a real venue.
create table mainnet_orders (
  id bigint generated always as identity primary key,
  deployment_id uuid not null references deployments (id),
  cloid text not null,
  symbol text not null,
  side text not null,
  status text not null,
  size_base numeric not null,
  filled_size_base numeric not null default 0,
  avg_fill_price numeric,
  fee_usd numeric not null default 0,
  placed_at timestamptz not null default now(),
  settled_at timestamptz,
  unique (deployment_id, cloid)
);
create index mainnet_orders_by_time on mainnet_orders (deployment_id, placed_at desc);

-- Language-model cost by UTC month: what the cost guard reads instead of all decisions.
create table monthly_costs (
  deployment_id uuid not null,
  month date not null check (extract(day from month) = 1),
  decisions bigint not null default 0,
  prompt_tokens bigint not null default 0,
  completion_tokens bigint not null default 0,
  cost_usd numeric not null default 0,
  primary key (deployment_id, month)
);

---------------------------------------------------------------------------------------------------
-- Events from outside
--
-- Ids become visible in their order: who inserts holds a lock until its commit, so a reader that has
-- seen one id will not find a smaller one later. Emit at the end of long transactions.

create sequence trading_events_id as bigint;

create table trading_events (
  id bigint primary key,
  topic text not null check (topic <> ''),
  payload text not null constraint trading_events_payload_fits check (octet_length(payload) <= 7999),
  created_at timestamptz not null default clock_timestamp()
);
create index trading_events_by_topic on trading_events (topic, id);

create function trading_events_in_order() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(7238110945180301);
  new.id := nextval('trading_events_id');
  return new;
end $$;

create trigger trading_events_in_order before insert on trading_events
  for each row execute function trading_events_in_order();

create function trading_events_wake() returns trigger language plpgsql as $$
begin
  perform pg_notify('orrery_events', new.id::text);
  return null;
end $$;

create trigger trading_events_wake after insert on trading_events
  for each row execute function trading_events_wake();

-- Tells strategies that listen to the topic, exactly once each, also over a crash.
create function orrery_emit(topic text, payload text) returns bigint language plpgsql as $$
declare
  event_id bigint;
begin
  if octet_length(payload) > 7999 then
    raise exception 'payload of % bytes exceeds 7999', octet_length(payload)
      using errcode = 'string_data_right_truncation';
  end if;
  insert into trading_events (topic, payload) values (orrery_emit.topic, coalesce(orrery_emit.payload, ''))
  returning id into event_id;
  return event_id;
end $$;

-- How far each listener has come.
create table event_cursors (
  deployment_id uuid not null,
  strategy text not null,
  topic text not null,
  event_id bigint not null,
  updated_at timestamptz not null default now(),
  primary key (deployment_id, strategy, topic)
);

---------------------------------------------------------------------------------------------------
-- Partitions by UTC day, called <table>_yyyymmdd. What comes for a day without one goes to the
-- default partition and is moved when the day gets its own.

create function orrery_ensure_partitions(parent text, first date, last date) returns int
language plpgsql as $$
declare
  day date;
  part text;
  clock text := case parent when 'agent_logs' then 'ts' else 'tick_at' end;
  made int := 0;
begin
  perform pg_advisory_xact_lock(7238110945180302);
  for day in select generate_series(first, last, interval '1 day')::date loop
    part := parent || '_' || to_char(day, 'YYYYMMDD');
    if to_regclass('public.' || part) is null then
      execute format('create table public.%I (like public.%I including all excluding identity)', part, parent);
      execute format(
        'with moved as (delete from public.%I where %I >= %L and %I < %L returning *)
         insert into public.%I select * from moved',
        parent || '_default', clock, day::timestamp at time zone 'UTC',
        clock, (day + 1)::timestamp at time zone 'UTC', part);
      execute format('alter table public.%I attach partition public.%I for values from (%L) to (%L)',
        parent, part, day::timestamp at time zone 'UTC', (day + 1)::timestamp at time zone 'UTC');
      made := made + 1;
    end if;
  end loop;
  return made;
end $$;

-- Drops whole days before a day, and what the default partition has of them.
create function orrery_drop_partitions(parent text, before date) returns int
language plpgsql as $$
declare
  part text;
  clock text := case parent when 'agent_logs' then 'ts' else 'tick_at' end;
  dropped int := 0;
begin
  perform pg_advisory_xact_lock(7238110945180302);
  for part in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = ('public.' || parent)::regclass
      and c.relname ~ ('^' || parent || '_[0-9]{8}$')
      and right(c.relname, 8) < to_char(before, 'YYYYMMDD')
  loop
    execute format('drop table public.%I', part);
    dropped := dropped + 1;
  end loop;
  execute format('delete from public.%I where %I < %L',
    parent || '_default', clock, before::timestamp at time zone 'UTC');
  return dropped;
end $$;
