-- Positions near their liquidation are among what somebody should be woken for.
drop index agent_logs_alarms;
create index agent_logs_alarms on agent_logs (ts) where event in ('tick_failed', 'state_drift',
  'liquidation', 'liquidation_near', 'liquidation_fill', 'cost_guard_tripped', 'heartbeat_lost',
  'runner_fatal', 'fill_unexpected', 'reconcile_failed', 'broker_silent');
