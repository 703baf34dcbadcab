-- Two walls behind the program's own rules, and the vault.
--
-- Whoever owns the tables sees all of them. A runner logs in as a role of its own and sees its
-- deployment's rows; what is done for a user of the API is done as orrery_member, which sees that
-- user's rows. A table that nothing is said of here is seen by neither.

-- Which deployment a role is of. Names of roles can be seen by all who log in, so they say nothing.
create table runner_roles (
  role_name text primary key check (role_name ~ '^orrery_runner_[0-9a-f]{32}$'),
  deployment_id uuid not null unique references deployments (id) on delete cascade,
  created_at timestamptz not null default now()
);

-- The deployment of the runner that asks, null for everybody else. Who has logged in is told by the
-- server: no setting and no "set role" changes it.
create function orrery_deployment() returns uuid
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select deployment_id from public.runner_roles where role_name = session_user
$$;

-- The user for whom the control plane asks, null when it asks for itself.
create function orrery_user() returns uuid language sql stable as $$
  select nullif(current_setting('orrery.user_id', true), '')::uuid
$$;

-- What language models have cost since the month began, over all deployments of one user, skill and
-- broker: a runner may know the sum, and not the deployments before its own.
create function orrery_month_to_date(deployment uuid) returns numeric
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(sum(m.cost_usd), 0)
  from public.deployments d
  join public.deployments same on same.user_id = d.user_id and same.skill_id = d.skill_id
    and same.broker_kind = d.broker_kind
  join public.monthly_costs m on m.deployment_id = same.id
    and m.month = date_trunc('month', now() at time zone 'utc')::date
  where d.id = deployment
    and (public.orrery_deployment() is null or public.orrery_deployment() = deployment)
    and (public.orrery_user() is null or public.orrery_user() = d.user_id)
$$;

---------------------------------------------------------------------------------------------------
-- The vault

-- Where keys of agents lie, sealed by the program that made them: the key that opens them is in no
-- table. Whoever has the database, or a copy of it, has none of them.

create schema vault;
revoke all on schema vault from public;

