// One download through a share, however many ranges it is asked for in. Adding it is the permission to download: what
// was revoked, ran out or is used up takes none.
import {
  belongsTo,
  counted,
  defineFeature,
  defineTable,
  instant,
  unique,
  uuid,
  withheld,
} from '../../../kernel/index.ts'
import { ofWorkspace } from '../workspace.ts'

const permitted = defineFeature('permitted', () => [
  {
    kind: 'routine',
    name: 'permit_download',
    security: 'definer',
    underPolicies: true,
    // The share is locked: a revocation comes before this download or after it.
    body: `begin
  perform from {table:file_shares} s join {table:storage_files} f on f.id = s.file_id
    where s.id = new.share_id and s.workspace_id = new.workspace_id and s.allow_download
      and s.revoked_at is null and (s.expires_at is null or s.expires_at > acervo.now())
      and f.deleted_at is null and f.virus_scan_status <> 'infected' for no key update of s;
  if not found then
    raise exception using errcode = 'AV303', message = 'there is no such share';
  end if;
  update {table:file_shares} s set last_accessed = acervo.now() where s.id = new.share_id;
  return new;
end`,
    triggers: [{ name: 'permit_download', when: 'before', event: 'insert', each: 'row' }],
  },
])

export const fileDownloads = defineTable(
  'file_downloads',
  {
    shareId: belongsTo('file_shares', { inverse: 'downloads', onDelete: 'cascade' }).immutable(),
    /** Chosen by whoever downloads, the same for every range. */
    downloadId: uuid().immutable(),
    at: instant().defaultNow().immutable(),
  },
  [
    unique(['shareId', 'downloadId']),
    permitted,
    counted('shareId', { into: 'downloadCount' }),
    withheld('update', 'delete'),
    ofWorkspace({ through: 'shareId' }),
  ],
)
