-- Under what id a creation is carried out: one whose process died before it answered is carried out
-- under the same id, and so not twice.
alter table idempotency_keys add column made uuid not null default gen_random_uuid();