create table vault.secrets (
  id uuid primary key default gen_random_uuid(),
  name text not null unique,
  -- As it was handed over: sealed, unless somebody tries it out by hand.
  secret text not null,
  description text not null default '',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- The name under which the launch checklist asks for them. Opening is the program's.
create view vault.decrypted_secrets with (security_barrier) as
  select id, name, description, secret, secret as decrypted_secret, created_at, updated_at
  from vault.secrets;

-- Who was given which, and who was refused.
create table vault.secret_reads (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  role_name text not null,
  agent_id uuid not null,
  refusal text
);

-- Keeps a sealed key of an agent; the answer is what hyperliquid_agents.vault_key_id refers to.
create function create_hyperliquid_agent_secret(secret text, name text) returns uuid
language sql security definer set search_path = pg_catalog, pg_temp as $$
  insert into vault.secrets (secret, name)
  values (create_hyperliquid_agent_secret.secret, create_hyperliquid_agent_secret.name)
  returning id
$$;

-- The sealed key of an agent, null when there is none. A runner gets its own deployment's only,
-- while that holds its lease and the agent is not revoked. Each answer is written down.
create function get_hyperliquid_agent_secret(agent_id uuid) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  runner uuid := public.orrery_deployment();
  found_secret text;
  refusal text;
begin
  select s.secret into found_secret
  from public.hyperliquid_agents a join vault.secrets s on s.id = a.vault_key_id
  where a.id = get_hyperliquid_agent_secret.agent_id;
  if runner is not null then
    refusal := case
      when not exists (select from public.deployments d
          where d.id = runner and d.hyperliquid_agent_id = get_hyperliquid_agent_secret.agent_id
            and d.status in ('provisioning', 'running', 'paused', 'halted'))
        then 'not the agent of an active deployment of this runner'
      when exists (select from public.hyperliquid_agents a
          where a.id = get_hyperliquid_agent_secret.agent_id and a.revoked_at is not null)
        then 'revoked'
      when not exists (select from public.deployment_leases l
          where l.resource = 'deployment:' || runner and l.expires_at > clock_timestamp())
        then 'the runner has no lease'
    end;
  end if;
  if found_secret is null and refusal is null then
    return null;
  end if;
  insert into vault.secret_reads (role_name, agent_id, refusal)
  values (session_user, get_hyperliquid_agent_secret.agent_id, refusal);
  return case when refusal is null then found_secret end;
end $$;

-- Machines of all users, for who has to know whether the database has room for one more.
create function orrery_machines(out paper bigint, out venue bigint)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select count(*) filter (where broker_kind = 'paper'), count(*) filter (where broker_kind <> 'paper')
  from public.deployments
  where host_kind = 'machine'
    and status in ('provisioning', 'running', 'paused', 'halted', 'stopping')
$$;

revoke all on function orrery_machines() from public;
revoke all on function create_hyperliquid_agent_secret(text, text) from public;
revoke all on function get_hyperliquid_agent_secret(uuid) from public;

-- An agent refers to its key, and a key that nothing refers to can be told.
alter table hyperliquid_agents
  add constraint hyperliquid_agents_vault_key unique (vault_key_id);
create index hyperliquid_agents_by_user on hyperliquid_agents (user_id, created_at desc);
create index hyperliquid_master_wallets_by_user on hyperliquid_master_wallets (user_id, created_at desc);
create index pending_hyperliquid_agents_by_age on pending_hyperliquid_agents (created_at);

---------------------------------------------------------------------------------------------------
-- Rows of one runner

-- Whose mark of the journal it is. Roles write it by themselves.
alter table journal_position add column deployment_id uuid default orrery_deployment();

-- Without the deployment in it, one runner could find out by trying which firings another has.
alter table firings drop constraint firings_pkey;
alter table firings add constraint firings_pkey primary key (id, deployment_id);

-- Makes roles, policies and grants, or makes them again as they should be. Needs the right to make
-- roles; without it there are no walls, and orrery doctor says so.
create function orrery_raise_walls() returns void language plpgsql as $$
declare
  of_deployment constant text := 'deployment_id = (select orrery_deployment())';
  of_user constant text :=
    'deployment_id in (select id from deployments where user_id = (select orrery_user()))';
  users_own constant text := 'user_id = (select orrery_user())';
  true_digest constant text := $c$digest = encode(sha256(bytes), 'hex')$c$;
  latch_columns constant text := 'wanted, status, error_text, paused, paused_reason, halted,
    halted_reason, flatten, flatten_reason, stopping, stopping_reason, quarantined,
    quarantined_reason, quarantined_at, started_at, stopped_at';
  role_name text;
  wall record;
begin
  foreach role_name in array array['orrery_runner', 'orrery_member'] loop
    begin
      if not exists (select from pg_roles where rolname = role_name) then
        execute format('create role %I nologin', role_name);
      end if;
    exception when duplicate_object or unique_violation then
      null; -- another database of this server was quicker
    end;
    execute format('revoke all on all tables in schema public from %I', role_name);
    execute format('revoke all on all sequences in schema public from %I', role_name);
  end loop;
  if not (select rolsuper from pg_roles where rolname = current_user) then
    if current_setting('server_version_num')::int >= 160000 then
      execute format('grant orrery_member to %I with set true, inherit false', current_user);
    else
      execute format('grant orrery_member to %I', current_user);
    end if;
  end if;

  for wall in
    select w.table_name, w.to_role, w.rights, w.condition, coalesce(w.checked, w.condition) as checked
    from (values
      ('deployments', 'orrery_runner', 'select', 'id = (select orrery_deployment())', null),
      ('deployments', 'orrery_runner', format('update (%s)', latch_columns),
        'id = (select orrery_deployment())', null),
      ('skills', 'orrery_runner', 'select', 'id in (select skill_id from deployments)', null),
      ('skill_versions', 'orrery_runner', 'select',
        '(skill_id, version) in (select skill_id, skill_version from deployments)', null),
      ('artifacts', 'orrery_runner', 'select, insert',
        $c$digest in (select payload ->> 'jar' from skill_versions)$c$, true_digest),
      ('hyperliquid_agents', 'orrery_runner', 'select',
        'id in (select hyperliquid_agent_id from deployments)', null),
      ('hyperliquid_master_wallets', 'orrery_runner', 'select',
        'id in (select master_wallet_id from hyperliquid_agents)', null),
      ('deployment_leases', 'orrery_runner', 'select, insert, update',
        $c$resource = 'deployment:' || (select orrery_deployment())
          or resource in (select 'account:' || lower(address) from hyperliquid_master_wallets)$c$,
        null),
      ('agent_state', 'orrery_runner', 'select, insert, update', of_deployment, null),
      ('agent_commands', 'orrery_runner', 'select, insert, update', of_deployment, null),
      ('agent_logs', 'orrery_runner', 'select, insert', of_deployment, null),
      ('account_journal', 'orrery_runner', 'select, insert', of_deployment, null),
      ('order_intents', 'orrery_runner', 'select, insert', of_deployment, null),
      ('order_events', 'orrery_runner', 'select, insert', of_deployment, null),
      ('fills', 'orrery_runner', 'select, insert', of_deployment, null),
      ('funding_payments', 'orrery_runner', 'select, insert', of_deployment, null),
      ('mainnet_orders', 'orrery_runner', 'select, insert, update', of_deployment, null),
      ('strategy_state', 'orrery_runner', 'select, insert, update, delete', of_deployment, null),
      ('firings', 'orrery_runner', 'select, insert', of_deployment, null),
      ('schedule_marks', 'orrery_runner', 'select, insert, update', of_deployment, null),
      ('decision_snapshots', 'orrery_runner', 'select, insert, update', of_deployment, null),
      ('monthly_costs', 'orrery_runner', 'select, insert, update', of_deployment, null),
      ('event_cursors', 'orrery_runner', 'select, insert, update', of_deployment, null),
      ('journal_position', 'orrery_runner', 'select, insert, update, delete', of_deployment, null),
      ('market_cursors', 'orrery_runner', 'select, insert, update',
        $c$starts_with(feed, (select orrery_deployment()) || ' ')$c$, null),
      -- Nobody's: prices, events of the world, the latch for everything, the schema's version.
      ('series_points', 'orrery_runner', 'select, insert', 'true', null),
      ('trading_events', 'orrery_runner', 'select', 'true', null),
      ('operator_latches', 'orrery_runner', 'select', 'true', null),
      ('flyway_schema_history', 'orrery_runner', 'select', null, null),

      ('users', 'orrery_member', 'select', 'id = (select orrery_user())', null),
      ('deployments', 'orrery_member', 'select, insert, update', users_own, null),
      ('skills', 'orrery_member', 'select, insert, update', users_own, null),
      ('skill_versions', 'orrery_member', 'select, insert',
        'skill_id in (select id from skills)', null),
      ('artifacts', 'orrery_member', 'select, insert',
        $c$digest in (select payload ->> 'jar' from skill_versions)$c$, true_digest),
      ('idempotency_keys', 'orrery_member', 'select, insert, update, delete', users_own, null),
      ('wallet_challenges', 'orrery_member', 'select, insert, update', users_own, null),
      ('hyperliquid_master_wallets', 'orrery_member', 'select, insert, update', users_own, null),
      ('hyperliquid_agents', 'orrery_member', 'select, insert, update', users_own, null),
      ('pending_hyperliquid_agents', 'orrery_member', 'select, insert, delete', users_own, null),
      ('deployment_leases', 'orrery_member', 'select',
        $c$resource in (select 'deployment:' || id from deployments)
          or resource in (select 'account:' || lower(address) from hyperliquid_master_wallets)$c$,
        null),
      ('agent_state', 'orrery_member', 'select', of_user, null),
      ('agent_commands', 'orrery_member', 'select, insert, update', of_user, null),
      ('agent_logs', 'orrery_member', 'select, insert', of_user, null),
      ('order_intents', 'orrery_member', 'select', of_user, null),
      ('order_events', 'orrery_member', 'select', of_user, null),
      ('fills', 'orrery_member', 'select', of_user, null),
      ('funding_payments', 'orrery_member', 'select', of_user, null),
      ('mainnet_orders', 'orrery_member', 'select', of_user, null),
      ('decision_snapshots', 'orrery_member', 'select', of_user, null),
      ('monthly_costs', 'orrery_member', 'select', of_user, null),
      ('operator_latches', 'orrery_member', 'select', 'true', null)
    ) as w(table_name, to_role, rights, condition, checked)
  loop
    execute format('grant %s on %I to %I', wall.rights, wall.table_name, wall.to_role);
    if wall.condition is not null then
      execute format('alter table %I enable row level security', wall.table_name);
      execute format('drop policy if exists %I on %I', wall.to_role || '_rows', wall.table_name);
      execute format('create policy %I on %I to %I using (%s) with check (%s)',
        wall.to_role || '_rows', wall.table_name, wall.to_role, wall.condition, wall.checked);
    end if;
  end loop;

  execute 'grant execute on function orrery_machines() to orrery_member';
  execute 'grant usage on sequence journal_block to orrery_runner';
  execute 'grant execute on function get_hyperliquid_agent_secret(uuid) to orrery_runner';
end $$;

do $$
begin
  perform orrery_raise_walls();
exception when insufficient_privilege then
  raise notice 'no walls: %; let somebody who may make roles run orrery db roles', sqlerrm;
end $$;
