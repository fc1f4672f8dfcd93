-- What statements of the request path call; set up once a target, owned by the kernel.

-- Ends a statement with one of our own codes (AV206 is shown as ACV206): SQL alone cannot refuse.
create or replace function acervo.refuse(code text, message text) returns text
  language plpgsql volatile
  set search_path to pg_catalog, pg_temp
as $$
begin
  raise exception using errcode = code, message = message;
end
$$;
revoke execute on function acervo.refuse(text, text) from public;
grant execute on function acervo.refuse(text, text) to acervo_app, acervo_worker, acervo_readonly
