-- What is asked again and again over many deployments.

-- A user's list, the latest first, and its pages.
create index deployments_by_user on deployments (user_id, created_at desc, id desc);

-- What somebody should be woken for, by time: a few rows among very many.
create index agent_logs_alarms on agent_logs (ts) where event in ('tick_failed', 'state_drift',
  'liquidation', 'liquidation_fill', 'cost_guard_tripped', 'heartbeat_lost', 'runner_fatal',
  'fill_unexpected', 'reconcile_failed', 'broker_silent');
