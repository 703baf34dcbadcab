-- What the control plane keeps beside deployments.

-- Who may ask it: tokens by their SHA-256, never the token itself.
create table api_tokens (
  digest text primary key check (digest ~ '^[0-9a-f]{64}$'),
  user_id uuid not null references users (id),
  role text not null check (role in ('user', 'operator')),
  label text not null default '',
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  revoked_at timestamptz
);
create index api_tokens_by_user on api_tokens (user_id);

-- What is asked twice under one key is done once and answered the same.
create table idempotency_keys (
  user_id uuid not null references users (id),
  key text not null,
  -- Of the method, the path and the body.
  request_digest text not null,
  answer text,
  created_at timestamptz not null default now(),
  primary key (user_id, key)
);
create index idempotency_keys_by_age on idempotency_keys (created_at);

-- A slot of a job runs once, whoever is leader, and whether a clock or a caller asks for it.
create table job_slots (
  job text not null,
  slot_start timestamptz not null,
  holder text not null,
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  result text,
  error text,
  primary key (job, slot_start)
);

-- The attempt to give a deployment a machine: kept before anything is asked for, so that a lost
-- answer is told from a second machine.
alter table deployments add column launch_id uuid;
