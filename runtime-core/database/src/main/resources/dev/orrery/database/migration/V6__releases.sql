-- What machines run: releases, by digest, and which one new deployments are pinned to. A deployment
-- keeps the one in its fly_image until somebody upgrades it.

create table runner_releases (
  -- An image by digest, or what a provider calls a distribution.
  image text primary key check (image <> ''),
  version text not null,
  notes text not null default '',
  actor text not null,
  created_at timestamptz not null default clock_timestamp(),
  current boolean not null default false
);
create unique index runner_releases_one_current on runner_releases (current) where current;

-- Everybody may know what is current, whoever's rows they see.
create function current_live_runner_image() returns text
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select image from public.runner_releases where current
$$;

create function runner_release_list() returns setof runner_releases
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select * from public.runner_releases order by created_at desc, image
$$;
