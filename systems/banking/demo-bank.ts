// What the parts of the demonstration share.
import { deriveId } from '../../kernel/index.ts'
import type { Client } from './database.ts'

/** As the branch itself, with the ids of its people by their natural keys. */
export interface Bank {
  readonly db: ReturnType<Client['as']>['banking']
  readonly branchId: string
  readonly moduleId: string
  readonly agentId: string
  clientOf(dni: string): string
}

export function toId(name: string): string {
  return deriveId('banking.demo', name)
}
