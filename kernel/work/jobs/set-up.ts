// Makes the job queue's role and schema where they are missing. Only this needs the migrator; a process that
// finds them goes on with its runtime login.
import { readFileSync } from 'node:fs'
import type { Direct, Target } from '../../database/target.ts'
import { AcervoError } from '../../errors/index.ts'

const script = readFileSync(new URL('./set-up.sql', import.meta.url), 'utf8')

/** @throws ACV522 when the migrator may not make the role or the schema. */
export async function setUpJobs(target: Target, migrator: () => Promise<Direct>): Promise<void> {
  if (await isSetUp(target)) return
  try {
    const direct = await migrator()
    try {
      await direct.script(script)
    } finally {
      await direct.close()
    }
  } catch (cause) {
    // Another process may have made it in the same moment.
    if (await isSetUp(target)) return
    throw new AcervoError('ACV522', `jobs have no home on ${target.key}`, {
      details: cause instanceof Error ? cause.message : String(cause),
      hint: 'As a superuser: create role acervo_jobs nologin; grant acervo_jobs to acervo_switch; grant acervo_jobs to <migrator> with admin option. Then start again.',
      cause,
    })
  }
}

async function isSetUp(target: Target): Promise<boolean> {
  const [result] = await target.group({ settings: {} }, [{ text: question, values: [] }])
  return result?.rows[0]?.[0] === 't'
}

// The catalog, not to_regclass: whoever may not use the schema would get an error for an answer.
const question = `
  select exists (
    select from pg_class c
      join pg_namespace n on n.oid = c.relnamespace
      join pg_roles r on r.oid = n.nspowner
     where n.nspname = 'pgboss' and c.relname = 'acervo_schedule' and r.rolname = 'acervo_jobs'
       and pg_has_role(session_user, r.oid, 'member'))`
