// The version of a run never changes, not even by who may write every column.
import { frozen } from '../../../kernel/index.ts'

export const keepsItsVersion = frozen({
  except: ['status', 'leasedBy', 'leasedUntil', 'endedAt'],
  message: 'a run keeps its version and its input',
})
