-- One schema ($1) as rows (kind, table, name, definition). The session's search_path is that schema, so that
-- own names come without it. Read by catalog.ts; partitions and what belongs to them are left out. The first
-- branch gives the types: as `name` PostgreSQL would cut every definition to 63 bytes.
with place as (
  select oid, nspname, nspowner, nspacl from pg_namespace where nspname = $1
), relation as (
  select c.* from pg_class c join place on place.oid = c.relnamespace where not c.relispartition
), base as (
  select * from relation where relkind in ('r', 'p')
), privilege as (
  select r.relname as name, g.grantee, g.privilege_type as privilege, null as column_name
    from relation r, aclexplode(r.relacl) g
   where r.relkind in ('r', 'p', 'v') and g.grantee <> r.relowner
  union all
  select r.relname, g.grantee, g.privilege_type, a.attname
    from relation r join pg_attribute a on a.attrelid = r.oid, aclexplode(a.attacl) g
   where r.relkind in ('r', 'p', 'v') and g.grantee <> r.relowner
  union all
  select null, g.grantee, g.privilege_type, null
    from place, aclexplode(place.nspacl) g where g.grantee <> place.nspowner
)
select 'schema', null::text, null::text, pg_get_userbyid(nspowner)::text from place
union all
select 'grant', name, null, string_agg(line, '; ' order by line collate "C")
  from (
    select name,
           case when grantee = 0 then 'public' else pg_get_userbyid(grantee) end || ': '
             || lower(privilege)
             || coalesce(' (' || string_agg(column_name, ', ' order by column_name collate "C") || ')', '')
             as line
      from privilege group by name, grantee, privilege, column_name is null
  ) lines
 group by name
union all
select 'table', relname, null,
       case relpersistence when 'u' then 'unlogged ' else '' end
         || coalesce('partition by ' || pg_get_partkeydef(oid), 'plain')
  from base
union all
select 'owner', relname, null, pg_get_userbyid(relowner)::text from base
union all
select * from (select 'column', b.relname, a.attname,
       jsonb_build_object(
         'type', format_type(a.atttypid, a.atttypmod),
         'notNull', a.attnotnull,
         'default', case when a.attgenerated = '' then pg_get_expr(d.adbin, d.adrelid) end,
         'generated', case when a.attgenerated <> '' then pg_get_expr(d.adbin, d.adrelid) end,
         'collation', (select o.collname from pg_collation o
                        where o.oid = a.attcollation and o.collname <> 'default'),
         'identity', nullif(a.attidentity, ''))::text
  from base b
  join pg_attribute a on a.attrelid = b.oid and a.attnum > 0 and not a.attisdropped
  left join pg_attrdef d on d.adrelid = b.oid and d.adnum = a.attnum
 order by a.attnum) columns
union all
select 'constraint', b.relname, c.conname, pg_get_constraintdef(c.oid, true)
  from base b join pg_constraint c on c.conrelid = b.oid
 where c.contype in ('p', 'u', 'c', 'x', 'f') and c.conparentid = 0
union all
select 'index', b.relname, i.relname,
       pg_get_indexdef(i.oid, 0, true) || case when x.indisvalid then '' else ' INVALID' end
  from base b
  join pg_index x on x.indrelid = b.oid
  join pg_class i on i.oid = x.indexrelid
 where not exists (select from pg_constraint c where c.conindid = i.oid and c.contype in ('p', 'u', 'x'))
union all
select 'trigger', b.relname, t.tgname,
       pg_get_triggerdef(t.oid, true) || case t.tgenabled when 'O' then '' else ' ' || t.tgenabled::text end
  from base b join pg_trigger t on t.tgrelid = b.oid
 where not t.tgisinternal
union all
select 'function', null, p.proname || case when p.pronargs = 0 then '' else
         '(' || pg_get_function_identity_arguments(p.oid) || ')' end,
       jsonb_build_object(
         'body', p.prosrc,
         'language', (select lanname from pg_language where oid = p.prolang),
         'definer', p.prosecdef,
         'settings', p.proconfig,
         'owner', pg_get_userbyid(p.proowner),
         'grants', coalesce((
           select jsonb_agg(case when g.grantee = 0 then 'public' else pg_get_userbyid(g.grantee) end)
             from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) g
            where g.grantee <> p.proowner), '[]'))::text
  from pg_proc p join place on place.oid = p.pronamespace
union all
select 'rls', relname, null,
       case when relrowsecurity then 'enabled' else 'disabled' end
         || case when relforcerowsecurity then ', forced' else ', not forced' end
  from base where relrowsecurity or relforcerowsecurity
union all
select 'policy', b.relname, p.polname,
       jsonb_build_object(
         'command', p.polcmd,
         'restrictive', not p.polpermissive,
         'roles', (select jsonb_agg(case when r = 0 then 'public' else pg_get_userbyid(r) end)
                     from unnest(p.polroles) r),
         'using', pg_get_expr(p.polqual, p.polrelid),
         'check', pg_get_expr(p.polwithcheck, p.polrelid))::text
  from base b join pg_policy p on p.polrelid = b.oid
union all
select 'view', r.relname, null,
       jsonb_build_object(
         'query', pg_get_viewdef(r.oid, true),
         'options', r.reloptions,
         'owner', pg_get_userbyid(r.relowner))::text
  from relation r where r.relkind = 'v'
union all
select 'other', null, relname,
       case relkind when 'm' then 'materialized view' when 'S' then 'sequence'
                    when 'f' then 'foreign table' else 'composite type' end
  from relation where relkind in ('m', 'S', 'f', 'c')
union all
select 'other', null, c.relname, 'partition open to others than its parent'
  from pg_class c join place on place.oid = c.relnamespace
  join pg_inherits i on i.inhrelid = c.oid join pg_class p on p.oid = i.inhparent
 where c.relispartition and c.relkind in ('r', 'p')
   and ((p.relforcerowsecurity and not (c.relrowsecurity and c.relforcerowsecurity))
        or exists (select from aclexplode(c.relacl) g where g.grantee <> c.relowner)
        or exists (select from pg_attribute a, aclexplode(a.attacl) g
                    where a.attrelid = c.oid and g.grantee <> c.relowner))
