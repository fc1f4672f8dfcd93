// Only what a scanner found clean is shared, or what its owner shares unscanned on purpose; what is infected never, nor
// what lies in the bin.
import { defineFeature } from '../../../kernel/index.ts'

export const scanned = defineFeature('scanned', () => [
  {
    kind: 'routine',
    name: 'share_scanned',
    security: 'definer',
    underPolicies: true,
    body: `begin
  perform from {table:storage_files} f where f.id = new.file_id and f.workspace_id = new.workspace_id
    and f.deleted_at is null and (f.virus_scan_status = 'clean'
      or f.virus_scan_status <> 'infected' and new.allow_unscanned) for share;
  if not found then
    raise exception using errcode = 'AV304', message = 'the file may not be shared';
  end if;
  return new;
end`,
    triggers: [{ name: 'share_scanned', when: 'before', event: 'insert', each: 'row' }],
  },
])
