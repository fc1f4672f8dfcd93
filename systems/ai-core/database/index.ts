// `import { db } from '@ai-core/database'`: the typed client of AI-CORE for programs of the tree. The
// platform opens at the first call. It reads no environment: `connect` says where the databases are.
import { AcervoError, createAcervo } from '../../../kernel/index.ts'
import { aiCore } from '../system.ts'

const systems = [aiCore] as const
type Platform = Awaited<ReturnType<typeof createAcervo<typeof systems>>>
type Client = Platform['db']
type Options = Omit<Parameters<typeof createAcervo<typeof systems>>[0], 'systems'>

let options: Options = { dataDirectory: '.acervo' }
let platform: Promise<Platform> | undefined

/** Where the databases are; before the first call on `db`. Without it: embedded, in `.acervo`. */
export function connect(given: Options): void {
  if (platform !== undefined)
    throw new AcervoError('ACV606', 'the platform is already open', {
      hint: 'Call connect before the first use of db, or close first.',
    })
  options = given
}

export async function close(): Promise<void> {
  const open = platform
  platform = undefined
  await (await open)?.close()
}

export const db: Client = toLazy(async () => (await openPlatform()).db) as unknown as Client

function openPlatform(): Promise<Platform> {
  platform ??= createAcervo({ ...options, systems }).catch((error: unknown) => {
    // The next call may find the server up again.
    platform = undefined
    throw error
  })
  return platform
}

/** Remembers the names on the way to a call, and walks them once the client is there. */
function toLazy(open: () => Promise<Client>, path: readonly string[] = []): object {
  const step = (name: string) => toLazy(open, [...path, name])
  return new Proxy(() => undefined, {
    // Whatever has a `then` is awaited: `await db` would never end.
    get: (_, name) => (typeof name === 'symbol' || name === 'then' ? undefined : step(name)),
    apply: (_, __, given: readonly unknown[]) => {
      const asSomebody = path.length === 1 && path[0] === 'as'
      if (asSomebody) return toLazy(async () => (await open()).as(given[0] as never))
      return open().then((client) => callAt(client, path, given))
    },
  })
}

function callAt(client: Client, path: readonly string[], given: readonly unknown[]): unknown {
  let owner: unknown
  let value: unknown = client
  for (const name of path) {
    owner = value
    value = (owner as Readonly<Record<string, unknown>> | undefined)?.[name]
  }
  if (typeof value === 'function') return Reflect.apply(value, owner, given)
  throw new AcervoError('ACV211', `'${path.join('.')}' is not something to call`, {
    hint: 'A call reads db.<database>.<model>.<verb>(...).',
  })
}
