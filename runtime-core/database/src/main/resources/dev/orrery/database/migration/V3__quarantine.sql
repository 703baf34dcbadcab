-- A strategy that hung or filled the heap is not asked again until a person releases it, also over
-- restarts.
alter table deployments
  add column quarantined boolean not null default false,
  add column quarantined_reason text,
  add column quarantined_at timestamptz;

alter table embedded_deployments
  add column quarantined_reason text,
  add column quarantined_at timestamptz;

alter table agent_commands drop constraint agent_commands_kind_check;
alter table agent_commands add constraint agent_commands_kind_check check (kind in
  ('stop', 'pause', 'resume', 'flatten', 'kill', 'snapshot', 'clear_halt', 'release'));
