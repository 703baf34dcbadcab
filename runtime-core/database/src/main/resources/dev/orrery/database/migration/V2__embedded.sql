-- What programs that embed a runtime run: nobody deploys them, so they have no row in deployments,
-- and their switches are kept here. A reason means that the switch is on.
create table embedded_deployments (
  id uuid primary key,
  strategy text not null,
  paused_reason text,
  guard_paused boolean not null default false,
  halted_reason text,
  flatten_reason text,
  stopping_reason text,
  created_at timestamptz not null default now(),
  started_at timestamptz not null default now()
);
