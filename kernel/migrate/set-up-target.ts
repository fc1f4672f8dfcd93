// A target before any database is on it: roles, the kernel's schema, extensions, tables of other rooms.
// One text, applied as one transaction; its digest is kept as the schema's comment, so that an up-to-date
// target answers with one query.
import { createHash } from 'node:crypto'
import { renderRoles } from '../database/roles.ts'
import { quoteLiteral } from '../database/sql.ts'
import type { Direct, Statement } from '../database/target.ts'
import { AcervoError } from '../errors/index.ts'
import { renderKernelSchema } from './kernel-schema.ts'
import { withLock } from './lock.ts'
import { renderObject, type TargetObject, toObjects } from './objects.ts'
import { isRoleConflict, retry } from './retry.ts'

export interface SetUpOptions {
  /** Of all databases placed here. */
  readonly objects?: readonly TargetObject[]
  readonly testClock?: boolean
  /** SQL that other rooms own: idempotent, over the schema acervo. */
  readonly scripts?: readonly string[]
  readonly signal?: AbortSignal | undefined
}

/** Answers whether anything had to be done. */
export async function setUpTarget(direct: Direct, options: SetUpOptions = {}): Promise<boolean> {
  const { text, digest } = toSetUp(options)
  if ((await readDigest(direct)) === digest) return false
  await withLock(direct, { signal: options.signal }, async () => {
    if ((await readDigest(direct)) === digest) return
    await assertExtensionsFit(direct, options.objects ?? [])
    const whole = `${text};\ncomment on schema acervo is ${quoteLiteral(digest)}`
    // Roles are the whole server's: another target's set-up may be writing them right now.
    await retry(() => direct.script(whole), { signal: options.signal, isPassing: isRoleConflict })
  })
  return true
}

/** Answers the digest of the last set-up, on a target that never had one too. */
export const digestStatement: Statement = {
  text: `select obj_description(oid, 'pg_namespace') from pg_namespace where nspname = 'acervo'`,
  values: [],
}

export function toSetUp(options: SetUpOptions): { readonly text: string; readonly digest: string } {
  const text = renderSetUp(options)
  return { text, digest: createHash('sha256').update(text).digest('hex') }
}

function renderSetUp({ objects = [], testClock = false, scripts = [] }: SetUpOptions): string {
  return [
    renderRoles(),
    renderKernelSchema({ testClock }),
    ...toObjects([objects]).map(renderObject),
    ...scripts.map((script) => script.trim().replace(/;$/, '')),
  ].join(';\n')
}

async function readDigest(direct: Direct): Promise<string | undefined> {
  return (await direct.query(digestStatement)).rows[0]?.[0] ?? undefined
}

/** An extension that lives elsewhere would hide its types and operators from rendered SQL. */
async function assertExtensionsFit(
  direct: Direct,
  objects: readonly TargetObject[],
): Promise<void> {
  const wanted = objects.filter((object) => object.type === 'extension').map(({ name }) => name)
  if (wanted.length === 0) return
  const { rows } = await direct.query({
    text: `select a.name, n.nspname from pg_available_extensions a
      left join pg_extension e on e.extname = a.name
      left join pg_namespace n on n.oid = e.extnamespace
      where a.name = any (string_to_array($1, ','))`,
    values: [wanted.join(',')],
  })
  const schemas = new Map(rows.map(([name, schema]) => [name, schema]))
  for (const name of wanted) {
    const schema = schemas.get(name)
    if (schema === undefined)
      throw new AcervoError('ACV312', `the server lacks the extension '${name}'`, {
        details: 'A declared table needs it.',
        hint: `Install it on the server (Debian: postgresql-15-${name} or postgresql-contrib).`,
      })
    if (schema !== null && schema !== 'acervo')
      throw new AcervoError('ACV312', `the extension '${name}' lives in the schema '${schema}'`, {
        details: "Allowed: 'acervo'.",
        hint: `As its owner: alter extension ${name} set schema acervo`,
      })
  }
}
