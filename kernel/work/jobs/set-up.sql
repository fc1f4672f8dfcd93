-- The job queue's home: a role that owns it and nothing else, a schema, and the last tick of each schedule.
-- Run by the migrator; what pg-boss keeps in the schema, it makes itself as that role.
do $do$ begin
  if not exists (select from pg_roles where rolname = 'acervo_jobs') then
    create role acervo_jobs nologin noinherit;
  end if;
exception when duplicate_object or unique_violation or internal_error then null;
end $do$;
-- The runtime login takes the role on, as it does the others; a migrator that is no superuser gives it the schema.
do $do$ declare grantee name; begin
  for grantee in
    select r.rolname from pg_roles r
     where (r.rolname = 'acervo_switch' or r.rolname = current_user and not r.rolsuper)
       and not exists (
         select from pg_auth_members
          where member = r.oid
            and roleid = (select oid from pg_roles where rolname = 'acervo_jobs'))
  loop
    execute format('grant acervo_jobs to %I', grantee);
  end loop;
exception when internal_error or unique_violation then null;
end $do$;
create schema if not exists pgboss authorization acervo_jobs;
create table if not exists pgboss.acervo_schedule (
  name text collate "C" not null,
  expression text collate "C" not null,
  tick timestamptz(6) not null,
  registered_at timestamptz(6) not null,
  primary key (name, expression)
);
alter table pgboss.acervo_schedule owner to acervo_jobs;
grant usage on schema acervo to acervo_jobs;
grant execute on function acervo.clock() to acervo_jobs;
