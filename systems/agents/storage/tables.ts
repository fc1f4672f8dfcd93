// Files of users: folders, quotas, ways for others to a file, and who used them.
import { fileAccessLogs } from './file-access-log.ts'
import { fileDownloads } from './file-download.ts'
import { fileShares } from './file-share.ts'
import { storageFiles } from './storage-file.ts'
import { storageFolders } from './storage-folder.ts'
import { storageQuotas } from './storage-quota.ts'
import { storageReservations } from './storage-reservation.ts'

export const storageTables = {
  storageFolder: storageFolders,
  storageFile: storageFiles,
  storageQuota: storageQuotas,
  storageReservation: storageReservations,
  fileShare: fileShares,
  fileDownload: fileDownloads,
  fileAccessLog: fileAccessLogs,
}
