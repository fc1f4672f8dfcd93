// A bank for tests: its platform, and branches with a desk, an agent at it, a camera and clients.
import { randomUUID } from 'node:crypto'
import { banking } from '../../systems/banking/system.ts'
import { openTestPlatform, type TestPlatform } from './platform.ts'

export type BankPlatform = TestPlatform<readonly [typeof banking]>

let made = 0
/** A text that no other call answers. */
export const unlike = (prefix: string): string => `${prefix}${(made++).toString().padStart(6, '0')}`

export async function openBank() {
  const platform = await openTestPlatform([banking])
  const as = (...tenant: readonly string[]) =>
    platform.db.as({ actor: 'user:01900000-0000-7000-8000-000000000001', claims: { tenant } })
      .banking

  async function openBranch() {
    const branchId = randomUUID()
    const db = as(branchId)
    await db.branch.create({ data: { id: branchId, name: 'Sucursal', code: unlike('S-') } })
    const { id: userId } = await db.user.create({ data: { email: `${unlike('agente')}@banco.es` } })
    const { id: moduleId } = await db.agentModule.create({
      data: { branchId, name: unlike('Mesa ') },
    })
    const { id: sessionId } = await db.moduleSession.create({
      data: { branchId, moduleId, userId },
    })
    return { db, branchId, userId, moduleId, sessionId }
  }

  const addClient = async (data: object = {}) =>
    platform.db.as({ actor: 'user:test' }).banking.client.create({
      data: { dni: unlike('DNI'), name: 'Lucía', ...data },
    })

  /** As the migrator, under a tenant where one is named. */
  const sql = async (text: string, values: unknown[] = []) => platform.query(text, values)

  return { platform, as, openBranch, addClient, sql, close: () => platform.close() }
}

export type Bank = Awaited<ReturnType<typeof openBank>>
export type BranchOfTest = Awaited<ReturnType<Bank['openBranch']>>
